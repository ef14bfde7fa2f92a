"""What a file with a table holds, whatever its format: sheets of rows as a person sees them, and where the table begins in a sheet."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct

# What spreadsheets in the languages of the interface show where a formula fails.
_ERRORS = re.compile(
    r"#(?:REF!|N/A|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|SPILL!|CALC!|I/T|VERDI!|NAVN\?|ССЫЛКА!|Н/Д|ЗНАЧ!|ДЕЛ/0!|ИМЯ\?|ПУСТО!|ЧИСЛО!)|(?:Err|Ошибка|Feil):\d{3}"
)
_MOST_LINES_ABOVE = 20  # titles, dates and empty lines above a header
_MOSTLY = 0.6  # of the columns, which a header names at least


class Row(Struct, frozen=True, array_like=True):
    """A row of a sheet: its number there, its cells as they are shown, and whether it is hidden.

    `errors` are the positions of cells that hold an error; `unclear` those of dates whose shown precision the file does not tell.
    """

    number: int
    cells: tuple[str, ...]
    hidden: bool = False
    errors: tuple[int, ...] = ()
    unclear: tuple[int, ...] = ()

    def cell(self, position: int) -> str:
        """Return the text of a cell; an empty text where the row is shorter."""
        return self.cells[position] if position < len(self.cells) else ""


class Sheet(Struct, frozen=True, array_like=True):
    """A sheet: its name, its rows that hold anything, and whether it is hidden. The sheet of a CSV file has no name."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False


class TableInSheet(NamedTuple):
    """The table of a sheet: the number of the row of its header, the names of its columns, and the rows below the header."""

    header_row: int
    header: tuple[str, ...]
    rows: Sequence[Row]


def is_error(text: str) -> bool:
    """Whether a cell shows that its formula fails."""
    return bool(_ERRORS.fullmatch(text))


def first_sheet(sheets: Sequence[Sheet]) -> int:
    """Return the position of the sheet that is read if nobody chooses another: the first visible sheet that has rows."""
    return next((at for at, sheet in enumerate(sheets) if sheet.rows and not sheet.hidden), 0)


def table_in(sheet: Sheet, is_known: Callable[[str], bool]) -> TableInSheet:
    """Find the header below titles and dates; `is_known` says whether a text names a column. A header of two rows becomes one."""
    if not sheet.rows:
        return TableInSheet(1, (), ())
    at = _header_at(sheet.rows, is_known)
    header, rows = sheet.rows[at].cells, sheet.rows[at + 1 :]
    if rows and _goes_on(header, rows[0].cells, is_known):
        header, rows = _joined(header, rows[0].cells), rows[1:]
    width = max(len(header), max((len(row.cells) for row in rows), default=0)) if _has_gaps(header) else len(header)
    return TableInSheet(sheet.rows[at].number, tuple(header) + ("",) * (width - len(header)), rows)


def _has_gaps(header: Sequence[str]) -> bool:
    return "" in header


def _header_at(rows: Sequence[Row], is_known: Callable[[str], bool]) -> int:
    some = rows[:_MOST_LINES_ABOVE]
    known = [sum(map(is_known, row.cells)) for row in some]
    if max(known) > 1 or known[0] or (max(known) and len(_filled(some[known.index(max(known))])) > 1):
        return known.index(max(known))
    widest = max(len(_filled(row)) for row in some)
    return next(at for at, row in enumerate(some) if len(_filled(row)) >= max(1, widest * _MOSTLY))


def _filled(row: Row) -> list[str]:
    return [cell for cell in row.cells if cell]


_VALUE = re.compile(r"[@\d]|://")  # what no header holds


def _goes_on(header: Sequence[str], below: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Whether a row below a header names the columns that merged cells of the header span."""
    under_gaps = [cell for at, cell in enumerate(below) if cell and not (at < len(header) and header[at])]
    words = [cell for cell in below if cell]
    return bool(under_gaps) and sum(map(is_known, words)) * 2 >= len(words) and not any(map(_VALUE.search, words))


def _joined(above: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    names, spanning = [], ""
    for at in range(max(len(above), len(below))):
        upper, lower = (above[at] if at < len(above) else ""), (below[at] if at < len(below) else "")
        spanning = upper or (spanning if lower else "")
        names.append(f"{spanning} {lower}".strip())
    return tuple(names)
