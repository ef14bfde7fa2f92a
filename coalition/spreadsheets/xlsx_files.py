"""A table as a spreadsheet (XLSX): one sheet of texts, none of which a spreadsheet calculates."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the same

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters, as spreadsheets have it
_A4 = 9
# What is written is private: it is never in a file on a disk. No text becomes a formula, an address or a number.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CELL = {"text_wrap": True, "valign": "top"}


class NewSheet(Struct, frozen=True):
    """A file with one sheet: its name, its header, how wide each column is (in characters), its rows, on which day it is made, and its direction."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    rows: Iterable[Sequence[str]]
    day: date
    is_right_to_left: bool = False


def spreadsheet(sheet: NewSheet) -> bytes:
    """Return a file with one sheet, of equal bytes for equal sheets.

    The header stays in sight, a printed page is as wide as the table, and a text that is too long for a cell is cut.
    """
    import xlsxwriter  # type: ignore[import-untyped]  # it carries no type marker; a process that writes no sheet does without its memory

    file = BytesIO()
    workbook = xlsxwriter.Workbook(file, _OPTIONS)
    workbook.set_properties({"created": datetime.combine(sheet.day, time())})
    table = workbook.add_worksheet(sheet.name)
    _lay_out(table, sheet)
    head, text = (workbook.add_format(_CELL | more) for more in ({"bold": True}, {"quote_prefix": True}))  # stays a text when somebody edits it
    for number, (row, form) in enumerate([(sheet.header, head), *((row, text) for row in sheet.rows)]):
        for at, cell in enumerate(row):
            if cell:
                table.write_string(number, at, _fitting(cell), form)
    workbook.close()
    return file.getvalue()


def _lay_out(table: Worksheet, sheet: NewSheet) -> None:
    for at, width in enumerate(sheet.widths):
        table.set_column(at, at, width)
    if sheet.is_right_to_left:
        table.right_to_left()
    table.freeze_panes(1, 0)
    table.set_landscape()
    table.set_paper(_A4)
    table.fit_to_pages(1, 0)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
