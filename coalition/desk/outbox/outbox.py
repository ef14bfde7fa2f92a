"""The outbox: what became of the letters about memoranda and about the register, and trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import replace

from coalition import database, trail
from coalition.desk.desk_pages import checked, desk_page, done, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.outbox.lines import lines_of
from coalition.desk.paging import PAGE, Asked, asked_in
from coalition.desk.sent_once import sent_once
from coalition.languages import Message
from coalition.mail.letter_kinds import Topic
from coalition.mail.letter_queries import UNDELIVERED, Wanted, numbers_of_register_letters, register_letters
from coalition.mail.tables import LetterState
from coalition.memoranda import queries
from coalition.memoranda.errors import NothingToTry
from coalition.memoranda.outbox_queries import letters_of
from coalition.memoranda.trying_letters import try_now, try_register_letter_now
from coalition.search.queries import first_matches
from coalition.search.tables import Kind
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.mail.letter_queries import OutboxLetter

MOST_MATCHES = 100
_STATES: Mapping[str, Sequence[LetterState]] = {"undelivered": UNDELIVERED} | {state.value: (state,) for state in LetterState}
_TOPICS: Mapping[str, Sequence[Topic]] = {topic.value: (topic,) for topic in Topic}
_FILTERED: Mapping[str, Mapping[str, object]] = {"state": _STATES, "about": _TOPICS}
_FILTERS = (("", Message("All")), ("undelivered", Message("did not arrive")), *((state.value, state.word) for state in LetterState))


@route("desk.outbox.list")
async def list_outbox(request: AnyRequest) -> Response[bytes]:
    """List the letters about every memorandum that the person works on, newest or oldest first."""
    asked = _asked(request, "state")
    async with database.reading():
        wanted = await _wanted(request, asked)
        shown = await _shown(asked, wanted, await letters_of(person_of(request).id, wanted, PAGE + 1))
        shown["numbers"] = await numbers_of_register_letters()
    for memorandum in {line.letter.memorandum for line in shown["lines"]}:
        await trail.record_reading(TrailAct.NAMES_READ, "page:letters", memorandum)
    return desk_page(request, "desk/outbox/list.html", section="outbox", **shown)


@route("desk.letters.list")
async def list_letters(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the letters about one memorandum, newest or oldest first."""
    row, asked = await own_memorandum(request, memorandum), _asked(request, "state")
    await trail.record_reading(TrailAct.NAMES_READ, "page:letters", row.id)
    async with database.reading():
        view = await queries.view(row)
        wanted = await _wanted(request, asked)
        shown = await _shown(asked, wanted, await letters_of(person_of(request).id, wanted, PAGE + 1, memorandum=row.id))
    return workbench_page(request, view, "desk/letters/list.html", part="letters", **shown)


@route("desk.register_letters.list")
async def list_register_letters(request: AnyRequest) -> Response[bytes]:
    """List the letters about the register, or those on one topic (`?about=`), newest or oldest first: every coordinator may read the register."""
    asked = _asked(request, "about", "state")
    async with database.reading():
        wanted = await _wanted(request, asked)
        shown = await _shown(asked, wanted, await register_letters(_TOPICS.get(asked.chosen("about"), tuple(Topic)), wanted, PAGE + 1))
    return desk_page(request, "desk/outbox/register.html", section="outbox", topics=Topic, **shown)


@route("desk.letter_attempt.create")
async def create_letter_attempt(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Try now to send a letter that waits after a temporary failure."""
    await checked(request)
    try:
        async with sent_once(request):
            await try_now(number_in(number), person_of(request))
    except NothingToTry:
        raise NotFoundException from None
    return done(request, "desk.outbox.list", "letter_tried")


@route("desk.register_letter_attempt.create")
async def create_register_letter_attempt(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Try now to send a letter about the register that waits after a temporary failure."""
    await checked(request)
    try:
        async with sent_once(request):
            await try_register_letter_now(number_in(number))
    except NothingToTry:
        raise NotFoundException from None
    return done(request, "desk.register_letters.list", "letter_tried")


def _asked(request: AnyRequest, *filters: str) -> Asked:
    """Return what an address asks for: letters about an organisation (`?q=`), with some filters; a value that a filter does not have shows all."""
    asked = asked_in(request, *filters, sorts=("oldest",))
    return replace(asked, filters={name: value for name, value in asked.filters.items() if value in _FILTERED[name]})


async def _wanted(request: AnyRequest, asked: Asked) -> Wanted:
    """Return which letters an address asks for, in pages (`?before=`)."""
    return Wanted(
        states=_STATES.get(asked.chosen("state"), ()),
        organisations=await first_matches(Kind.ORGANISATION, asked.q, MOST_MATCHES) if asked.q else None,
        before=number_or_zero(request.query_params.get("before", "")),
        oldest_first=asked.sort == "oldest",
    )


async def _shown(asked: Asked, wanted: Wanted, letters: Sequence[OutboxLetter]) -> dict[str, Any]:
    """Return what the pages show of letters, of which there is one more than stands on a page if others follow."""
    lines = await lines_of(letters[:PAGE])
    more = lines[-1].letter.id if len(letters) > PAGE else 0
    return {"lines": lines, "more": more, "is_first": not wanted.before, "asked": asked, "filters": _FILTERS}
