"""Word files for tests, put together from the XML of their parts."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = " ".join(
    [
        f'xmlns:w="{W}"',
        f'xmlns:r="{OFFICE}"',
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
        'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
        'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
        'xmlns:v="urn:schemas-microsoft-com:vml"',
    ]
)
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
ROOTS = {
    "styles": "styles",
    "numbering": "numbering",
    "footnotes": "footnotes",
    "endnotes": "endnotes",
    "comments": "comments",
    "settings": "settings",
    "header": "hdr",
}


def word_file(
    body: str, *, links: Mapping[str, str] | None = None, main_type: str = MAIN_TYPE, more: Mapping[str, bytes] | None = None, **parts: str
) -> bytes:
    """Pack a file: `parts` are the contents of other parts by kind, `links` addresses outside by their ids."""
    relations = [_relation(kind, f"{kind}.xml", kind) for kind in parts]
    relations += [_relation(identifier, address, "hyperlink", outside=True) for identifier, address in (links or {}).items()]
    files = {
        "[Content_Types].xml": f'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main_type}"/>'
        + "".join(
            f'<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
            for kind in parts
        )
        + "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}">{_relation("rId1", "word/document.xml", "officeDocument")}</Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}">{"".join(relations)}</Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    files |= {f"word/{kind}.xml": f"<w:{ROOTS[kind]} {NAMES}>{content}</w:{ROOTS[kind]}>" for kind, content in parts.items()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode())
        for path, content in (more or {}).items():
            archive.writestr(path, content)
    return packed.getvalue()


def _relation(identifier: str, target: str, kind: str, *, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def words(text: str, looks: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{looks}</w:rPr>" if looks else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str = "", *, style: str = "", number: str = "", looks: str = "", inside: str = "", mark: str = "") -> str:
    """A paragraph; `number` is "list/level", `looks` further properties, `inside` its runs as XML, `mark` the looks of its end."""
    parts = [f'<w:pStyle w:val="{style}"/>'] if style else []
    if number:
        identifier, _, level = number.partition("/")
        parts.append(f'<w:numPr>{f"""<w:ilvl w:val="{level}"/>""" if level else ""}<w:numId w:val="{identifier}"/></w:numPr>')
    parts.append(looks)
    parts.append(f"<w:rPr>{mark}</w:rPr>" if mark else "")
    properties = "".join(parts)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{words(text) if text else ''}{inside}</w:p>"


def level(at: int, number_format: str, text: str, *, start: int = 1, more: str = "", indent: int | None = None, suff: str = "") -> str:
    """A level of a list; `more` are elements that stand between its format and its text."""
    left = 720 * (at + 1) if indent is None else indent
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'{f"""<w:suff w:val="{suff}"/>""" if suff else ""}<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{left}" w:hanging="360"/></w:pPr></w:lvl>'
    )


def definition(identifier: int, levels: Sequence[str], *, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{identifier}"><w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}</w:abstractNum>'


def numbers(identifier: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def starts(at: int, number: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{number}"/></w:lvlOverride>'


def style(
    identifier: str, name: str, *, based_on: str = "", paragraph: str = "", looks: str = "", kind: str = "paragraph", default: bool = False
) -> str:
    first = ' w:default="1"' if default else ""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{identifier}"{first}><w:name w:val="{name}"/>{base}'
        f"{f'<w:pPr>{paragraph}</w:pPr>' if paragraph else ''}{f'<w:rPr>{looks}</w:rPr>' if looks else ''}</w:style>"
    )
