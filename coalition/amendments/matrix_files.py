"""The comment matrix as a table: the columns of the page and of the files, for people in their language and for programs."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition import database
from coalition.amendments.comment_matrix import MatrixKind, matrix_places, matrix_rows
from coalition.directions import direction
from coalition.drafting.provision_texts import TITLE
from coalition.languages import Message, language_name
from coalition.memoranda import edition_queries
from coalition.memoranda.label_queries import Labels, labels_of
from coalition.spreadsheets.csv_files import Column, csv_head, csv_rows
from coalition.spreadsheets.xlsx_files import NewSheet, XlsxWriter
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from coalition.amendments.comment_matrix import MatrixRow
    from coalition.amendments.readers import Reader

_PART = 1000  # rows that are read at once: a part is in memory
_WHOLE, _END, _GONE = Message("On the whole text"), Message("At the end of the text"), Message("A provision that is no longer there")


class MatrixFile(Struct, frozen=True):
    """What a file of the matrix is for: its reader, what provisions are called, the language of its words ("" for a program), and its round.

    Without a round (0) it has all of them.
    """

    reader: Reader
    labels: Labels
    language: str = ""
    round_number: int = 0


class MatrixColumn(NamedTuple):
    """A column: its name for programs and for people, its width in characters, and its cell of a row."""

    name: str
    word: Message
    width: int
    cell: Callable[[MatrixRow], object]


COLUMNS = (
    MatrixColumn("provision", Message("Provision"), 16, lambda row: row.provision),
    MatrixColumn("kind", Message("Kind"), 12, lambda row: row.kind),
    MatrixColumn("number", Message("Number"), 9, lambda row: row.number),
    MatrixColumn("organisation", Message("Organisation"), 28, lambda row: row.organisation),
    MatrixColumn("operation", Message("What is proposed"), 20, lambda row: row.operation),
    MatrixColumn("language", Message("Language"), 12, lambda row: row.language),
    MatrixColumn("proposal", Message("Comment or proposed text"), 60, lambda row: row.proposal),
    MatrixColumn("reason", Message("Reason"), 40, lambda row: row.reason),
    MatrixColumn("disposition", Message("What became of it"), 20, lambda row: row.disposition),
    MatrixColumn("disposition_reason", Message("Why"), 40, lambda row: row.disposition_reason),
    MatrixColumn("round", Message("Round"), 8, lambda row: row.round),
    MatrixColumn("late", Message("After the deadline"), 12, lambda row: row.is_late),
)


def place_of(row: MatrixRow, labels: Labels) -> Message:
    """Return what the provision of a row is called."""
    if not row.provision:
        return _WHOLE if row.kind is MatrixKind.COMMENT else _END
    if row.provision == TITLE:
        return Message("Title")
    return labels.name(row.provision) if row.provision in labels.shared else _GONE


async def matrix_file(reader: Reader, language: str = "", round_number: int = 0) -> MatrixFile:
    """Return what a file for those who work on a memorandum is for."""
    edition = await edition_queries.edition_worked_on(reader.memorandum)
    return MatrixFile(reader, await labels_of([edition.id]), language, round_number)


async def csv_pieces(made: MatrixFile) -> AsyncIterator[bytes]:
    """Return the matrix as CSV piece by piece."""
    header = _header(made.language)
    columns: list[Column[MatrixRow]] = [Column(name, partial(_text, made, column)) for name, column in zip(header, COLUMNS, strict=True)]
    yield csv_head(columns)
    async for rows in _parts(made):
        yield await asyncio.to_thread(csv_rows, columns, rows)


async def xlsx_pieces(made: MatrixFile) -> AsyncIterator[bytes]:
    """Return the matrix as a spreadsheet piece by piece."""
    language = made.language
    name = Message("Comment matrix").text(language or "en")
    writer = XlsxWriter(NewSheet(name, _header(language), [column.width for column in COLUMNS], direction(language or "en") == "rtl"))
    cells = [partial(_text, made, column) for column in COLUMNS]
    async for rows in _parts(made):
        await asyncio.to_thread(writer.rows, [[cell(row) for cell in cells] for row in rows])
    pieces = writer.pieces()
    while piece := await asyncio.to_thread(next, pieces, b""):
        yield piece


def _header(language: str) -> list[str]:
    return [column.word.text(language) if language else column.name for column in COLUMNS]


async def _parts(made: MatrixFile) -> AsyncIterator[Sequence[MatrixRow]]:
    """Return the rows part by part, each read in a snapshot of its own, so that no reader of a file holds a connection.

    The file has what the matrix had when it was begun, in that order; what was withdrawn since is left out.
    """
    async with database.reading():
        matrix = await matrix_places(made.reader, round_number=made.round_number)
        rows = await matrix_rows(made.reader, matrix, 0, _PART)
    yield rows
    for first in range(_PART, len(matrix.entries), _PART):
        async with database.reading():
            rows = await matrix_rows(made.reader, matrix, first, _PART)
        yield rows


def _text(made: MatrixFile, column: MatrixColumn, row: MatrixRow) -> str:
    """Return the text of a cell: words for people, values for programs."""
    given, language = column.cell(row), made.language
    if column.name == "organisation":
        return "" if row.organisation is None else row.organisation.primary.name if language else row.organisation.slug
    if column.name == "provision":
        return place_of(row, made.labels).text(language) if language else row.provision
    if column.name == "language" and language:
        return language_name(row.language, language)
    if isinstance(given, bool):
        return (Message("late").text(language) if language else "yes") if given else ""
    if isinstance(given, Word) and language:
        return given.word.text(language)
    return "" if given is None else str(given)
