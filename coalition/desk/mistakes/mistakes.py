"""Reported mistakes: the list, one of them, and the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath
from msgspec import Struct

from coalition import database
from coalition.desk.desk_pages import checked, desk_page, done, person_of
from coalition.desk.paging import PAGE, asked_in
from coalition.desk.refusals import refusal
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.queries import views_by_id
from coalition.organisations import queries as organisations
from coalition.reported_mistakes import queries
from coalition.reported_mistakes.errors import AlreadyAnswered
from coalition.reported_mistakes.forms import MistakeAnswerForm
from coalition.reported_mistakes.replying import answer
from coalition.reported_mistakes.tables import Mistake, ReportedMistake
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView

_RULES: dict[type[CoalitionError], Message] = {AlreadyAnswered: Message("This report was answered before.")}


class Reported(Struct, frozen=True):
    """A report with its organisation, and its memorandum if it is about one."""

    row: ReportedMistake
    organisation: OrganisationView
    memorandum: MemorandumView | None

    @property
    def mistake(self) -> Mistake:
        """What is said to be wrong."""
        return Mistake(self.row.mistake)

    @property
    def is_of_link(self) -> bool:
        """Whether somebody says that a private link reached them which was made for another organisation."""
        return self.mistake is Mistake.WRONG_LINK


@route("desk.mistakes.list")
async def list_mistakes(request: AnyRequest) -> Response[bytes]:
    """List a page of the reports that the person may see: waiting ones first, or by age."""
    asked = asked_in(request, "state", sorts=tuple(queries.ORDERS))
    async with database.reading():
        page = await queries.page_of_mistakes(
            person_of(request).id, asked.q, state=asked.chosen("state"), sort=asked.sort, after=asked.after, limit=PAGE
        )
        shown = await reported(page.mistakes)
    return desk_page(request, "desk/mistakes/list.html", section="today", mistakes=shown, asked=asked, more=page.after)


@route("desk.mistake.show")
async def show_mistake(request: AnyRequest, mistake: FromPath[str]) -> Response[bytes]:
    """Show a report."""
    return await _page(request, mistake)


@route("desk.mistake_answer.create")
async def create_answer(request: AnyRequest, mistake: FromPath[str]) -> Response[bytes]:
    """Answer a report: by letter if there is an address, else for the coordinators only."""
    given = await checked(request)
    number = number_in(mistake)
    try:
        await answer(person_of(request), number, MistakeAnswerForm.parse(given, ignore_unknown=True))
    except (InvalidForm, AlreadyAnswered) as problem:
        return await _page(request, mistake, values=given, **refusal(request, problem, _RULES))
    return done(request, "desk.mistakes.list", "mistake_answered")


async def reported(rows: Sequence[ReportedMistake]) -> list[Reported]:
    """Return reports with what they are about, in their order."""
    parties = await organisations.views_by_id(row.organisation for row in rows)
    texts = {view.id: view for view in await views_by_id({row.memorandum for row in rows if row.memorandum})}
    return [Reported(row, parties[row.organisation], texts.get(row.memorandum)) for row in rows]


async def _page(request: AnyRequest, mistake: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        row = await queries.mistake_for(person_of(request).id, number_in(mistake))
        if row is None:
            raise NotFoundException
        [shown] = await reported([row])
    return desk_page(request, "desk/mistakes/show.html", status=status, section="today", shown=shown, **context)
