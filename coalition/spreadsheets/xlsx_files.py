"""A table as a spreadsheet (XLSX), written part by part: one sheet of texts, none of which a spreadsheet calculates."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from _typeshed import ReadableBuffer

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # characters, as spreadsheets have it
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that a ZIP file can name
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ROWS = b"<sheetData />"
_HEADER, _TEXT = "1", "2"  # formats in styles.xml
_SHEET = "xl/worksheets/sheet1.xml"


class NewSheet(Struct, frozen=True):
    """A sheet that is written: its name, its header, how wide each column is (in characters), and its direction."""

    name: str
    header: Sequence[str]
    widths: Sequence[int]
    is_right_to_left: bool = False


class _Finished(io.RawIOBase):
    """A file that is written from its beginning to its end; what is finished is taken away."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, piece: ReadableBuffer) -> int:
        self._pieces.append(bytes(piece))
        return len(self._pieces[-1])

    def take(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


class XlsxWriter:
    """Writes one sheet: `head`, then `rows` as often as there are some, then `end`; each returns the bytes that are finished."""

    def __init__(self, sheet: NewSheet) -> None:
        """Begin a file."""
        self._out = _Finished()
        self._archive = zipfile.ZipFile(self._out, "w", zipfile.ZIP_DEFLATED)
        self._sheet = sheet
        self._begin, _, self._rest = _part(_worksheet(sheet)).partition(_ROWS)

    def head(self) -> bytes:
        """Write what stands before the rows, and the header."""
        for name, root in _other_parts(self._sheet).items():
            self._archive.writestr(_entry(name), _part(root))
        self._rows = self._archive.open(_entry(_SHEET), "w")
        self._rows.write(self._begin + b"<sheetData>" + _row(self._sheet.header, _HEADER))
        return self._out.take()

    def rows(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Write some rows; a text that is too long for a cell is cut."""
        self._rows.write(b"".join(_row(row, _TEXT) for row in rows))
        return self._out.take()

    def end(self) -> bytes:
        """Write what stands after the rows."""
        self._rows.write(b"</sheetData>" + self._rest)
        self._rows.close()
        self._archive.close()
        return self._out.take()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _element(name: str, /, *children: ET.Element, **attributes: str) -> ET.Element:
    made = ET.Element(name, {key.replace("__", ":"): value for key, value in attributes.items()})
    made.extend(children)
    return made


def _part(root: ET.Element) -> bytes:
    return bytes(ET.tostring(root, encoding="UTF-8", xml_declaration=True))


def _row(cells: Sequence[str], style: str) -> bytes:
    return bytes(ET.tostring(_element("row", *(_cell(text, style) for text in cells)), encoding="UTF-8", xml_declaration=False))


def _cell(text: str, style: str) -> ET.Element:
    words = _element("t", xml__space="preserve")
    words.text = _fitting(_LOOKS_ESCAPED.sub("_x005F_", _UNWRITABLE.sub("\ufffd", text)))
    return _element("c", _element("is", words), t="inlineStr", s=style)


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


def _worksheet(sheet: NewSheet) -> ET.Element:
    """Return the sheet without rows: the header stays in sight, and a printed page is as wide as the table."""
    view = _element("sheetView", _element("pane", ySplit="1", topLeftCell="A2", activePane="bottomLeft", state="frozen"), workbookViewId="0")
    if sheet.is_right_to_left:
        view.set("rightToLeft", "1")
    columns = [_element("col", min=str(at), max=str(at), width=str(width), customWidth="1") for at, width in enumerate(sheet.widths, start=1)]
    return _element(
        "worksheet",
        _element("sheetPr", _element("pageSetUpPr", fitToPage="1")),
        _element("sheetViews", view),
        _element("cols", *columns),
        _element("sheetData"),
        _element("pageSetup", paperSize="9", orientation="landscape", fitToWidth="1", fitToHeight="0"),
        xmlns=_MAIN,
    )


def _other_parts(sheet: NewSheet) -> dict[str, ET.Element]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("rId1", "officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": _element(
            "workbook",
            _element("sheets", _element("sheet", name=sheet.name, sheetId="1", r__id="rId1")),
            xmlns=_MAIN,
            xmlns__r=_OFFICE,
        ),
        "xl/_rels/workbook.xml.rels": _relations(("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "styles", "styles.xml")),
        "xl/styles.xml": _styles(),
    }


def _content_types() -> ET.Element:
    kinds = {"/xl/workbook.xml": "sheet.main", f"/{_SHEET}": "worksheet", "/xl/styles.xml": "styles"}
    return _element(
        "Types",
        _element("Default", Extension="rels", ContentType="application/vnd.openxmlformats-package.relationships+xml"),
        _element("Default", Extension="xml", ContentType="application/xml"),
        *(_element("Override", PartName=name, ContentType=f"{_KINDS}.{kind}+xml") for name, kind in kinds.items()),
        xmlns=f"{_PACKAGE}/content-types",
    )


def _relations(*relations: tuple[str, str, str]) -> ET.Element:
    children = [_element("Relationship", Id=name, Type=f"{_OFFICE}/{kind}", Target=target) for name, kind, target in relations]
    return _element("Relationships", *children, xmlns=f"{_PACKAGE}/relationships")


def _styles() -> ET.Element:
    """Return the formats: of a header, and of a text that stays one when somebody edits it (`quotePrefix`)."""
    usual = {"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}
    plain = _element("xf", **usual)
    alignment = {"vertical": "top", "wrapText": "1"}
    header = _element("xf", _element("alignment", **alignment), **usual | {"fontId": "1", "applyFont": "1", "applyAlignment": "1", "xfId": "0"})
    text = _element("xf", _element("alignment", **alignment), **usual | {"quotePrefix": "1", "applyAlignment": "1", "xfId": "0"})
    fonts = [_element("font", *bold, _element("sz", val="11"), _element("name", val="Calibri")) for bold in ((), (_element("b"),))]
    fills = [_element("fill", _element("patternFill", patternType=kind)) for kind in ("none", "gray125")]
    return _element(
        "styleSheet",
        _element("fonts", *fonts, count="2"),
        _element("fills", *fills, count="2"),
        _element("borders", _element("border"), count="1"),
        _element("cellStyleXfs", plain, count="1"),
        _element("cellXfs", _element("xf", **usual | {"xfId": "0"}), header, text, count="3"),
        xmlns=_MAIN,
    )
