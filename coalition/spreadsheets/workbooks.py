"""Tables from files of every format (CSV, XLSX, ODS), read as a person sees them; the first bytes say which format a file has."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from coalition.languages import Message
from coalition.spreadsheets.csv_files import LARGEST_FILE, UnreadableFile, csv_grid, text_of
from coalition.spreadsheets.number_formats import leading_zeros, shown_date
from coalition.spreadsheets.ods_files import is_ods, ods_sheets
from coalition.spreadsheets.sheets import Row, Sheet, is_error
from coalition.spreadsheets.xlsx_looks import Looks, looks_of
from coalition.spreadsheets.xml_parts import DamagedPart

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    Cell: TypeAlias = float | str | bool | time | date | datetime | timedelta


_IS_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 50 * 1024 * 1024
_TOO_LARGE = Message("The file is larger than 2 MiB. Split it into smaller ones.")


def sheets_of(content: bytes) -> list[Sheet]:
    """Return the sheets of a file; empty sheets are left out.

    Raises:
        UnreadableFile: it is no such file, is too large, damaged or empty.

    """
    if not content.startswith(_IS_ZIP):
        sheets = [Sheet("", tuple(_csv_row(number, cells) for number, cells in enumerate(csv_grid(text_of(content)), start=1) if any(cells)))]
    elif len(content) > LARGEST_FILE:
        raise UnreadableFile(_TOO_LARGE)
    else:
        sheets = _packed_sheets(content)
    sheets = [sheet for sheet in sheets if sheet.rows]
    if not sheets:
        raise UnreadableFile(Message("The file is empty."))
    return sheets


def _csv_row(number: int, cells: Sequence[str]) -> Row:
    errors = tuple(at for at, cell in enumerate(cells) if is_error(cell))
    return Row(number, tuple("" if is_error(cell) else cell for cell in cells) if errors else tuple(cells), errors=errors)


def _packed_sheets(content: bytes) -> list[Sheet]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_unpacked(packed)
            return ods_sheets(packed) if is_ods(packed) else _xlsx_sheets(content, packed)
    except (CalamineError, DamagedPart, zipfile.BadZipFile, LookupError, OSError, ValueError, NotImplementedError):
        raise UnreadableFile(Message("The spreadsheet cannot be read. Save it again as XLSX or as “CSV UTF-8”.")) from None


def _check_unpacked(packed: zipfile.ZipFile) -> None:
    """Refuse a small file that unpacks to a huge one.

    Raises:
        UnreadableFile: it does.

    """
    if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
        raise UnreadableFile(_TOO_LARGE)


def _xlsx_sheets(content: bytes, packed: zipfile.ZipFile) -> list[Sheet]:
    workbook, looks = CalamineWorkbook.from_filelike(io.BytesIO(content)), looks_of(packed)
    sheets = []
    for sheet in workbook.sheets_metadata:
        grid = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
        rows = (_row(at, cells, looks.get(sheet.name) or Looks()) for at, cells in enumerate(grid))
        filled = tuple(row for row in rows if any(row.cells) or row.errors)
        sheets.append(Sheet(sheet.name, filled, sheet.visible is not SheetVisibleEnum.Visible))
    return sheets


def _row(at: int, cells: Sequence[Cell], looks: Looks) -> Row:
    texts, unclear = [], []
    for column, cell in enumerate(cells):
        text, is_clear = _shown(cell, looks.formats.get((at, column), ""), looks.parts.get((at, column), ""))
        texts.append(text)
        if not is_clear:
            unclear.append(column)
    while texts and not texts[-1]:
        texts.pop()
    errors = tuple(column for column in range(len(cells)) if (at, column) in looks.errors)
    return Row(at + 1, tuple(texts), at in looks.hidden_rows, errors, tuple(unclear))


def _shown(cell: Cell, code: str, parts: str) -> tuple[str, bool]:
    """Return a cell as it is shown, and whether the precision of a date is clear."""
    if isinstance(cell, date):  # a datetime is one too
        return shown_date(cell.isoformat()[:10], parts)
    if isinstance(cell, bool):
        return ("yes" if cell else "no"), True
    if isinstance(cell, int | float) and float(cell).is_integer():
        return leading_zeros(int(cell), code), True
    return str(cell).strip(), True
