"""The styles of a Word file: what a paragraph or some words inherit from theirs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.word_files.reading_packages import OFF, W, child, is_on, number_in, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coalition.word_files.reading_packages import Element

_DEEPEST_CHAIN = 30
# Styles are named in English inside the file whatever the language of the program; some programs write translated names all the same.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|overskrift|rubrik|título|titolo|заголовок|тақырып|عنوان|العنوان|标题|kop) ?([1-9])", re.IGNORECASE
)
_TITLE = {"title", "titel", "название", "tittel", "العنوان"}
_QUOTE = {"quote", "intense quote", "block text", "quotations", "zitat", "citation", "sitat", "цитата"}
_IN_LIST = re.compile(r"(?:quote )?list continue ?\d?", re.IGNORECASE)
_NOTE, _UNNUMBERED = "footnote text", "unnumbered text"
_CONTENTS = re.compile(r"(?:toc|contents|table of figures|index) ?\d?(?: heading)?", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level that is none
_PARAGRAPH, _WORDS, _TABLE = "paragraph", "character", "table"


class Style(Struct, frozen=True):
    """A style as the file defines it; `based_on` is the id of the one it inherits from."""

    id: str
    name: str
    based_on: str
    paragraph: Element | None
    words: Element | None


class Styles(Struct):
    """The styles of a file by kind ("paragraph", "character", "numbering") and id."""

    by_kind: dict[str, dict[str, Style]] = field(default_factory=dict)
    defaults: dict[str, str] = field(default_factory=dict)
    words: Element | None = None  # what all words of the file have
    toggles: dict[tuple[str, str, str], bool | None] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """Read the part with the styles; a file without one has none."""
        styles = cls(words=child(root, "docDefaults", "rPrDefault", "rPr"))
        for element in [] if root is None else root.findall(f"{W}style"):
            kind, identifier = value(element, "type") or _PARAGRAPH, value(element, "styleId")
            name = value(child(element, "name"))
            style = Style(identifier, name, value(child(element, "basedOn")), child(element, "pPr"), child(element, "rPr"))
            styles.by_kind.setdefault(kind, {})[identifier] = style
            if value(element, "default") not in {"", *OFF}:
                styles.defaults[kind] = identifier
        return styles

    def paragraph_style(self, properties: Element | None) -> str:
        """Return the id of the style of a paragraph."""
        return value(child(properties, "pStyle")) or self.defaults.get(_PARAGRAPH, "")

    def chain(self, kind: str, identifier: str) -> Iterator[Style]:
        """Yield a style and those it is based on, the nearest first; a circle ends."""
        known, seen = self.by_kind.get(kind, {}), set[str]()
        while (style := known.get(identifier)) and identifier not in seen and len(seen) < _DEEPEST_CHAIN:
            yield style
            seen.add(identifier)
            identifier = style.based_on

    def property_of(self, properties: Element | None, *path: str) -> Element | None:
        """Return a property of a paragraph: its own, else that of the nearest style that has it."""
        own = child(properties, *path)
        if own is not None:
            return own
        styled = (child(style.paragraph, *path) for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))
        return next((element for element in styled if element is not None), None)

    def heading_level(self, properties: Element | None) -> int:
        """Return the level of a heading from 1, 0 for another paragraph: by its outline level, else by the names of its styles."""
        outline = number_in(value(self.property_of(properties, "outlineLvl")))
        if outline is not None:
            return outline + 1 if 0 <= outline < _BODY_TEXT else 0
        names = (style.name for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))
        return next((int(match[1]) for name in names if (match := _HEADING.fullmatch(name.strip()))), 0)

    def is_title(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of the title."""
        return any(style.name.lower() in _TITLE for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))

    def is_quotation(self, properties: Element | None) -> bool:
        """Whether a paragraph has a style of quotations."""
        return any(style.name.lower() in _QUOTE for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))

    def goes_on_in_list(self, properties: Element | None) -> bool:
        """Whether a paragraph has a style of those that go on with an item of a list."""
        return any(_IN_LIST.fullmatch(style.name.strip()) for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))

    def is_unnumbered(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of our own files for words that look like a number, and are none."""
        return any(style.name.lower() == _UNNUMBERED for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))

    def is_note(self, properties: Element | None) -> bool:
        """Whether a paragraph has the style of notes."""
        return any(style.name.lower() == _NOTE for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))

    def is_contents(self, properties: Element | None) -> bool:
        """Whether a paragraph is a line of a table of contents."""
        names = (style.name for style in self.chain(_PARAGRAPH, self.paragraph_style(properties)))
        return any(_CONTENTS.fullmatch(name.strip()) for name in names)

    def has(self, name: str, properties: Element | None, paragraph_style: str, table_style: str = "") -> bool:
        """Whether words have a property that styles toggle ("b", "i", "vanish").

        Their own word decides. Else it is on if all words of the file have it, or if an odd number of the styles of the paragraph, the
        words and the table has it.
        """
        if (own := child(properties, name)) is not None:
            return is_on(own)
        if is_on(child(self.words, name)):
            return True
        words_style = value(child(properties, "rStyle")) or self.defaults.get(_WORDS, "")
        by_style = (self._styled(_PARAGRAPH, paragraph_style, name), self._styled(_WORDS, words_style, name), self._styled(_TABLE, table_style, name))
        return sum(map(bool, by_style)) % 2 == 1

    def language(self) -> str:
        """Return the language that all words of the file have ("en", "ru"), "" if none is named."""
        return value(child(self.words, "lang")).partition("-")[0].lower()

    def _styled(self, kind: str, identifier: str, name: str) -> bool | None:
        if not identifier:
            return None
        key = (kind, identifier, name)
        if key not in self.toggles:
            elements = (child(style.words, name) for style in self.chain(kind, identifier))
            self.toggles[key] = next((is_on(element) for element in elements if element is not None), None)
        return self.toggles[key]
