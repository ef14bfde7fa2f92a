"""The comment matrix as a file, for the members of a memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.params import FromPath
from litestar.response import Stream

from coalition import database, trail
from coalition.amendments.matrix_files import MatrixFile, csv_pieces, matrix_file, xlsx_pieces
from coalition.amendments.readers import coordinators_of
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import queried
from coalition.api.forms import OfRound
from coalition.spreadsheets.csv_files import MEDIA_TYPE as CSV_FILE
from coalition.spreadsheets.xlsx_files import MEDIA_TYPE as XLSX_FILE
from coalition.trail import TrailAct
from coalition.web.pages import PRIVATE, stream
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable


@route("api.matrix_csv.show")
async def show_matrix_csv(request: AnyRequest, slug: FromPath[str]) -> Stream:
    """Send the comment matrix as CSV."""
    return await _file(request, slug, csv_pieces, CSV_FILE, "csv")


@route("api.matrix_xlsx.show")
async def show_matrix_xlsx(request: AnyRequest, slug: FromPath[str]) -> Stream:
    """Send the comment matrix as a spreadsheet."""
    return await _file(request, slug, xlsx_pieces, XLSX_FILE, "xlsx")


async def _file(request: AnyRequest, slug: str, pieces: Callable[[MatrixFile], AsyncIterator[bytes]], media_type: str, ending: str) -> Stream:
    """Send the matrix in one format; that names were read is recorded."""
    asked = queried(request, OfRound)
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        made = await matrix_file(coordinators_of(memorandum.id), round_number=asked.round or 0)
    await trail.record_reading(TrailAct.NAMES_READ, "page:matrix", memorandum.id)
    return stream(pieces(made), media_type, cache=PRIVATE, name=f"{slug}-matrix.{ending}")
