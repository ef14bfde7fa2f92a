"""The revisions of a text: the list, one of them with what it changed, and bringing one back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.desk import choices
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.drafting.refused_changes import refused
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE, asked_in
from coalition.drafting.draft_revision_queries import RevisionsAsked
from coalition.drafting.errors import NoSuchRevision
from coalition.drafting.forms import ReturnForm
from coalition.drafting.returning import return_revision
from coalition.drafting.revision_views import RevisionsPage, revision_view, revisions_page
from coalition.fields import InvalidForm
from coalition.memoranda import queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.label_queries import labels_of_draft
from coalition.memoranda.tables import RevisionKind
from coalition.text.apart import apart_if_long
from coalition.text.differences import changes
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


@route("desk.revisions.list")
async def list_revisions(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "") -> Response[bytes]:
    """List the revisions of the text in one language, newest first, perhaps those of one person, kind or provision."""
    return await _list(request, await own_memorandum(request, memorandum), text)


async def _list(request: AnyRequest, row: Memorandum, text: str, **context: Any) -> Response[bytes]:
    asked = asked_in(request, "who", "kind", "provision")
    wanted = RevisionsAsked(asked.chosen("kind"), number_or_zero(asked.chosen("who")), asked.chosen("provision"))
    async with database.reading():
        view, members = await queries.view(row), await queries.members(row.id)
        shown: RevisionsPage | None = await revisions_page(row, text, number_or_zero(asked.after), PAGE, wanted)
        if shown is None:
            raise NotFoundException
        labels = await labels_of_draft(shown.wording.edition, shown.wordings, language_of(request))
    kinds = choices.options(RevisionKind, language_of(request))
    page: dict[str, Any] = {"part": "text", "shown": shown, "code": shown.wording.language, "labels": labels}
    filters = {"asked": asked, "members": members, "kinds": kinds}
    return workbench_page(request, view, "desk/drafting/revisions.html", **(page | filters | context))


@route("desk.text_revision.show")
async def show_revision(
    request: AnyRequest, memorandum: FromPath[str], number: FromPath[str], text: FromQuery[str] = "", against: FromQuery[str] = ""
) -> Response[bytes]:
    """Show what a revision changed, compared with the one before it or with another one."""
    row = await own_memorandum(request, memorandum)
    async with database.reading():
        view = await queries.view(row)
        shown = await revision_view(row, text, number_in(number), number_in(against) if against else None)
    if shown is None:
        raise NotFoundException
    compared = await apart_if_long(shown.new.body, changes, shown.old, shown.new)
    page: dict[str, Any] = {"part": "text", "shown": shown, "code": shown.wording.language, "changes": compared}
    return workbench_page(request, view, "desk/drafting/revision.html", **page)


@route("desk.text_revision.return")
async def bring_back(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Let the text say what a revision says."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    code = str(given.get("text", ""))
    try:
        await return_revision(row, code, number_in(number), ReturnForm.parse(given, ignore_unknown=True))
    except NoSuchRevision:
        raise NotFoundException from None
    except (InvalidForm, MemorandumRule) as problem:
        return await _list(request, row, code, **refused(request, problem))
    return done(request, "desk.wording.edit", "brought_back", memorandum=row.slug, of=code)
