"""What python-calamine does not tell of a sheet of an XLSX file: number formats, hidden rows and cells that hold an error."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.spreadsheets.number_formats import BUILT_IN, parts_shown
from coalition.spreadsheets.xml_parts import DamagedPart, read_part

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Mapping

_COLUMN = re.compile("[A-Z]+")


class Looks(Struct):
    """The looks of a sheet by the positions of rows and cells, counted from 0; `formats` are codes of number formats."""

    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    parts: dict[tuple[int, int], str] = field(default_factory=dict)
    errors: set[tuple[int, int]] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)


class _Styles(Struct):
    """The number formats of a file: the code and the parts of a date of each style of cells."""

    codes: dict[str, str] = field(default_factory=dict)
    cell_formats: list[str] = field(default_factory=list)
    inside: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Read an element of the part of styles."""
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        self.inside = name == "cellXfs" or (self.inside and name not in {"cellStyles", "dxfs", "cellStyleXfs"})
        if self.inside and name == "xf":
            self.cell_formats.append(attributes.get("numFmtId", "0"))

    def look(self, style: str) -> tuple[str, str]:
        """Return the code of the number format of a style, and the parts of a date that it shows."""
        number = self.cell_formats[int(style)] if style.isdecimal() and int(style) < len(self.cell_formats) else ""
        code = self.codes.get(number, "")
        return code, parts_shown(code) if code else BUILT_IN.get(int(number), "") if number.isdecimal() else ""


class _Reader:
    """Reads the rows and cells of a sheet; a cell without an address stands after the one before."""

    def __init__(self, styles: _Styles) -> None:
        self.styles, self.looks, self.row, self.column = styles, Looks(), -1, -1

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "row":
            self.row = int(attributes["r"]) - 1 if attributes.get("r", "").isdecimal() else self.row + 1
            self.column = -1
            if attributes.get("hidden") in {"1", "true"}:
                self.looks.hidden_rows.add(self.row)
        elif name == "c":
            self._cell(attributes)

    def _cell(self, attributes: Mapping[str, str]) -> None:
        letters = _COLUMN.match(attributes.get("r", ""))
        self.column = column_number(letters[0]) if letters else self.column + 1
        at = (self.row, self.column)
        if attributes.get("t") == "e":
            self.looks.errors.add(at)
        if "s" in attributes:
            self.looks.formats[at], self.looks.parts[at] = self.styles.look(attributes["s"])


def column_number(letters: str) -> int:
    """Return the position of a column, counted from 0, by its letters: A, B … Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def looks_of(packed: zipfile.ZipFile) -> dict[str, Looks]:
    """Return the looks of each sheet of an XLSX file by its name; a sheet whose part cannot be found is left out.

    Raises:
        DamagedPart: the list of sheets, or the part of a sheet, cannot be read.

    """
    styles = _Styles()
    if "xl/styles.xml" in packed.namelist():
        read_part(packed, "xl/styles.xml", styles.start)
    looks = {}
    for name, path in _paths(packed).items():
        reader = _Reader(styles)
        read_part(packed, path, reader.start)
        looks[name] = reader.looks
    return looks


def _paths(packed: zipfile.ZipFile) -> dict[str, str]:
    """Return the path of each sheet inside the file, by its name."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(_: str, attributes: Mapping[str, str]) -> None:
        targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            sheets[attributes.get("name", "")] = attributes.get("id", "")

    try:
        read_part(packed, "xl/_rels/workbook.xml.rels", relation)
        read_part(packed, "xl/workbook.xml", sheet)
    except DamagedPart:
        return {}
    paths = {name: posixpath.normpath(posixpath.join("/xl", targets.get(relation, ""))).lstrip("/") for name, relation in sheets.items()}
    return {name: path for name, path in paths.items() if path in packed.namelist()}
