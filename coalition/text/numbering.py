"""Gives each number a label that is the same in every language, from its place among the numbers before it."""

from __future__ import annotations

from msgspec import Struct, field

from coalition.text.numbers import Number, Reading, Style


class _Place(Struct, frozen=True):
    style: Style
    label: str
    depth: int


class Numbering(Struct):
    """Reads the numbers of a text in order and gives each its label and depth; an article may also come from a heading.

    `_path` leads from the top to the latest number; `_latest` has the latest ordinal of each series of numbers.
    """

    _path: list[_Place] = field(default_factory=list)
    _latest: dict[object, int] = field(default_factory=dict)

    def heading(self, article: str = "") -> None:
        """Begin a section; the numbers below the heading of a numbered article get labels with the article's number."""
        self._path = [_Place(Style.ARTICLE, article, -1)] if article else []

    def continues(self, number: Number) -> bool:
        """Whether the number is the next of its series or the first of a new one."""
        return any(map(self._follows, number.readings))

    def place(self, number: Number) -> tuple[str, int]:
        """The label of the number, which is the same in every language ("3.1", "3(a)"), and its depth, 0 at the top."""
        reading = next(filter(self._follows, number.readings), number.readings[0])
        self._latest[self._series(reading)] = reading.ordinal
        parents = self._parents(reading)
        place = _Place(reading.style, self._label(reading, parents), self._depth(reading, parents))
        self._path = [*parents, place]
        return place.label, place.depth

    def _follows(self, reading: Reading) -> bool:
        if reading.style is Style.DOTTED and reading.ordinal == 1:
            return reading.name.rpartition(".")[0] in {place.label for place in self._path}
        latest = self._latest.get(self._series(reading), 0)
        inserted = reading.style in {Style.INTEGER, Style.ARTICLE} and not reading.name.isdecimal()
        return reading.ordinal in {1, latest + 1} or (inserted and reading.ordinal == latest)

    @staticmethod
    def _series(reading: Reading) -> object:
        parent = reading.name.rpartition(".")[0] if reading.style is Style.DOTTED else ""
        return reading.style, parent

    def _parents(self, reading: Reading) -> list[_Place]:
        articles = [place for place in self._path[:1] if place.style is Style.ARTICLE]
        if reading.style is Style.ARTICLE:
            return []
        if reading.style is Style.INTEGER:
            return articles
        if reading.style is Style.DOTTED:
            return [*articles, *self._parents_in_name(reading, {place.label for place in articles})]
        styles = [place.style for place in self._path]
        return self._path[: styles.index(reading.style)] if reading.style in styles else self._path

    @staticmethod
    def _parents_in_name(reading: Reading, known: set[str]) -> list[_Place]:
        """The parents that a dotted number names itself: "2.1.3" stands below "2" and "2.1"."""
        parts = reading.name.split(".")
        labels = [".".join(parts[:length]) for length in range(1, len(parts))]
        styles = [Style.INTEGER] + [Style.DOTTED] * len(parts)
        return [_Place(style, label, depth) for depth, (style, label) in enumerate(zip(styles, labels, strict=False)) if label not in known]

    @staticmethod
    def _label(reading: Reading, parents: list[_Place]) -> str:
        parent = parents[-1].label if parents else ""
        if reading.style in {Style.ARTICLE, Style.DOTTED} or (not parent and reading.style is not Style.LETTER):
            return f"({reading.name})" if reading.style is Style.ROMAN else reading.name
        return f"{parent}.{reading.name}" if reading.style is Style.INTEGER else f"{parent}({reading.name})"

    @staticmethod
    def _depth(reading: Reading, parents: list[_Place]) -> int:
        if reading.style is Style.DOTTED:
            return reading.name.count(".")
        return parents[-1].depth + 1 if parents else 0
