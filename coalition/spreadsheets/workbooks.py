"""Tables from spreadsheets: CSV as text, XLSX as its first visible sheet, both as a header and rows of plain text."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from coalition.languages import Message
from coalition.spreadsheets.csv_files import LARGEST_FILE, UnreadableFile, rows_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias

    Cell: TypeAlias = float | str | bool | time | date | datetime | timedelta


_IS_ZIP = b"PK\x03\x04"
_MOST_UNPACKED = 50 * 1024 * 1024


def table_of(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Return the header and the rows of a CSV or XLSX file; its first bytes say which it is.

    Raises:
        UnreadableFile: it is neither, too large, or damaged.

    """
    return _sheet(content) if content.startswith(_IS_ZIP) else rows_of(text_of(content))


def table_text(content: bytes) -> str:
    """Return a CSV file as its text, and an XLSX file as that of the CSV file with the same cells.

    Raises:
        UnreadableFile: as `table_of`.

    """
    if not content.startswith(_IS_ZIP):
        return text_of(content)
    header, rows = _sheet(content)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([header, *rows])
    return out.getvalue()


def _sheet(content: bytes) -> tuple[list[str], list[list[str]]]:
    if len(content) > LARGEST_FILE:
        raise UnreadableFile(Message("The file is larger than 2 MiB. Split it into smaller ones."))
    try:
        _check_unpacked(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        visible = [sheet.name for sheet in workbook.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible]
        rows = workbook.get_sheet_by_name(visible[0]).to_python(skip_empty_area=False)
    except (CalamineError, zipfile.BadZipFile, LookupError, OSError, ValueError):
        raise UnreadableFile(Message("The spreadsheet cannot be read. Save it again as XLSX or as “CSV UTF-8”.")) from None
    table = [[_text(cell) for cell in row] for row in rows]
    return (table[0], table[1:]) if table else ([], [])


def _check_unpacked(content: bytes) -> None:
    """Refuse a small file that unpacks to a huge one.

    Raises:
        UnreadableFile: it does.

    """
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _MOST_UNPACKED:
            raise UnreadableFile(Message("The file is larger than 2 MiB. Split it into smaller ones."))


def _text(cell: Cell) -> str:
    """Return a cell as it would stand in a CSV file: a day as ISO, a year without a decimal point."""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def columns_of(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> list[str]:
    """Return the fields that the columns of a header mean; `mapping` gives the field of a column named otherwise."""
    return [(mapping or {}).get(name, name).strip().lower() for name in header]
