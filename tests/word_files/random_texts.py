"""Random texts in the spelling in which texts come in from Word files."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coalition.text.provisions import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

WORDS = {
    "en": ["The parties", "rights", "A&B", "snake_case", "3(a)", "COVID-19", "“law”", "2013,", "x < y", "5 * 6"],
    "ru": ["Стороны", "права", "«закон»", "ст. 3", "2013 год,", "СМИ/НКО"],
    "ar": ["إن الأطراف", "الحقوق،", "COVID-19", "المادة 3(a)", "«قانون»", "٢٠١٣"],
    "hy": ["Կողմերը", "իրավունք,", "«օրենք»", "2013 թ․"],
}
FIRST = {"1.": "{n}.", "Article": "Article {n}.", "art": "المادة {n}", "§": "§ {n}", "1)": "{n})"}
SECOND = {"(a)": "abcdefgh", "а)": "абвгдежз", "أ)": "أبجدهوزح", "(i)": ["i", "ii", "iii", "iv", "v", "vi"], "1.1": ""}
MARKED = re.compile(r"^\[§(?: ([^\]]+))?\] ", re.MULTILINE)
ODD = ["5 bis.", "B1)", "§ 01", "OP2 bis.", "٧."]


def without_needless_marks(body: str) -> str:
    """Write numbers without "[§ …]", and words without "[§]", where they are the same without it."""
    for match in reversed([*MARKED.finditer(body)]):
        plainly = body[: match.start()] + (f"{match[1]} " if match[1] else "") + body[match.end() :]
        body = plainly if parse(plainly) == parse(body) else body
    return body


class RandomText:
    """Writes one random text: what is drawn depends on `random` alone."""

    def __init__(self, random: Random, language: str) -> None:
        self.random, self.words = random, WORDS[language]
        self.labels: list[str] = []
        self.odd = [*ODD]  # a number that is there twice is a mistake
        self.body = without_needless_marks("\n\n".join(self._blocks()) + "\n")

    def _may(self, percent: int) -> bool:
        return self.random.randrange(100) < percent

    def _segment(self) -> str:
        words = self.random.choice(self.words)
        match self.random.randrange(12):
            case 0:
                return f"*{words}*"
            case 1:
                return f"**{words}**"
            case 2:
                return f"***{words}***"
            case 3:
                return f"[{words}](https://example.org/{self.random.randrange(9)}?a=b&c=d)"
            case 4:
                return f"{words}{self._citation()}"
            case _:
                return words

    def _citation(self) -> str:
        if not self.labels or self._may(50):
            self.labels.append(str(len(self.labels) + 1) if self._may(70) else f"{'*a†'[len(self.labels) % 3]}{len(self.labels)}")
            return f"[^{self.labels[-1]}]"
        return f"[^{self.random.choice(self.labels)}]"

    def _line(self) -> str:
        return " ".join([self.words[0], *(self._segment() for _ in range(self.random.randrange(5)))])

    def _paragraph(self) -> str:
        return "\\\n".join(self._line() for _ in range(1 + self._may(10)))

    def _list(self, depth: int = 0) -> Iterator[str]:
        indent = "  " * depth
        for _ in range(1 + self.random.randrange(2)):
            yield f"{indent}- {self._line()}"
            if self._may(15) and not depth:
                yield from ["", f"{indent}  {self._line()}"]
                return
            if depth < 2 and self._may(30):
                yield from self._list(depth + 1)

    def _quotation(self) -> str:
        parts = [self._paragraph().split("\n")]
        if self._may(50):
            parts.append([*self._list()])
        if self._may(30):
            parts.append([self._line()])
        lines = [line for part in parts for line in ("", *part)][1:]
        return "\n".join(f"> {line}".rstrip() for line in lines)

    def _table(self) -> str:
        columns = 2 + self.random.randrange(2)
        rows = [[self._line() for _ in range(columns)] for _ in range(2)]
        dashes = [self.random.choice(["---", ":---", "---:", ":---:"]) for _ in range(columns)]
        return "\n".join(f"| {' | '.join(row)} |" for row in (rows[0], dashes, *rows[1:]))

    def _more(self) -> Iterator[str]:
        """Yield what may follow the words of a provision."""
        if self._may(20):
            yield self._paragraph()
        if self._may(10):
            yield f"[§] {1 + self.random.randrange(5)}{self.random.choice(['.', ')', '.1'])} {self._line()}"
        if self._may(20):
            yield "\n".join(self._list())
        if self._may(15):
            yield self._quotation()
        if self._may(15):
            yield self._table()

    def _blocks(self) -> Iterator[str]:
        yield from (self._paragraph() for _ in range(self.random.randrange(3)))
        if self._may(25):
            for section in range(1, 3):
                yield f"# {self.random.choice(['Article', 'Annex'])} {section}"
                yield from self._numbered(["1.", "1)"])
        else:
            yield from self._numbered([*FIRST])
        yield from self._notes(list(self.labels))

    def _numbered(self, firsts: Sequence[str]) -> Iterator[str]:
        first, kind = FIRST[self.random.choice(firsts)], self.random.choice([*SECOND])
        third = self.random.choice(["(i)", "а)", "1.1.1"])
        for number in range(1, 2 + self.random.randrange(4)):
            if self._may(20):
                yield f"{'#' * (2 + self.random.randrange(3))} {self.words[0]} {self._line().replace('**', '')}"
            yield f"{first.format(n=number)} {self._paragraph()}"
            yield from self._more()
            for below in range(self.random.randrange(4)):
                yield f"{self._second(kind, f'{number}.', below)} {self._paragraph()}"
                yield from self._more()
                for deepest in range(self.random.randrange(3) if kind != third and self._may(40) else 0):
                    yield f"{self._second(third, f'{number}.{below + 1}.', deepest)} {self._paragraph()}"
            if self._may(10) and self.odd:
                yield f"[§ {self.odd.pop(self.random.randrange(len(self.odd)))}] {self._paragraph()}"

    def _second(self, kind: str, above: str, at: int) -> str:
        return f"{above}{at + 1}" if kind.startswith("1.1") else kind.replace(kind.strip("()"), SECOND[kind][at])

    def _notes(self, labels: Sequence[str]) -> Iterator[str]:
        for label in labels:
            again = f" {self.words[1]}[^{label}]" if self._may(20) else ""
            yield f"[^{label}]: {self.words[0]} *{self.words[1]}*{again}"
        if self._may(20):
            yield f"[^lost]: {self.words[0]}"
