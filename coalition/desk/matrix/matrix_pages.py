"""The comment matrix: every comment and amendment by provision, with what became of it; as a page, as CSV and as a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath
from litestar.response import Stream

from coalition import database, trail
from coalition.amendments.comment_matrix import MatrixKind, matrix_page
from coalition.amendments.matrix_files import MatrixFile, csv_pieces, matrix_file, place_of, xlsx_pieces
from coalition.amendments.readers import coordinators_of
from coalition.desk.desk_pages import own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import PAGE, asked_in
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.label_queries import labels_of
from coalition.rounds.queries import last_number
from coalition.spreadsheets.csv_files import MEDIA_TYPE as CSV_FILE
from coalition.spreadsheets.xlsx_files import MEDIA_TYPE as XLSX_FILE
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import PRIVATE, language_of
from coalition.web.routing import AnyRequest, route
from coalition.web.streamed_files import streamed_file

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@route("desk.matrix.show")
async def show_matrix(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show a page of the matrix, of all rounds or of one; that names were read is recorded."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "round")
    chosen = number_or_zero(asked.chosen("round"))
    async with database.reading():
        view = await queries.view(row)
        page = await matrix_page(coordinators_of(row.id), after=asked.after, limit=PAGE, round_number=chosen)
        labels = await labels_of([(await edition_queries.edition_worked_on(row.id)).id])
        last = await last_number(row.id)
    await trail.record_reading(TrailAct.NAMES_READ, "page:matrix", row.id)
    shown: dict[str, Any] = {"part": "text", "asked": asked, "page": page, "rounds": range(1, last + 1), "kinds": MatrixKind}
    shown["places"] = [place_of(each, labels) for each in page.rows]
    return workbench_page(request, view, "desk/matrix/show.html", **shown)


@route("desk.matrix_csv.show")
async def show_matrix_csv(request: AnyRequest, memorandum: FromPath[str]) -> Stream:
    """Send the matrix as CSV."""
    return await _file(request, memorandum, csv_pieces, CSV_FILE, "csv")


@route("desk.matrix_xlsx.show")
async def show_matrix_xlsx(request: AnyRequest, memorandum: FromPath[str]) -> Stream:
    """Send the matrix as a spreadsheet."""
    return await _file(request, memorandum, xlsx_pieces, XLSX_FILE, "xlsx")


async def _file(request: AnyRequest, slug: str, pieces: Callable[[MatrixFile], AsyncIterator[bytes]], media_type: str, ending: str) -> Stream:
    """Send the matrix in one format, in the language of the page; that names were read is recorded."""
    row, chosen = await own_memorandum(request, slug), number_or_zero(asked_in(request, "round").chosen("round"))
    async with database.reading():
        made = await matrix_file(coordinators_of(row.id), language_of(request), chosen)
    await trail.record_reading(TrailAct.NAMES_READ, "page:matrix", row.id)
    return streamed_file(pieces(made), media_type, cache=PRIVATE, name=f"{row.slug}-matrix.{ending}")
