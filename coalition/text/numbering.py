"""Naming numbers alike in every language: where a number stands among those before it."""

from __future__ import annotations

from msgspec import Struct, field

from coalition.text.numbers import Number, Reading, Style


class _Place(Struct, frozen=True):
    style: Style
    label: str
    depth: int


class Numbering(Struct):
    """Walks through a text and says for each number where it stands; articles may come from headings."""

    _open: list[_Place] = field(default_factory=list)
    _latest: dict[object, int] = field(default_factory=dict)

    def heading(self, article: str = "") -> None:
        """A heading ends what was open; numbers below a numbered article heading are named after it."""
        self._open = [_Place(Style.ARTICLE, article, -1)] if article else []

    def continues(self, number: Number) -> bool:
        """Whether the number is the next of its row or the first of a new one; only such a one breaks a paragraph."""
        return any(map(self._follows, number.readings))

    def place(self, number: Number) -> tuple[str, int]:
        """The language-neutral label of the number ("3.1", "3(a)") and its depth, 0 at the top."""
        reading = next(filter(self._follows, number.readings), number.readings[0])
        self._latest[self._row(reading)] = reading.ordinal
        above = self._above(reading)
        place = _Place(reading.style, self._label(reading, above), self._depth(reading, above))
        self._open = [*above, place]
        return place.label, place.depth

    def _follows(self, reading: Reading) -> bool:
        if reading.style is Style.DOTTED and reading.ordinal == 1:
            return reading.name.rpartition(".")[0] in {place.label for place in self._open}
        latest = self._latest.get(self._row(reading), 0)
        inserted = reading.style in {Style.INTEGER, Style.ARTICLE} and not reading.name.isdecimal()
        return reading.ordinal in {1, latest + 1} or (inserted and reading.ordinal == latest)

    @staticmethod
    def _row(reading: Reading) -> object:
        parent = reading.name.rpartition(".")[0] if reading.style is Style.DOTTED else ""
        return reading.style, parent

    def _above(self, reading: Reading) -> list[_Place]:
        articles = [place for place in self._open[:1] if place.style is Style.ARTICLE]
        if reading.style is Style.ARTICLE:
            return []
        if reading.style is Style.INTEGER:
            return articles
        if reading.style is Style.DOTTED:
            return [*articles, *self._ancestors(reading, {place.label for place in articles})]
        styles = [place.style for place in self._open]
        return self._open[: styles.index(reading.style)] if reading.style in styles else self._open

    @staticmethod
    def _ancestors(reading: Reading, known: set[str]) -> list[_Place]:
        parts = reading.name.split(".")
        labels = [".".join(parts[:length]) for length in range(1, len(parts))]
        styles = [Style.INTEGER] + [Style.DOTTED] * len(parts)
        return [_Place(style, label, depth) for depth, (style, label) in enumerate(zip(styles, labels, strict=False)) if label not in known]

    @staticmethod
    def _label(reading: Reading, above: list[_Place]) -> str:
        parent = above[-1].label if above else ""
        if reading.style in {Style.ARTICLE, Style.DOTTED} or (not parent and reading.style is not Style.LETTER):
            return f"({reading.name})" if reading.style is Style.ROMAN else reading.name
        return f"{parent}.{reading.name}" if reading.style is Style.INTEGER else f"{parent}({reading.name})"

    @staticmethod
    def _depth(reading: Reading, above: list[_Place]) -> int:
        if reading.style is Style.DOTTED:
            return reading.name.count(".")
        return above[-1].depth + 1 if above else 0
