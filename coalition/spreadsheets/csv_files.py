"""Tables as CSV files: reading what spreadsheets save, and writing what they may safely open."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from coalition.errors import CoalitionError
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Row = TypeVar("Row")
MEDIA_TYPE = "text/csv"  # Litestar adds the charset to every text/… type
LARGEST_FILE = 2 * 1024 * 1024
_SEPARATORS = ",;\t"
_NAMED_SEPARATOR = re.compile(r"sep=(\\t|[^\r\n])\r?\n", re.IGNORECASE)
_ROWS_TO_COMPARE = 200
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class UnreadableFile(CoalitionError):
    """The file cannot be read as a table; `message` says why."""

    def __init__(self, message: Message) -> None:
        """Hold the message."""
        super().__init__(str(message))
        self.message = message


def text_of(content: bytes) -> str:
    """Return the text of an uploaded file (UTF-8, with or without a byte order mark).

    Raises:
        UnreadableFile: it is empty, larger than 2 MiB, or in another encoding.

    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(Message("The file is larger than 2 MiB. Split it into smaller ones."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise UnreadableFile(Message("The file is not in UTF-8. Save it again as “CSV UTF-8” and choose it once more."))
    if not text.strip():
        raise UnreadableFile(Message("The file is empty."))
    return text


def csv_grid(text: str) -> list[list[str]]:
    """Return every row of a CSV file, empty ones too; a first line `sep=;` names the separator, else the one that fits most rows is taken.

    Raises:
        UnreadableFile: a quotation mark is left open, or a cell is beyond reason.

    """
    table = text.removeprefix("\ufeff")
    named = _NAMED_SEPARATOR.match(table)
    if named:
        table = table[named.end() :]
    separator = (named[1].replace("\\t", "\t") or ",") if named else max(_SEPARATORS, key=partial(_fits, table))
    reader = csv.reader(io.StringIO(table, newline=""), delimiter=separator, strict=True)
    try:
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error:
        message = Message("The table breaks off near line {line}: look for a quotation mark too many or too few.", line=reader.line_num + bool(named))
        raise UnreadableFile(message) from None


def _fits(text: str, separator: str) -> tuple[int, int]:
    """Return how many rows have the usual number of cells with a separator, and that number; nothing if the usual row has one cell."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        widths = Counter(len(row) for row in islice(reader, _ROWS_TO_COMPARE) if any(row))
    except csv.Error:
        widths = Counter()
    usual = max((width for width in widths if width > 1), key=lambda width: (widths[width], width), default=0)
    return widths[usual], usual


class Column(NamedTuple, Generic[Row]):
    """A column of a table that is written: its name in the header, and how the cell of a row is made."""

    name: str
    cell: Callable[[Row], object]


def csv_head(columns: Sequence[Column[Row]]) -> bytes:
    """Write the beginning of a table as UTF-8: a byte order mark and the header."""
    return b"\xef\xbb\xbf" + _written([[column.name for column in columns]])


def csv_rows(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> bytes:
    """Write some rows of a table; a cell that a spreadsheet would calculate begins with an apostrophe."""
    return _written([safe_text(column.cell(row)) for column in columns] for row in rows)


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def safe_text(cell: object) -> str:
    """Return the text of a cell that no spreadsheet calculates."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
