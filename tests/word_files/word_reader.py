"""A small reader of Word files for tests: what a file says, and what it says when all its changes are accepted or rejected."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from typing import Any
from xml.etree import ElementTree as ET

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
LETTERS = {
    "lowerLetter": "abcdefghijklmnopqrstuvwxyz",
    "upperLetter": "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "russianLower": "абвгдежзиклмнопрстуфхцчшщэюя",
    "russianUpper": "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ",
    "arabicAbjad": "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ",
    "arabicAlpha": "أبتثجحخدذرزسشصضطظعغفقكلمنهوي",
}
ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def part(content: bytes, name: str) -> ET.Element:
    return ET.fromstring(zipfile.ZipFile(io.BytesIO(content)).read(name))


def counted(kind: str, number: int) -> str:
    if kind in LETTERS:
        return LETTERS[kind][number - 1]
    if kind.endswith("Roman"):
        text = ""
        for value, digits in ROMAN:
            text += digits * (number // value)
            number %= value
        return text.upper() if kind == "upperRoman" else text
    return {"decimal": f"{number}", "decimalZero": f"{number:02}"}[kind]


class Counters:
    """Counts as Word does: each definition by itself, a level anew after one above it."""

    def __init__(self, content: bytes) -> None:
        root = part(content, "word/numbering.xml")
        self.definitions = {
            use.get(f"{W}numId"): next(
                each for each in root.findall(f"{W}abstractNum") if each.get(f"{W}abstractNumId") == use.find(f"{W}abstractNumId").get(f"{W}val")
            )
            for use in root.findall(f"{W}num")
        }
        self.values: dict[Any, dict[int, int]] = defaultdict(dict)

    def label(self, properties: ET.Element | None) -> str:
        number = properties.find(f"{W}numPr") if properties is not None else None
        if number is None:
            return ""
        at = int(number.find(f"{W}ilvl").get(f"{W}val"))
        definition = self.definitions[number.find(f"{W}numId").get(f"{W}val")]
        levels = {int(level.get(f"{W}ilvl")): level for level in definition.findall(f"{W}lvl")}
        values = self.values[definition.get(f"{W}abstractNumId")]
        values[at] = values[at] + 1 if at in values else int(levels[at].find(f"{W}start").get(f"{W}val"))
        for deeper in [level for level in values if level > at]:
            del values[deeper]
        formats = {level: each.find(f"{W}numFmt").get(f"{W}val") for level, each in levels.items()}
        text = levels[at].find(f"{W}lvlText").get(f"{W}val")
        return re.sub(r"%(\d)", lambda match: counted(formats[int(match[1]) - 1], values[int(match[1]) - 1]), text)


MARKS = {f"{W}rPr", f"{W}trPr"}


def resolved(root: ET.Element, choice: str) -> None:
    """Accept or reject all changes of a part, as Word does."""
    gone, stays = ("del", "ins") if choice == "accept" else ("ins", "del")
    for change in [*root.iter(f"{W}pPr")] if choice == "reject" else ():
        bring_back(change)
    for parent in [*root.iter()]:
        for child in [*parent]:
            is_gone = child.tag == f"{W}{gone}" and parent.tag not in MARKS
            if is_gone or child.find(f"{W}trPr/{W}{gone}") is not None:
                parent.remove(child)
    for parent in [*root.iter()]:
        unwrap(parent, f"{W}{stays}")
    for parent in [*root.iter()]:
        join(parent, gone)


def bring_back(properties: ET.Element) -> None:
    """Give a paragraph the properties that it had before."""
    change = properties.find(f"{W}pPrChange")
    if change is not None:
        before = [*change.find(f"{W}pPr")]
        for child in [*properties]:
            properties.remove(child)
        properties.extend(before)


def unwrap(parent: ET.Element, mark: str) -> None:
    """Take the mark from what stays, and tables without a row away."""
    for at, child in reversed([*enumerate(parent)]):
        if child.tag == mark and parent.tag not in MARKS:
            parent.remove(child)
            for place, inner in enumerate([*child]):
                parent.insert(at + place, inner)
        elif child.tag == f"{W}tbl" and child.find(f"{W}tr") is None:
            parent.remove(child)


def join(parent: ET.Element, gone: str) -> None:
    """Take paragraphs away whose end is gone; nothing is left in them, and another one follows."""
    children = [*parent]
    for at, paragraph in enumerate(children):
        if paragraph.tag == f"{W}p" and paragraph.find(f"{W}pPr/{W}rPr/{W}{gone}") is not None:
            empty = {f"{W}pPr", f"{W}bookmarkStart", f"{W}bookmarkEnd"}
            assert not [child for child in paragraph if child.tag not in empty and len(child)], "words of a paragraph that is gone"
            assert at + 1 < len(children), "the last paragraph is gone"
            parent.remove(paragraph)


class Reader:
    def __init__(self, content: bytes, choice: str = "") -> None:
        self.root, self.notes = part(content, "word/document.xml"), part(content, "word/footnotes.xml")
        if choice:
            resolved(self.root, choice)
            resolved(self.notes, choice)
        self.links = {
            name: {each.get("Id"): each.get("Target") for each in part(content, f"word/_rels/{name}.xml.rels")} for name in ("document", "footnotes")
        }
        self.counters = Counters(content)
        self.counted = 0

    def items(self) -> list[Any]:
        return self._items(self.root.find(f"{W}body"), "document")

    def _items(self, parent: ET.Element, where: str) -> list[Any]:
        items: list[Any] = []
        for child in parent:
            if child.tag == f"{W}p":
                items.append(self._paragraph(child, where))
            elif child.tag == f"{W}tbl":
                items.append([[self._items(cell, where) for cell in row.findall(f"{W}tc")] for row in child.findall(f"{W}tr")])
        return [item for item in items if item and (isinstance(item, list) or item[1] or item[2])]

    def _paragraph(self, paragraph: ET.Element, where: str) -> tuple[str, str, list[Any], dict[str, str]]:
        properties = paragraph.find(f"{W}pPr")
        style = properties.find(f"{W}pStyle").get(f"{W}val") if properties is not None else ""
        label = self.counters.label(properties)
        indent = properties.find(f"{W}ind") if properties is not None else None
        runs: list[Any] = []
        for child in paragraph:
            if child.tag == f"{W}r":
                self._run(child, "", runs)
            elif child.tag == f"{W}hyperlink":
                for run in child:
                    self._run(run, self.links[where][child.get(f"{R}id")], runs)
        return style, label, runs, dict(indent.attrib) if indent is not None else {}

    def _run(self, run: ET.Element, link: str, runs: list[Any]) -> None:
        look = run.find(f"{W}rPr")
        names = sorted(each.tag.removeprefix(W) for each in look if each.tag.removeprefix(W) not in {"rtl", "rStyle"}) if look is not None else []
        for child in run:
            if child.tag in {f"{W}t", f"{W}delText"} and run.find(f"{W}footnoteReference") is None:
                if runs and runs[-1][:2] == [names, link] and len(runs[-1]) == 3:
                    runs[-1][2] += child.text
                else:
                    runs.append([names, link, child.text])
            elif child.tag == f"{W}br":
                runs.append(["break"])
            elif child.tag == f"{W}footnoteReference":
                mark = run.find(f"{W}t") if run.find(f"{W}t") is not None else run.find(f"{W}delText")
                self.counted += mark is None
                note = next(each for each in self.notes if each.get(f"{W}id") == child.get(f"{W}id"))
                runs.append(["note", str(self.counted) if mark is None else mark.text, self._items(note, "footnotes")])


def read(content: bytes, choice: str = "") -> list[Any]:
    """What a file says: paragraphs as (style, label, runs, indents), tables as rows of cells; paragraphs without words are left out."""
    return Reader(content, choice).items()


def words(item: Any) -> str:
    """The words of a paragraph or a table, without notes."""
    if isinstance(item, list):
        return "|".join(words(paragraph) for row in item for cell in row for paragraph in cell)
    return "".join(run[2] for run in item[2] if len(run) == 3 and run[0] != "note")


def labels(content: bytes, choice: str = "") -> list[str]:
    """The printed numbers of the provisions, in order."""
    return [item[1] for item in read(content, choice) if isinstance(item, tuple) and item[0] == "Provision"]
