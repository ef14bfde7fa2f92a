"""The summary above a text, in each language: written at any time, shown to readers as soon as it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import both_versions, check_unchanged, with_mark
from coalition.fields import InvalidForm
from coalition.languages import is_language
from coalition.memoranda import queries
from coalition.memoranda.forms import LONGEST_SUMMARY, SummaryForm
from coalition.memoranda.summaries import save_summary
from coalition.memoranda.summary_queries import summaries_of
from coalition.memoranda.tables import Memorandum
from coalition.saved_states import SavedMeanwhile
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping


@route("desk.summary.edit")
async def edit_summary(request: AnyRequest, memorandum: FromPath[str], text: FromQuery[str] = "") -> Response[bytes]:
    """Show the form of the summary in one language."""
    row = await own_memorandum(request, memorandum)
    code = text or row.authentic_languages.split(",")[0]
    return await _page(request, row, code, _values(await summaries_of(row.id), code))


@route("desk.summary.update")
async def update_summary(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Save the summary in one language; an empty one is removed."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    code = str(given.get("text", ""))
    saved = _values(await summaries_of(row.id), code)
    try:
        form = SummaryForm.parse(given, ignore_unknown=True)
        check_unchanged(given, saved)
        await save_summary(row, code, form)
    except SavedMeanwhile:
        return await _page(request, row, code, **both_versions(request, given, saved))
    except InvalidForm as problems:
        return await _page(request, row, code, given, **refusal(request, problems))
    return done(request, "desk.summary.edit", "saved", memorandum=row.slug, text=code)


def _values(summaries: Mapping[str, str], code: str) -> dict[str, Any]:
    """Return the saved summary in a language as the form shows it, with its mark; 404 for what is no language."""
    if not is_language(code):
        raise NotFoundException
    return with_mark({"summary": summaries.get(code, "")})


async def _page(request: AnyRequest, row: Memorandum, code: str, values: Mapping[str, Any], *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        written = await summaries_of(row.id)
    codes = dict.fromkeys([*view.authentic_languages, *view.titles, *written, *SUPPORTED_LANGUAGES, code])
    shown: dict[str, Any] = {"part": "text", "code": code, "codes": list(codes), "written": set(written), "longest": LONGEST_SUMMARY}
    return workbench_page(request, view, "desk/summaries/edit.html", status=status, values=values, **shown, **context)
