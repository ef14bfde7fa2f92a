"""A table as a spreadsheet (XLSX): one sheet of texts, none of which a spreadsheet calculates."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter  # type: ignore[import-untyped] # it carries no type marker
from msgspec import Struct

from coalition import clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters, as spreadsheets have it
_PIECE = 64 * 1024  # bytes
_A4 = 9
# What is written is private: it is never in a file on a disk. No text becomes a formula, an address or a number.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CELL = {"text_wrap": True, "valign": "top"}


class NewSheet(Struct, frozen=True):
    """A sheet that is written: its name, its header, how wide each column is (in characters), and its direction."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    is_right_to_left: bool = False


class XlsxWriter:
    """Writes one sheet: `rows` as often as there are some, then `pieces` once; the header stays in sight."""

    def __init__(self, sheet: NewSheet) -> None:
        """Begin a file with its header; a printed page is as wide as the table."""
        self._file = BytesIO()
        self._workbook = xlsxwriter.Workbook(self._file, _OPTIONS)
        self._workbook.set_properties({"created": clock.now().replace(tzinfo=None)})
        self._sheet = self._workbook.add_worksheet(sheet.name)
        self._text = self._workbook.add_format(_CELL | {"quote_prefix": True})  # stays a text when somebody edits it
        for at, width in enumerate(sheet.widths):
            self._sheet.set_column(at, at, width)
        if sheet.is_right_to_left:
            self._sheet.right_to_left()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_landscape()
        self._sheet.set_paper(_A4)
        self._sheet.fit_to_pages(1, 0)
        self._next = 0
        self._write(sheet.header, self._workbook.add_format(_CELL | {"bold": True}))

    def rows(self, rows: Iterable[Sequence[str]]) -> None:
        """Write some rows; a text that is too long for a cell is cut."""
        for row in rows:
            self._write(row, self._text)

    def _write(self, cells: Sequence[str], form: object) -> None:
        for at, text in enumerate(cells):
            if text:
                self._sheet.write_string(self._next, at, _fitting(text), form)
        self._next += 1

    def pieces(self) -> Iterator[bytes]:
        """Finish the file, and return it piece by piece."""
        self._workbook.close()
        self._file.seek(0)
        while piece := self._file.read(_PIECE):
            yield piece


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
