"""The comment matrix as a table: the columns of the page and of the files, for people in their language and for programs."""

from __future__ import annotations

import asyncio
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from msgspec import Struct

from coalition import clock, database
from coalition.amendments.comment_matrix import NO_PLACES, MatrixKind, matrix_places, matrix_rows, whole_matrix
from coalition.directions import direction
from coalition.drafting.provision_texts import TITLE
from coalition.languages import Message, language_name
from coalition.memoranda import edition_queries
from coalition.memoranda.label_queries import Labels, labels_of
from coalition.remembered import cached_by_value
from coalition.spreadsheets.csv_files import Column, csv_head, csv_rows
from coalition.spreadsheets.xlsx_files import NewSheet, spreadsheet
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Sequence
    from datetime import date

    from coalition.amendments.comment_matrix import MatrixRow
    from coalition.amendments.readers import Reader

_Label = tuple[str, str, tuple[tuple[str, str], ...]]  # the key of a provision, its label, and as texts write it otherwise, by language
_PART = 1000  # rows that are read at once: a part is in memory
_PIECES = 256, 20_000  # entries and characters of what is remembered: five matrices of 300 provisions
_SPREADSHEETS = 8, 1_000_000  # the same of whole spreadsheets
_PROVISIONS = 8  # of a piece, about
_SENT = 64 * 1024  # bytes of a spreadsheet that are sent at once
_WHOLE, _END, _GONE = Message("On the whole text"), Message("At the end of the text"), Message("A provision that is no longer there")


class MatrixFile(Struct, frozen=True):
    """What a file of the matrix is for: its reader, what provisions are called, the language of its words ("" for a program), and its round.

    Without a round (0) it has all of them.
    """

    reader: Reader
    labels: Labels
    language: str = ""
    round_number: int = 0


class MatrixPiece(Struct, frozen=True):
    """Some rows of a file, what their provisions are called, and the language of its words: all that the piece is written from.

    Rows hold whom their reader may know, as names and not as ids, so readers who may know different names never share a piece.
    """

    rows: tuple[MatrixRow, ...]
    labels: tuple[_Label, ...]
    language: str

    def __hash__(self) -> int:
        """Return a number that equal pieces share; whether two are equal, all their values say."""
        return hash((self.rows[0].key, len(self.rows), self.language))

    @property
    def length(self) -> int:
        """The number of characters of the words."""
        return sum(len(row.sealed_proposal) + len(row.sealed_reason) + len(row.disposition_reason) for row in self.rows)


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
    yield csv_head([Column(name, str) for name in _header(made.language)])
    async for pieces in _parts(made):
        yield await asyncio.to_thread(_csv, pieces)


async def xlsx_pieces(made: MatrixFile) -> AsyncIterator[bytes]:
    """Return the matrix as a spreadsheet piece by piece; it says the day on which it was made."""
    pieces = [piece async for part in _parts(made) for piece in part]
    content = await asyncio.to_thread(_spreadsheet, _Matrix(tuple(pieces), made.language, clock.today()))
    for begin in range(0, len(content), _SENT):
        yield content[begin : begin + _SENT]


def _header(language: str) -> list[str]:
    return [column.word.text(language) if language else column.name for column in COLUMNS]


async def _parts(made: MatrixFile) -> AsyncIterator[Sequence[MatrixPiece]]:
    """Return the rows part by part, each read in a snapshot of its own, so that no reader of a file holds a connection.

    The file has what the matrix had when it was begun, in that order; what was withdrawn since is left out.
    """
    async with database.reading():
        whole = await whole_matrix(made.reader, _PART, made.round_number)
        matrix = await matrix_places(made.reader, round_number=made.round_number) if whole is None else NO_PLACES
    if whole is not None:
        yield _divided(made, whole)
    for first in range(0, len(matrix.entries), _PART):
        async with database.reading():
            rows = await matrix_rows(made.reader, matrix, first, _PART)
        yield _divided(made, rows)


def _divided(made: MatrixFile, rows: Sequence[MatrixRow]) -> list[MatrixPiece]:
    """Return rows as pieces; the key of a provision says whether it begins one, so a row that comes in leaves the other pieces as they were."""
    pieces: list[list[MatrixRow]] = []
    labels: list[list[_Label]] = []
    for provision, some in groupby(rows, key=attrgetter("provision")):
        if not pieces or crc32(provision.encode()) % _PROVISIONS == 0:
            pieces.append([])
            labels.append([])
        pieces[-1] += some
        if provision in made.labels.shared:
            labels[-1].append((provision, made.labels.shared[provision], tuple(made.labels.written.get(provision, {}).items())))
    return [MatrixPiece(tuple(piece), tuple(named), made.language) for piece, named in zip(pieces, labels, strict=True)]


def _csv(pieces: Iterable[MatrixPiece]) -> bytes:
    return b"".join(map(_csv_of, pieces))


@cached_by_value(*_PIECES)
def _csv_of(piece: MatrixPiece) -> bytes:
    return csv_rows([Column(column.name, itemgetter(at)) for at, column in enumerate(COLUMNS)], _cells_of(piece))


class _Matrix(Struct, frozen=True):
    """A matrix that was read, the language of its words, and the day: all that a spreadsheet is written from."""

    pieces: tuple[MatrixPiece, ...]
    language: str
    day: date

    @property
    def length(self) -> int:
        """The number of characters of the words."""
        return sum(piece.length for piece in self.pieces)


@cached_by_value(*_SPREADSHEETS)
def _spreadsheet(matrix: _Matrix) -> bytes:
    language = matrix.language or "en"
    rows = chain.from_iterable(map(_cells_of, matrix.pieces))
    widths = [column.width for column in COLUMNS]
    name = Message("Comment matrix").text(language)
    return spreadsheet(NewSheet(name, _header(matrix.language), widths, rows, matrix.day, direction(language) == "rtl"))


@cached_by_value(*_PIECES)
def _cells_of(piece: MatrixPiece) -> tuple[tuple[str, ...], ...]:
    labels = Labels({key: label for key, label, _ in piece.labels}, {key: dict(written) for key, _, written in piece.labels})
    return tuple(tuple(_text(column, row, labels, piece.language) for column in COLUMNS) for row in piece.rows)


def _text(column: MatrixColumn, row: MatrixRow, labels: Labels, language: str) -> str:
    """Return the text of a cell: words for people, values for programs."""
    given = column.cell(row)
    if column.name == "organisation":
        return "" if row.organisation is None else row.organisation.primary.name if language else row.organisation.slug
    if column.name == "provision":
        return place_of(row, labels).text(language) if language else row.provision
    if column.name == "language" and language:
        return language_name(row.language, language)
    if isinstance(given, bool):
        return (Message("late").text(language) if language else "yes") if given else ""
    if isinstance(given, Word) and language:
        return given.word.text(language)
    return "" if given is None else str(given)
