"""Gives each number a label that is the same in every language, from its place among the numbers before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.heading_numbers import annex_of, article_of, section_of
from coalition.text.numbers import Number, Reading, Style

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEPEST = 7  # below every heading
_LONGEST_LABEL = 70
_LIST = re.compile(r"list (\d+) ")


class _Place(Struct, frozen=True):
    style: Style
    label: str
    depth: int


class _Section(Struct, frozen=True):
    level: int
    name: str


class Numbering(Struct):
    """Reads the numbers and headings of a text in order and gives each number its label and depth.

    `scoped` says that numbers begin anew in articles or sections, so that their labels need the number of those; labels of an
    annex always name it. `_path` leads from the top to the latest number; `_latest` has the latest ordinal of each series.
    """

    scoped: bool = False
    _path: list[_Place] = field(default_factory=list)
    _latest: dict[object, int] = field(default_factory=dict)
    _annex: _Section | None = None
    _article: _Section | None = None
    _sections: list[_Section] = field(default_factory=list)
    _level: int = 0  # of the latest heading
    _titled: bool = True  # false until an article or section that just began has its title
    _used: set[str] = field(default_factory=set)  # labels

    def copied(self) -> Numbering:
        """A copy that goes on by itself."""
        sections = [*self._sections]
        return Numbering(self.scoped, [*self._path], {**self._latest}, self._annex, self._article, sections, self._level, self._titled, {*self._used})

    @property
    def scope(self) -> object:
        """Where the next number stands: two equal numbers in different places are no mistake."""
        return self._annex, self._article, tuple(self._sections)

    @property
    def series(self) -> object:
        """What the latest number follows: the numbers of its style below the same label, in the same annex."""
        above = self._path[-2].label if len(self._path) > 1 else ""
        return self._annex, self._path[-1].style if self._path else Style.PART, above

    def heading(self, level: int, text: str) -> None:
        """Begin a section; only the numbering below the level of the heading begins anew, and a title does not end what it names."""
        annex, article = annex_of(text), article_of(text)
        section = section_of(text) if annex is None and not article else ""
        is_title = not self._titled and level >= self._level and not (article or section or annex is not None)
        self._level = level
        self._titled = not (article or section or annex is not None)
        if is_title:
            self._path = self._path[:1] if self._in_article() else []
            return
        if annex is not None or (self._annex and level < self._annex.level):
            self._annex = None if annex is None else _Section(level, f"annex {annex}".strip())
            self._article, self._sections, self._path, self._latest = None, [], [], {}
            return
        self._begin(level, article, section)

    def _begin(self, level: int, article: str, section: str) -> None:
        self._sections = [place for place in self._sections if place.level < level]
        if section:
            self._sections.append(_Section(level, section))
        if article:
            self._article = _Section(level, article)
            self._path = [_Place(Style.ARTICLE, article, -1)] if self.scoped else []
        elif self._article and level > self._article.level:
            self._path = self._path[:1] if self._in_article() else []
        else:
            self._article, self._path = None, []

    def continues(self, number: Number) -> bool:
        """Whether the number is the next of its series or the first of a new one."""
        return any(map(self._follows, number.readings))

    def place(self, number: Number) -> tuple[str, int]:
        """The label of the number, which is the same in every language ("3.1", "3(a)"), and its depth, 0 at the top.

        A number that says its level may be written again: its label then names the list it begins ("list 2 1").
        """
        if number.level:
            place = self._place_at(number.level - 1, number.readings)
        else:
            place = self._place(number.readings)
            if number.below:
                place = self._place(number.below)
        self._titled = place.style is not Style.ARTICLE
        label = self._scoped_label(place)
        self._used.add(label)
        return label, place.depth

    def _place(self, readings: Sequence[Reading]) -> _Place:
        reading = next(filter(self._follows, readings), readings[0])
        self._latest[self._series(reading)] = reading.ordinal
        parents = self._parents(reading)
        place = _Place(reading.style, self._label(reading, parents), self._depth(reading, parents))
        self._path = [*parents, place]
        if reading.style is Style.ARTICLE:
            self._article = _Section(self._level, place.label)
        if reading.style is Style.PART:
            self._article, self._path = None, []
            self._sections = [*(section for section in self._sections if section.level < _DEEPEST), _Section(_DEEPEST, reading.name)]
        return place

    def _place_at(self, depth: int, readings: Sequence[Reading]) -> _Place:
        """Place a number at the depth that it says, with a label that no number before it has."""
        reading = next(filter(self._follows, readings), readings[0])
        self._latest[self._series(reading)] = reading.ordinal
        beside = next((place.label for place in self._path if place.depth == depth), "")
        parents = [place for place in self._path if place.depth < depth]
        above = parents[-1].label if parents else ""
        begun, parent = _LIST.match(above), _LIST.sub("", above)
        self._path = parents
        within = [_Place(parents[-1].style, parent, parents[-1].depth)] if parents else []
        label = _LIST.sub("", self._label(reading, within))
        place = self._in_new_list(_Place(reading.style, label[-_LONGEST_LABEL:], depth), begun or _LIST.match(beside))
        self._path = [*parents, place]
        if place.style is Style.ARTICLE:
            self._article = _Section(self._level, label)
        return place

    def _in_new_list(self, place: _Place, begun: re.Match[str] | None) -> _Place:
        """The place in the list that has begun, or in the next one if the label is used there."""
        number, label = int(begun[1]) if begun else 1, place.label
        while True:
            listed = _Place(place.style, label if number == 1 else f"list {number} {label}", place.depth)
            if self._scoped_label(listed) not in self._used:
                return listed
            number += 1

    def _scoped_label(self, place: _Place) -> str:
        if in_list := _LIST.match(place.label):
            label = self._scoped_label(_Place(place.style, place.label[in_list.end() :], place.depth))
            annex, number = (f"{self._annex.name} ", label.removeprefix(f"{self._annex.name} ")) if self._annex else ("", label)
            return f"{annex}{in_list[0]}{number}"
        names = [section.name for section in self._sections] if self.scoped and not self._in_article() and place.style is not Style.PART else []
        if names and place.label.partition(".")[0] == names[-1]:
            names.pop()  # "2.1" stands below the heading "2. Aims" by its own name
        scope = ".".join(names)
        label = f"{scope}.{place.label}" if scope and place.label[0].isalnum() else f"{scope}{place.label}"
        return f"{self._annex.name} {label}" if self._annex else label

    def _in_article(self) -> bool:
        return bool(self._path) and self._path[0].style is Style.ARTICLE

    def _follows(self, reading: Reading) -> bool:
        latest = self._latest.get(self._series(reading), 0)
        inserted = not reading.name.rpartition(".")[2].isdecimal() and reading.style in {Style.INTEGER, Style.ARTICLE, Style.DOTTED}
        if inserted and reading.ordinal == latest:
            return True
        if reading.style is Style.DOTTED and reading.ordinal == 1:
            names = {place.label for place in self._path} | {section.name for section in self._sections}
            parent = reading.name.rpartition(".")[0]
            return parent in (names | {self._article.name} if self._article else names) or any(name.endswith(f".{parent}") for name in names)
        return reading.ordinal in {1, latest + 1}

    @staticmethod
    def _series(reading: Reading) -> object:
        parent = reading.name.rpartition(".")[0] if reading.style is Style.DOTTED else ""
        return reading.style, parent, reading.sign

    def _parents(self, reading: Reading) -> list[_Place]:
        articles = self._path[:1] if self._in_article() else []
        if reading.style in {Style.ARTICLE, Style.PART}:
            return []
        if reading.style is Style.ORDINAL:
            return articles
        above = [*articles, *(place for place in self._path if place.style is Style.ORDINAL)]
        if reading.style is Style.INTEGER:
            return above
        if reading.style is Style.DOTTED:
            paragraph = self._paragraph_of(reading.name)
            known = {place.label for place in above} | ({reading.name.partition(".")[0]} if paragraph else set())
            return [*above, *paragraph, *self._parents_in_name(reading, known)]
        styles = [place.style for place in self._path]
        return self._path[: styles.index(reading.style)] if reading.style in styles else self._path

    @staticmethod
    def _parents_in_name(reading: Reading, known: set[str]) -> list[_Place]:
        """The parents that a dotted number names itself: "2.1.3" stands below "2" and "2.1"."""
        parts = reading.name.split(".")
        labels = [".".join(parts[:length]) for length in range(1, len(parts))]
        styles = [Style.INTEGER] + [Style.DOTTED] * len(parts)
        return [_Place(style, label, depth) for depth, (style, label) in enumerate(zip(styles, labels, strict=False)) if label not in known]

    def _dotted_label(self, name: str) -> str:
        """The label of "2.1": with the article if it stands below paragraph 2 of an article, or names another number than the article."""
        if ordinal := next((place for place in self._path if place.style is Style.ORDINAL), None):
            return f"{ordinal.label}.{name}"
        first = name.partition(".")[0]
        above = self._path[0].label if self._in_article() else first
        article, in_list = _LIST.sub("", above), _LIST.match(above)
        label = f"{article}.{name}" if first != article or self._paragraph_of(name) else name
        return f"{in_list[0]}{label}" if in_list else label

    def _paragraph_of(self, name: str) -> list[_Place]:
        """The paragraph of the present article that a dotted number stands below: paragraph 1 for "1.2"."""
        label = f"{self._path[0].label}.{name.partition('.')[0]}" if self._in_article() else ""
        return [place for place in self._path if place.style is Style.INTEGER and place.label == label]

    def _label(self, reading: Reading, parents: list[_Place]) -> str:
        parent = parents[-1].label if parents else ""
        if reading.style is Style.DOTTED:
            return self._dotted_label(reading.name)
        if reading.style in {Style.ARTICLE, Style.PART} or (not parent and reading.style is not Style.LETTER):
            return f"({reading.name})" if reading.style is Style.ROMAN else reading.name
        return f"{parent}.{reading.name}" if reading.style in {Style.INTEGER, Style.ORDINAL} else f"{parent}({reading.name})"

    @staticmethod
    def _depth(reading: Reading, parents: list[_Place]) -> int:
        if reading.style is Style.DOTTED:
            return reading.name.count(".")
        return parents[-1].depth + 1 if parents else 0
