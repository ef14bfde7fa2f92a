"""Gives the paragraphs of a Word file their numbers, and says how deep each stands among them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.word_files.reading_bodies import trimmed
from coalition.word_files.reading_document import Remark, Span, What, paragraphs_in
from coalition.word_files.reading_packages import is_on, number_in, value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.word_files.reading_document import Item, Paragraph
    from coalition.word_files.reading_numbering import Label, Numbering, Place
    from coalition.word_files.reading_packages import Element
    from coalition.word_files.reading_styles import Styles

_SAME_INDENT = 60  # twentieths of a point: less is no step
_LONGEST_HEADING = 140
_ENDS_SENTENCE = re.compile(r"[.;:؛]\W*$")
_PART = re.compile(r"[IVXLC]+\.")
_DEEPEST_BULLET = 8
_SIDES = {"left": "left", "start": "left", "right": "right", "end": "right", "center": "center"}
_OTHER_SIDES = {"left": "right", "right": "left"}


class _Open(Struct, frozen=True):
    """A numbered paragraph that later ones may stand below; without one it is a heading, which counts as the top."""

    place: Place
    paragraph: Paragraph | None


class Levels(Struct):
    """Reads the paragraphs of a text in order and gives each its number, its kind and its depth; `remarks` are what is to be said of them."""

    numbering: Numbering
    styles: Styles
    remarks: list[Remark] = field(default_factory=list)
    above: list[_Open] = field(default_factory=list)
    bullets: list[Place] = field(default_factory=list)
    in_quotation: bool = False  # whether the latest item of a list stands in one

    def number(self, items: Sequence[Item]) -> None:
        """Number all paragraphs, those in tables too; only those outside tables have a depth."""
        outside = {id(item) for item in items}
        for paragraph in paragraphs_in(items):
            self._describe(paragraph)
            place = paragraph.place
            label = self.numbering.next_label(place) if place else None
            if place is None or label is None:
                self._go_on(paragraph)
            elif label.is_bullet and not paragraph.heading:
                self._bullet(paragraph, place)
            else:
                self.bullets = []
                self._apply(paragraph, label)
            if id(paragraph) in outside:
                self._stand(paragraph)

    def _describe(self, paragraph: Paragraph) -> None:
        properties = paragraph.properties
        paragraph.spans = trimmed(paragraph.spans)
        paragraph.heading = self.styles.heading_level(properties)
        paragraph.is_title = not paragraph.heading and self.styles.is_title(properties)
        paragraph.alignment = self._side(properties)
        paragraph.is_unnumbered = self.styles.is_unnumbered(properties)
        paragraph.is_note = self.styles.is_note(properties)
        paragraph.quotation = self.styles.is_quotation(properties)
        paragraph.place = None if self.styles.is_contents(properties) else self.numbering.place_of(properties)

    def _side(self, properties: Element | None) -> str:
        """Return the side of the page at which lines stand: "left" of a paragraph from right to left is where its lines begin."""
        side = _SIDES.get(value(self.styles.property_of(properties, "jc")), "")
        return _OTHER_SIDES.get(side, side) if is_on(self.styles.property_of(properties, "bidi")) else side

    def _go_on(self, paragraph: Paragraph) -> None:
        """Go on with an item of a list in a paragraph of such a style: that of its indent, else the latest one."""
        is_apart = paragraph.quotation is not self.in_quotation or not paragraph.spans
        if is_apart or not self.bullets or not self.styles.goes_on_in_list(paragraph.properties):
            self.bullets = []
            return
        left = number_in(value(self.styles.property_of(paragraph.properties, "ind"), "left"))
        while left is not None and len(self.bullets) > 1 and (self.bullets[-1].indent or 0) + _SAME_INDENT > left:
            del self.bullets[-1]
        paragraph.bullet, paragraph.goes_on = min(len(self.bullets) - 1, _DEEPEST_BULLET), True

    def _bullet(self, paragraph: Paragraph, place: Place) -> None:
        self.in_quotation = paragraph.quotation
        self.bullets = [other for other in self.bullets if _is_above(other, place)]
        paragraph.bullet = min(len(self.bullets), _DEEPEST_BULLET)
        self.bullets.append(place)

    def _apply(self, paragraph: Paragraph, label: Label) -> None:
        if label.is_bullet:
            return
        if label.is_constant:
            if label.text:
                paragraph.spans.insert(0, Span(f"{label.text} "))
                self.remarks.append(Remark(What.CONSTANT, paragraph))
            return
        paragraph.number = label.text
        if label.unknown:
            self.remarks.append(Remark(What.NUMBER_FORMAT, paragraph))
        text = paragraph.text
        if paragraph.heading and label.text and (len(text) > _LONGEST_HEADING or _ENDS_SENTENCE.search(text)):
            paragraph.heading = 0
            self.remarks.append(Remark(What.NUMBERED_TEXT, paragraph))

    def _stand(self, paragraph: Paragraph) -> None:
        """Find what a paragraph stands below: a heading ends what is above it, unless that is a heading of its list."""
        place = paragraph.place
        if paragraph.heading:
            headings = [each for each in self.above if place and each.place.definition == place.definition and each.place.level < place.level]
            self.above = [*headings, *([_Open(place, None)] if place and paragraph.number else [])]
        elif place and paragraph.number:
            paragraph.above, paragraph.is_told = self._above(place)
            self.above.append(_Open(place, paragraph))

    def _above(self, place: Place) -> tuple[Paragraph | None, bool]:
        """Return what a place stands below, and whether the file says so; what it ends is no longer above."""
        same = [at for at, each in enumerate(self.above) if each.place.definition == place.definition]
        ended = next((at for at in same if self.above[at].place.level >= place.level), None)
        if ended is not None:
            del self.above[ended:]
        while self.above and not same and _is_above(place, self.above[-1].place):
            del self.above[-1]
        while self.above and same and ended is None and not _is_above(self.above[-1].place, place):
            del self.above[-1]
        if not self.above:
            return None, True
        last = self.above[-1]
        is_part = last.paragraph is not None and _PART.fullmatch(last.paragraph.number) is not None
        return last.paragraph, _is_above(last.place, place) and not is_part


def _is_above(other: Place, place: Place) -> bool:
    """Whether a place stands above another one: on a higher level of a list, or in another list that is indented less."""
    if other.definition == place.definition:
        return other.level < place.level
    return other.indent is not None and place.indent is not None and other.indent < place.indent - _SAME_INDENT
