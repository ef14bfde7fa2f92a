"""The parts of a Word file beside its text: numbering, notes, header and footer, settings, properties, and how they belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.directions import direction, direction_of_number
from coalition.word_files.writing_document import BULLETS_ID, INDENT
from coalition.word_files.writing_numbers import DEEPEST, PLACE
from coalition.word_files.writing_xml import Element, element, flag, other_part, value, written

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.word_files.writing_numbers import Level, NumberedList

_SHORT_NUMBER, _COUNTED = 4, 2  # characters of a number that stands before the text, and of a counter
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELATED = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "settings": "settings", "header1": "header", "footer1": "footer"}
WITH_COMMENTS = RELATED | {"comments": "comments"}


def numbering_part(lists: Sequence[NumberedList], language: str) -> Element:
    """The definitions of all lists: that of the bullets, then those of the numbers."""
    bullets = [_bullet(level) for level in range(DEEPEST + 1)]
    definitions = [_definition(0, bullets)]
    definitions += [_definition(each.id, [_level(at, each.levels[at], language) for at in sorted(each.levels)]) for each in lists]
    uses = [element("num", value("abstractNumId", number), numId=number + BULLETS_ID) for number in range(len(lists) + 1)]
    return element("numbering", *definitions, *uses)


def _definition(number: int, levels: Sequence[Element]) -> Element:
    kind = "multilevel" if len(levels) > 1 else "singleLevel"
    return element("abstractNum", value("nsid", f"{0x10000000 + number:08X}"), value("multiLevelType", kind), *levels, abstractNumId=number)


def _bullet(level: int) -> Element:
    return element("lvl", value("start", 1), value("numFmt", "bullet"), value("lvlText", "•"), value("lvlJc", "left"), ilvl=level)


def _level(at: int, level: Level, language: str) -> Element:
    """The definition of a level; short numbers hang before the text, long ones stand in its first line. The indent says the level."""
    is_long = len(PLACE.sub("1" * _COUNTED, level.pattern)) > _SHORT_NUMBER
    shown = level.pattern.replace(f"%{at + 1}", "1")
    is_reversed = direction(language) == "rtl" and direction_of_number(shown, language) == "rtl"
    return element(
        "lvl",
        value("start", level.start),
        value("numFmt", level.format),
        value("suff", "space" if is_long else "tab"),
        value("lvlText", level.pattern),
        value("lvlJc", "left"),
        element("pPr", element("ind", left=INDENT * (at + 1), hanging=INDENT)),
        element("rPr", flag("rtl")) if is_reversed else None,
        ilvl=at,
    )


def footnotes_part(notes: Sequence[Element]) -> Element:
    """The notes, after the two lines that separate them from the text."""
    lines = [
        element("footnote", element("p", element("r", element(mark))), type=mark, id=number)
        for number, mark in ((-1, "separator"), (0, "continuationSeparator"))
    ]
    return element("footnotes", *lines, *notes)


def settings_part() -> Element:
    """The settings: which notes are lines, and that the file is one of Word 2013 or later."""
    separators = element("footnotePr", element("footnote", id=-1), element("footnote", id=0))
    compatible = element("compatSetting", name="compatibilityMode", uri="http://schemas.microsoft.com/office/word", val=15)
    return element("settings", value("defaultTabStop", INDENT), separators, element("compat", compatible))


def header_part(mark: str, language: str) -> Element:
    """The header: what the text is, in words of a language."""
    is_reversed = direction(language) == "rtl"
    run = element("r", element("rPr", flag("rtl")) if is_reversed else None, written("t", mark) if mark else None)
    return element("hdr", element("p", element("pPr", value("pStyle", "Header"), flag("bidi", when=is_reversed)), run))


def footer_part() -> Element:
    """The footer: the number of the page."""
    number = element("fldSimple", element("r", written("t", "1")), instr=" PAGE ")
    return element("ftr", element("p", element("pPr", value("pStyle", "Footer")), number))


def section(*, has_line_numbers: bool) -> Element:
    """The paper: A4 with its header and footer; lines are numbered through the whole file, at the left in every language."""
    return element(
        "sectPr",
        element("headerReference", type="default", r_id="rIdheader1"),
        element("footerReference", type="default", r_id="rIdfooter1"),
        element("pgSz", w=11906, h=16838),
        element("pgMar", top=1417, right=1417, bottom=1417, left=1417, header=708, footer=708, gutter=0),
        element("lnNumType", countBy=1, restart="continuous") if has_line_numbers else None,
    )


def content_types(related: Mapping[str, str]) -> bytes:
    """What kind of part each is; `related` has the kinds of those that the text needs."""
    parts = {"document": "document.main", **related}
    named = [("Override", {"PartName": f"/word/{name}.xml", "ContentType": f"{_TYPE}.{kind}+xml"}, "") for name, kind in parts.items()]
    core = {"PartName": "/docProps/core.xml", "ContentType": "application/vnd.openxmlformats-package.core-properties+xml"}
    defaults = {"rels": "application/vnd.openxmlformats-package.relationships+xml", "xml": "application/xml"}
    usual = [("Default", {"Extension": ending, "ContentType": kind}, "") for ending, kind in defaults.items()]
    return other_part("Types", {"": f"{_PACKAGE}/content-types"}, [*usual, *named, ("Override", core, "")])


def package_relations() -> bytes:
    """Where the text and the properties of the file are."""
    properties = f"{_PACKAGE}/relationships/metadata/core-properties"
    return _relations([("rId1", f"{_OFFICE}/officeDocument", "word/document.xml"), ("rId2", properties, "docProps/core.xml")], {})


def document_relations(related: Mapping[str, str], links: Mapping[str, str]) -> bytes:
    """The parts that the text needs, and where its links lead."""
    return _relations([(f"rId{name}", f"{_OFFICE}/{kind}", f"{name}.xml") for name, kind in related.items()], links)


def note_relations(links: Mapping[str, str]) -> bytes:
    """Where the links of the notes lead."""
    return _relations([], links)


def _relations(inside: Sequence[tuple[str, str, str]], links: Mapping[str, str]) -> bytes:
    rows = [("Relationship", {"Id": name, "Type": kind, "Target": target}, "") for name, kind, target in inside]
    rows += [
        ("Relationship", {"Id": name, "Type": f"{_OFFICE}/hyperlink", "Target": address, "TargetMode": "External"}, "")
        for address, name in links.items()
    ]
    return other_part("Relationships", {"": f"{_PACKAGE}/relationships"}, rows)


def properties_part(title: str, language: str) -> bytes:
    """The title and the language; no author, no day, no program."""
    prefixes = {"cp": f"{_PACKAGE}/metadata/core-properties", "dc": "http://purl.org/dc/elements/1.1/"}
    return other_part("cp:coreProperties", prefixes, [("dc:title", {}, title), ("dc:language", {}, language)])
