"""Tables from ODS files, read as they are shown: the precision of dates, leading zeros, line breaks, hidden rows and sheets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.spreadsheets.number_formats import shown_date
from coalition.spreadsheets.sheets import Row, Sheet, is_error
from coalition.spreadsheets.xml_parts import read_part

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

_PARTS = {"year": "y", "month": "m", "day": "d"}
_HIDDEN = {"collapse", "filter"}
_MOST_REPEATED = 1000  # empty cells and rows up to the edge of a sheet are repeated more often


class _Styles(Struct):
    """The date formats of a file, the format of each style of cells, and the styles of hidden sheets."""

    dates: dict[str, set[str]] = field(default_factory=dict)
    of_cells: dict[str, str] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    at: str = ""
    style: str = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Read an element of the styles."""
        if name == "date-style":
            self.at = attributes.get("name", "")
            self.dates[self.at] = set()
        elif name in _PARTS and self.at:
            self.dates[self.at].add(_PARTS[name])
        elif name == "style":
            self.at, self.style = "", attributes.get("name", "")
            self.of_cells[self.style] = attributes.get("data-style-name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self.hidden.add(self.style)

    def parts(self, style: str) -> str:
        """Return the parts of a date that a style of cells shows."""
        shown = self.dates.get(self.of_cells.get(style, ""), set())
        return "".join(part for part in "ymd" if part in shown)


class _Cell(Struct):
    """A cell while it is read."""

    attributes: Mapping[str, str]
    repeated: int
    paragraphs: list[str] = field(default_factory=list)


class _Reader:
    """Reads the sheets of the part of contents."""

    def __init__(self) -> None:
        self.styles, self.sheets = _Styles(), list[Sheet]()
        self.rows, self.cells, self.errors, self.unclear = list[Row](), list[str](), list[int](), list[int]()
        self.name, self.hidden_sheet, self.number, self.times = "", False, 0, 1
        self.hidden_row, self.row_style, self.in_note = False, "", 0
        self.column_styles = list[str]()
        self.cell: _Cell | None = None

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Begin an element."""
        if name == "table":
            self.name, self.hidden_sheet = attributes.get("name", ""), attributes.get("style-name", "") in self.styles.hidden
            self.rows, self.number, self.column_styles = [], 0, []
        elif name == "table-column":
            times = min(int(attributes.get("number-columns-repeated", "1")), _MOST_REPEATED)
            self.column_styles += [attributes.get("default-cell-style-name", "")] * times
        elif name == "table-row":
            self.times, self.row_style = int(attributes.get("number-rows-repeated", "1")), attributes.get("default-cell-style-name", "")
            self.hidden_row = attributes.get("visibility", "") in _HIDDEN
            self.cells, self.errors, self.unclear = [], [], []
        elif name in {"table-cell", "covered-table-cell"}:
            self.cell = _Cell(attributes, int(attributes.get("number-columns-repeated", "1")))
        elif name == "annotation":
            self.in_note += 1
        elif self.cell is not None:
            self._inside(name, attributes)
        else:
            self.styles.start(name, attributes)

    def _inside(self, name: str, attributes: Mapping[str, str]) -> None:
        if self.cell is None or self.in_note:
            return
        if name == "p":
            self.cell.paragraphs.append("")
        elif name == "line-break":
            self.text("\n")
        elif name in {"s", "tab"}:
            self.text(" " * min(int(attributes.get("c", "1")), _MOST_REPEATED))

    def text(self, text: str) -> None:
        """Add text to the paragraph of a cell; notes beside cells are no text of theirs."""
        if self.cell is not None and self.cell.paragraphs and not self.in_note:
            self.cell.paragraphs[-1] += text

    def end(self, name: str) -> None:
        """End an element."""
        if name == "annotation":
            self.in_note -= 1
        elif name in {"table-cell", "covered-table-cell"} and self.cell is not None:
            self._end_cell(self.cell)
            self.cell = None
        elif name == "table-row":
            self._end_row()
        elif name == "table":
            self.sheets.append(Sheet(self.name, tuple(self.rows), self.hidden_sheet))

    def _end_cell(self, cell: _Cell) -> None:
        shown = "\n".join(cell.paragraphs).strip()
        at = len(self.cells)
        text = shown
        if cell.attributes.get("value-type") == "date":
            text, is_clear = shown_date(cell.attributes.get("date-value", "")[:10], self.styles.parts(self._style(cell, at)))
            if not is_clear:
                self.unclear.append(at)
        elif is_error(shown):
            text = ""
            self.errors.append(at)
        times = min(cell.repeated, _MOST_REPEATED) if text else cell.repeated if cell.repeated <= _MOST_REPEATED else 0
        self.cells += [text] * times

    def _style(self, cell: _Cell, at: int) -> str:
        column = self.column_styles[at] if at < len(self.column_styles) else ""
        return cell.attributes.get("style-name") or self.row_style or column

    def _end_row(self) -> None:
        while self.cells and not self.cells[-1] and len(self.cells) - 1 not in self.errors:
            self.cells.pop()
        if any(self.cells) or self.errors:
            for number in range(self.number + 1, self.number + min(self.times, _MOST_REPEATED) + 1):
                self.rows.append(Row(number, tuple(self.cells), self.hidden_row, tuple(self.errors), tuple(self.unclear)))
        self.number += self.times


def is_ods(packed: zipfile.ZipFile) -> bool:
    """Whether a packed file is an ODS file."""
    return "content.xml" in packed.namelist() and "xl/workbook.xml" not in packed.namelist()


def ods_sheets(packed: zipfile.ZipFile) -> list[Sheet]:
    """Return the sheets of an ODS file.

    Raises:
        DamagedPart: its contents cannot be read.

    """
    reader = _Reader()
    if "styles.xml" in packed.namelist():
        read_part(packed, "styles.xml", reader.styles.start)
    read_part(packed, "content.xml", reader.start, reader.end, reader.text)
    return reader.sheets
