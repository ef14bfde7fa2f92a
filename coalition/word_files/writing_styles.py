"""The styles of a Word file. They have the names of Word's own, so that Word shows them in the language of its user."""

from __future__ import annotations

from msgspec import Struct

from coalition.word_files.writing_contents import (
    BULLET,
    CELL,
    CONTINUED,
    HEADING,
    IN_LIST,
    NOTE,
    PROVISION,
    QUOTE,
    QUOTED_IN_LIST,
    TEXT,
    TITLE,
    UNNUMBERED,
)
from coalition.word_files.writing_languages import spoken
from coalition.word_files.writing_xml import Element, element, flag, value

_FONT = "Times New Roman"
_HEADING_SIZES = (28, 26, 24, 24, 24, 24)
_BODY, _SMALL = 24, 20  # in halves of a point
_SPACE = 120


def styles_part(language: str) -> Element:
    """The part with all styles, for a text in a language."""
    fonts = element("rFonts", ascii=_FONT, hAnsi=_FONT, eastAsia=_FONT, cs=_FONT)
    defaults = element("docDefaults", element("rPrDefault", element("rPr", fonts, *_sizes(_BODY), spoken(language))), element("pPrDefault"))
    return element(
        "styles",
        defaults,
        element("style", value("name", "Normal"), flag("qFormat"), type="paragraph", default=1, styleId="Normal"),
        _paragraph(TITLE, "Title", _Shape(size=32, spacing=360, bold=True, side="center")),
        *(_heading(level) for level in range(1, 7)),
        _paragraph(TEXT, "Body Text"),
        _paragraph(PROVISION, "Provision", is_own=True),
        _paragraph(CONTINUED, "Provision Text", is_own=True),
        _paragraph(UNNUMBERED, "Unnumbered Text", _Shape(based_on=TEXT), is_own=True),
        _paragraph(QUOTE, "Quote"),
        _paragraph(BULLET, "List Bullet", _Shape(spacing=60)),
        _paragraph(IN_LIST, "List Continue", _Shape(spacing=60)),
        _paragraph(QUOTED_IN_LIST, "Quote List Continue", _Shape(spacing=60, based_on=QUOTE), is_own=True),
        _paragraph(CELL, "Table Text", _Shape(size=_SMALL, spacing=0), is_own=True),
        _paragraph(NOTE, "footnote text", _Shape(size=_SMALL, spacing=0)),
        *(_paragraph(name, name.lower(), _Shape(size=_SMALL, spacing=0, side="center")) for name in ("Header", "Footer")),
        _character("FootnoteReference", "footnote reference", value("vertAlign", "superscript")),
        _character("Hyperlink", "Hyperlink", value("color", "0563C1"), value("u", "single")),
        _character("LineNumber", "line number"),
        _table_grid(),
    )


def _sizes(size: int) -> tuple[Element, Element]:
    return value("sz", size), value("szCs", size)


class _Shape(Struct, frozen=True):
    """How the paragraphs of a style look, other than those that all are based on."""

    size: int = 0
    spacing: int = _SPACE
    bold: bool = False
    side: str = ""
    based_on: str = "Normal"


_PLAIN = _Shape()


def _paragraph(style: str, name: str, shape: _Shape = _PLAIN, *, is_own: bool = False) -> Element:
    """A style of paragraphs; `is_own` says that Word has none of this name."""
    return element(
        "style",
        value("name", name),
        value("basedOn", shape.based_on),
        flag("qFormat"),
        element("pPr", element("spacing", before=0, after=shape.spacing), value("jc", shape.side) if shape.side else None),
        element("rPr", *(flag(each, when=shape.bold) for each in ("b", "bCs")), *(_sizes(shape.size) if shape.size else ())),
        type="paragraph",
        customStyle=1 if is_own else None,
        styleId=style,
    )


def _heading(level: int) -> Element:
    return element(
        "style",
        value("name", f"heading {level}"),
        value("basedOn", "Normal"),
        value("next", TEXT),
        flag("qFormat"),
        element("pPr", flag("keepNext"), element("spacing", before=240, after=_SPACE), value("outlineLvl", level - 1)),
        element("rPr", flag("b"), flag("bCs"), *_sizes(_HEADING_SIZES[level - 1])),
        type="paragraph",
        styleId=f"{HEADING}{level}",
    )


def _character(style: str, name: str, *look: Element) -> Element:
    return element("style", value("name", name), element("rPr", *look), type="character", styleId=style)


def _table_grid() -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = element("tblBorders", *(element(side, val="single", sz=4, space=0, color="auto") for side in sides))
    margins = element("tblCellMar", element("left", w=100, type="dxa"), element("right", w=100, type="dxa"))
    shade = element("tcPr", element("shd", val="clear", color="auto", fill="EDEDED"))
    return element(
        "style",
        value("name", "Table Grid"),
        element("tblPr", borders, margins),
        element("tblStylePr", shade, type="firstRow"),
        type="table",
        styleId="TableGrid",
    )
