"""Files of every format with one table, made of cells as a spreadsheet holds them: dates with a format, numbers with zeros, errors."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from xml.sax.saxutils import escape

from babel.dates import format_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
ODF = {"office": "office", "table": "table", "text": "text", "style": "style", "number": "datastyle"}
FORMATS = {"y": "yyyy", "ym": "mmmm\\ yyyy", "ymd": "dd/mm/yyyy"}
_PATTERNS = {"y": "y", "ym": "LLLL y", "ymd": "dd.MM.y"}
_STYLES = ["", *FORMATS, "zeros"]
_ODF_PARTS = {"y": "<number:year/>", "m": "<number:month/>", "d": "<number:day/>"}


class ShownDate(NamedTuple):
    """A day of which the cell shows some parts only: `y`, `ym` or `ymd`."""

    day: date
    parts: str


class Zeros(NamedTuple):
    """A number that is shown with leading zeros, always eight digits."""

    number: int


class Broken(NamedTuple):
    """A cell whose formula fails; a CSV file holds what the spreadsheet shows."""

    shown: str = "#REF!"


Cell: TypeAlias = str | ShownDate | Zeros | Broken


class Line(NamedTuple):
    """A row of a file, which may be hidden."""

    cells: Sequence[Cell]
    hidden: bool = False


def csv_file(lines: Sequence[Line], language: str = "en") -> bytes:
    """Return a file as a spreadsheet of a language saves it; rows that are hidden there are ordinary rows here."""
    out = io.StringIO(newline="")
    out.write("sep=;\r\n")
    csv.writer(out, delimiter=";").writerows([_as_text(cell, language) for cell in line.cells] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _as_text(cell: Cell, language: str) -> str:
    if isinstance(cell, ShownDate):
        return format_date(cell.day, _PATTERNS[cell.parts], locale=language)
    if isinstance(cell, Zeros):
        return f"{cell.number:08d}"
    return cell.shown if isinstance(cell, Broken) else cell


def xlsx_file(lines: Sequence[Line]) -> bytes:
    """Return a workbook with a hidden sheet and the sheet of the table."""
    formats = [*FORMATS.values(), "00000000"]
    styles = "".join(f'<numFmt numFmtId="{164 + at}" formatCode="{code}"/>' for at, code in enumerate(formats))
    cell_formats = "".join(f'<xf numFmtId="{number}"/>' for number in (0, *range(164, 164 + len(formats))))
    rows = "".join(
        f'<row r="{number}" hidden="{line.hidden:d}">{"".join(map(_xlsx_cell, line.cells))}</row>'
        for number, line in enumerate(lines, start=1)
        if line.cells
    )
    return workbook(rows, f'<numFmts count="{len(formats)}">{styles}</numFmts><cellXfs count="{len(formats) + 1}">{cell_formats}</cellXfs>')


def _xlsx_cell(cell: Cell) -> str:
    if isinstance(cell, ShownDate):
        return f'<c s="{_STYLES.index(cell.parts)}"><v>{(cell.day - date(1899, 12, 30)).days}</v></c>'
    if isinstance(cell, Zeros):
        return f'<c s="{_STYLES.index("zeros")}"><v>{cell.number}</v></c>'
    return f'<c t="e"><v>{cell.shown}</v></c>' if isinstance(cell, Broken) else f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'


def workbook(rows: str, styles: str) -> bytes:
    """Return a workbook of a hidden sheet "Old" and a sheet "New" of some rows."""
    parts = (
        ("/xl/workbook.xml", "sheet.main"),
        ("/xl/worksheets/sheet1.xml", "worksheet"),
        ("/xl/worksheets/sheet2.xml", "worksheet"),
        ("/xl/styles.xml", "styles"),
    )
    types = "".join(f'<Override PartName="{name}" ContentType="{KIND}.{part}+xml"/>' for name, part in parts)
    targets = (("worksheet", "worksheets/sheet1.xml"), ("worksheet", "/xl/worksheets/sheet2.xml"), ("styles", "styles.xml"))
    relations = "".join(f'<Relationship Id="r{at}" Type="{OFFICE}/{part}" Target="{target}"/>' for at, (part, target) in enumerate(targets))
    sheets = '<sheets><sheet name="Old" sheetId="1" state="hidden" r:id="r0"/><sheet name="New" sheetId="2" r:id="r1"/></sheets>'
    hidden = '<row r="1"><c r="A1" t="inlineStr"><is><t>secret</t></is></c></row>'
    start = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    files = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{start}</Relationships>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{sheets}</workbook>',
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
    }
    files |= {
        f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'
        for at, data in enumerate((hidden, rows), start=1)
    }
    return _packed(files)


def ods_file(lines: Sequence[Line]) -> bytes:
    """Return an open document with the sheet of the table."""
    dates = "".join(
        f'<number:date-style style:name="N{parts}">{"".join(_ODF_PARTS[part] for part in parts)}</number:date-style>'
        f'<style:style style:name="{parts}" style:data-style-name="N{parts}"/>'
        for parts in FORMATS
    )
    rows = "".join(
        f'<table:table-row table:visibility="{"collapse" if line.hidden else "visible"}">{"".join(map(_ods_cell, line.cells))}</table:table-row>'
        for line in lines
    )
    return open_document(f'<table:table table:name="New">{rows}</table:table>', dates)


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, ShownDate):
        attributes = f'table:style-name="{cell.parts}" office:value-type="date" office:date-value="{cell.day}"'
        return f"<table:table-cell {attributes}><text:p>…</text:p></table:table-cell>"
    if isinstance(cell, Zeros):
        return f'<table:table-cell office:value-type="float" office:value="{cell.number}"><text:p>{cell.number:08d}</text:p></table:table-cell>'
    if isinstance(cell, Broken):
        return f'<table:table-cell table:formula="of:=1/0"><text:p>{cell.shown}</text:p></table:table-cell>'
    paragraphs = "".join(f"<text:p>{escape(part)}</text:p>" for part in cell.split("\n") if part)
    return f"<table:table-cell>{paragraphs}</table:table-cell>"


def open_document(body: str, styles: str = "") -> bytes:
    """Return an open document of some sheets."""
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"' for name, uri in ODF.items())
    automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    content = f"<office:document-content{names}>{automatic}<office:body>{body}</office:body></office:document-content>"
    return _packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def _packed(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            packed.writestr(name, text)
    return out.getvalue()


WRITERS: dict[str, Callable[[Sequence[Line], str], bytes]] = {
    "csv": csv_file,
    "xlsx": lambda lines, _: xlsx_file(lines),
    "ods": lambda lines, _: ods_file(lines),
}
