"""The outbox: what became of the letters about memoranda, and trying again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec.structs import replace

from coalition import database, trail
from coalition.desk.desk_pages import checked, desk_page, done, number_in, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.outbox.lines import lines_of
from coalition.desk.paging import PAGE, asked_in, number_after
from coalition.languages import Message
from coalition.mail.tables import LetterState
from coalition.memoranda import outbox_queries, queries
from coalition.memoranda.errors import NothingToTry
from coalition.memoranda.outbox_queries import UNDELIVERED, Wanted
from coalition.memoranda.trying_letters import try_now
from coalition.search.queries import first_matches
from coalition.search.tables import Kind
from coalition.trail import TrailAct
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MOST_MATCHES = 100
_STATES: Mapping[str, Sequence[LetterState]] = {"undelivered": UNDELIVERED} | {state.value: (state,) for state in LetterState}
_FILTERS = (("", Message("All")), ("undelivered", Message("did not arrive")), *((state.value, state.word) for state in LetterState))


@route("desk.outbox.list")
async def list_outbox(request: AnyRequest) -> Response[bytes]:
    """List the letters about every memorandum that the person works on, newest or oldest first."""
    async with database.reading():
        shown = await _shown(request, None)
        shown["others"] = await outbox_queries.numbers_of_others()
    for memorandum in {line.letter.memorandum for line in shown["lines"]}:
        await trail.record_reading(TrailAct.NAMES_READ, "page:letters", memorandum)
    return desk_page(request, "desk/outbox/list.html", section="outbox", **shown)


@route("desk.letters.list")
async def list_letters(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the letters about one memorandum, newest or oldest first."""
    row = await own_memorandum(request, memorandum)
    await trail.record_reading(TrailAct.NAMES_READ, "page:letters", row.id)
    async with database.reading():
        view = await queries.view(row)
        shown = await _shown(request, row.id)
    return workbench_page(request, view, "desk/letters/list.html", part="letters", **shown)


@route("desk.letter_attempt.create")
async def create_letter_attempt(request: AnyRequest, number: FromPath[str]) -> Response[bytes]:
    """Try now to send a letter that waits after a temporary failure."""
    await checked(request)
    try:
        await try_now(number_in(number), person_of(request))
    except NothingToTry:
        raise NotFoundException from None
    return done(request, "desk.outbox.list", "letter_tried")


async def _shown(request: AnyRequest, memorandum: int | None) -> dict[str, Any]:
    """Return what both pages show: letters in a state (`?state=`) about an organisation (`?q=`), in pages (`?before=`), newest or oldest first.

    Anything in the address that is no state shows all.
    """
    asked, before = asked_in(request, "state", sorts=("oldest",)), number_after(request.query_params.get("before", ""))
    asked = replace(asked, filters={"state": asked.chosen("state")} if asked.chosen("state") in _STATES else {})
    wanted = Wanted(
        memorandum=memorandum,
        states=_STATES.get(asked.chosen("state"), ()),
        organisations=await first_matches(Kind.ORGANISATION, asked.q, MOST_MATCHES) if asked.q else None,
        before=before,
        oldest_first=asked.sort == "oldest",
    )
    letters = await outbox_queries.letters_of(person_of(request).id, wanted, PAGE + 1)
    lines = await lines_of(letters[:PAGE])
    more = lines[-1].letter.id if len(letters) > PAGE else 0
    return {"lines": lines, "more": more, "is_first": not wanted.before, "asked": asked, "filters": _FILTERS}
