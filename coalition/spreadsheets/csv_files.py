"""Tables as CSV files: reading what spreadsheets save, and writing what they may safely open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from coalition.errors import CoalitionError
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


Row = TypeVar("Row")
LARGEST_FILE = 2 * 1024 * 1024
_SEPARATORS = ",;\t"
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


def rows_of(text: str) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows; the separator is whichever of comma, semicolon and tab the header uses most.

    Raises:
        UnreadableFile: a quotation mark is left open, or a cell is beyond reason.

    """
    text = text.removeprefix("\ufeff").lstrip("\r\n")
    first = text.partition("\n")[0]
    separator = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error:
        message = Message("The table breaks off near line {line}: look for a quotation mark too many or too few.", line=reader.line_num)
        raise UnreadableFile(message) from None
    return (rows[0], rows[1:]) if rows else ([], [])


class Column(NamedTuple, Generic[Row]):
    """A column of a table that is written: its name in the header, and how the cell of a row is made."""

    name: str
    cell: Callable[[Row], object]


def csv_head(columns: Sequence[Column[Row]]) -> bytes:
    """Write the beginning of a table as UTF-8: a byte order mark and the header."""
    return b"\xef\xbb\xbf" + _written([[column.name for column in columns]])


def csv_rows(columns: Sequence[Column[Row]], rows: Iterable[Row]) -> bytes:
    """Write some rows of a table; a cell that a spreadsheet would calculate begins with an apostrophe."""
    return _written([_text(column.cell(row)) for column in columns] for row in rows)


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def _text(cell: object) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text
