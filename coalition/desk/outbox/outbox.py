"""The outbox: what became of the letters about memoranda and about the register, and trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.desk.desk_pages import checked, desk_page, done, number_in, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.outbox.lines import lines_of
from coalition.desk.paging import PAGE, number_after
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
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.mail.letter_queries import OutboxLetter

MOST_MATCHES = 100
_LONGEST_QUERY = 200
_STATES: Mapping[str, Sequence[LetterState]] = {"undelivered": UNDELIVERED} | {state.value: (state,) for state in LetterState}
_TOPICS: Mapping[str, Sequence[Topic]] = {topic.value: (topic,) for topic in Topic}
_FILTERS = (("", Message("All")), ("undelivered", Message("did not arrive")), *((state.value, state.word) for state in LetterState))


@route("desk.outbox.list")
async def list_outbox(request: AnyRequest) -> Response[bytes]:
    """List the letters about every memorandum that the person works on, newest first."""
    async with database.reading():
        wanted = await _wanted(request)
        shown = await _shown(request, wanted, await letters_of(person_of(request).id, wanted, PAGE + 1))
        shown["numbers"] = await numbers_of_register_letters()
    for memorandum in {line.letter.memorandum for line in shown["lines"]}:
        await trail.record_reading(TrailAct.NAMES_READ, "page:letters", memorandum)
    return desk_page(request, "desk/outbox/list.html", section="outbox", **shown)


@route("desk.letters.list")
async def list_letters(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the letters about one memorandum, newest first."""
    row = await own_memorandum(request, memorandum)
    await trail.record_reading(TrailAct.NAMES_READ, "page:letters", row.id)
    async with database.reading():
        view = await queries.view(row)
        wanted = await _wanted(request)
        shown = await _shown(request, wanted, await letters_of(person_of(request).id, wanted, PAGE + 1, memorandum=row.id))
    return workbench_page(request, view, "desk/letters/list.html", part="letters", **shown)


@route("desk.register_letters.list")
async def list_register_letters(request: AnyRequest) -> Response[bytes]:
    """List the letters about the register, or those on one topic (`?about=`), newest first: every coordinator may read the register."""
    about = request.query_params.get("about", "")
    async with database.reading():
        wanted = await _wanted(request)
        shown = await _shown(request, wanted, await register_letters(_TOPICS.get(about, tuple(Topic)), wanted, PAGE + 1))
    shown |= {"about": about if about in _TOPICS else "", "topics": Topic}
    return desk_page(request, "desk/outbox/register.html", section="outbox", **shown)


@route("desk.letter_attempt.create")
async def create_letter_attempt(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Try now to send a letter that waits after a temporary failure."""
    await checked(request)
    try:
        await try_now(number_in(number), person_of(request))
    except NothingToTry:
        raise NotFoundException from None
    return done(request, "desk.outbox.list", "letter_tried")


@route("desk.register_letter_attempt.create")
async def create_register_letter_attempt(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Try now to send a letter about the register that waits after a temporary failure."""
    await checked(request)
    try:
        await try_register_letter_now(number_in(number))
    except NothingToTry:
        raise NotFoundException from None
    return done(request, "desk.register_letters.list", "letter_tried")


def _asked(request: AnyRequest, name: str) -> str:
    return request.query_params.get(name, "").strip()[:_LONGEST_QUERY]


async def _wanted(request: AnyRequest) -> Wanted:
    """Return what an address asks for: letters in a state (`?state=`) about an organisation (`?q=`), in pages (`?before=`).

    Anything in the address that is no state shows all.
    """
    q = _asked(request, "q")
    return Wanted(
        states=_STATES.get(_asked(request, "state"), ()),
        organisations=await first_matches(Kind.ORGANISATION, q, MOST_MATCHES) if q else None,
        before=number_after(_asked(request, "before")),
    )


async def _shown(request: AnyRequest, wanted: Wanted, letters: Sequence[OutboxLetter]) -> dict[str, Any]:
    """Return what the pages show of letters, of which there is one more than stands on a page if older ones follow."""
    state, q = _asked(request, "state"), _asked(request, "q")
    lines = await lines_of(letters[:PAGE])
    older = lines[-1].letter.id if len(letters) > PAGE else 0
    chosen = state if state in _STATES else ""
    return {"lines": lines, "older": older, "is_first": not wanted.before, "state": chosen, "q": q, "filters": _FILTERS}
