"""The passages of two texts in pairs: those that say the same, and between them those that are most alike."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.amendments.proposals import words_of
from coalition.drafting.provision_texts import TITLE, ProvisionText, texts_of
from coalition.text.blocks import BlockKind
from coalition.text.html import passage_parts
from coalition.text.sources import StoredBlock, read

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_PAIRS = 40_000  # that are compared between two passages that say the same
_BELOW_HEADINGS = 1000
_WORD = re.compile(r"\w+")
_MOSTLY_INSIDE = 0.9
_ALIKE = 0.5  # of the words, from which on one passage is a changed form of the other


class Passage(Struct, frozen=True):
    """A provision of a text, or the title: its Markdown, and its words without number and looks, by which it is compared."""

    text: ProvisionText
    words: str

    @property
    def key(self) -> str:
        """The key of the provision; in a file, its place."""
        return self.text.key

    @property
    def markdown(self) -> str:
        """The Markdown without the number."""
        return words_of(self.text)

    @property
    def kind(self) -> str:
        """Whether it is the title, a heading or a provision."""
        block = self.text.block
        if block is None:
            return TITLE
        return BlockKind.HEADING.value if block.kind is BlockKind.HEADING else BlockKind.PROVISION.value

    @property
    def depth(self) -> int:
        """How deep it stands: headings above provisions with numbers, those above what has none."""
        block = self.text.block
        if block is None or self.kind == BlockKind.HEADING.value:
            return (block.level if block else 0) - _BELOW_HEADINGS
        return block.level if block.number else _BELOW_HEADINGS


def passages_of(texts: Iterable[ProvisionText]) -> list[Passage]:
    """Return provisions as passages, without a title that is empty."""
    return [Passage(text, _words(text)) for text in texts if text.source]


def passages_in(title: str, body: str) -> list[Passage]:
    """Return the passages of a text whose provisions have no keys."""
    blocks = [StoredBlock(str(place), block, lines) for place, (block, lines) in enumerate(read(body))]
    return passages_of(texts_of(title, body, blocks).values())


def _words(text: ProvisionText) -> str:
    parts = passage_parts(replace(text.block, number="")) if text.block else [text.source]
    return " ".join(" ".join((part if isinstance(part, str) else str(part.rows)).split()) for part in parts)


def paired(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Yield the passages of two texts in order, each with the one that it is in the other text; None where it has none."""
    matcher = SequenceMatcher(None, [each.words for each in old], [each.words for each in new], autojunk=False)
    for kind, begin, end, first, last in matcher.get_opcodes():
        if kind == "equal":
            yield from zip(old[begin:end], new[first:last], strict=True)
        else:
            yield from _between(old[begin:end], new[first:last])


def _between(old: Sequence[Passage], new: Sequence[Passage]) -> Iterator[tuple[Passage | None, Passage | None]]:
    """Pair passages between two that say the same: in order, so that they are as alike as possible; of one each, they belong together."""
    is_single = len(old) == len(new) == 1 and old[0].kind == new[0].kind
    pairs = [(0, 0)] if is_single else _most_alike(old, new)
    begin = first = 0
    for at, other in [*pairs, (len(old), len(new))]:
        yield from ((each, None) for each in old[begin:at])
        yield from ((None, each) for each in new[first:other])
        if at < len(old):
            yield old[at], new[other]
        begin, first = at + 1, other + 1


def _most_alike(old: Sequence[Passage], new: Sequence[Passage]) -> list[tuple[int, int]]:
    """Return the pairs, as indexes in order, that are most alike together."""
    if len(old) * len(new) > _MOST_PAIRS:
        return []
    before, after = ([Counter(_WORD.findall(each.words)) for each in texts] for texts in (old, new))
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for at in reversed(range(len(old))):
        for other in reversed(range(len(new))):
            alike = _alike(before[at], after[other]) if old[at].kind == new[other].kind else 0.0
            alike = 1.0 if old[at].kind == new[other].kind == TITLE else alike  # a text has one title, whatever it says
            best[at][other] = max(best[at + 1][other], best[at][other + 1], best[at + 1][other + 1] + alike)
    pairs, at, other = [], 0, 0
    while at < len(old) and other < len(new):
        if best[at][other] == best[at + 1][other]:
            at += 1
        elif best[at][other] == best[at][other + 1]:
            other += 1
        else:
            pairs.append((at, other))
            at, other = at + 1, other + 1
    return pairs


def _alike(words: Counter[str], others: Counter[str]) -> float:
    """Return how alike two passages are; 0 where too little for one to be a changed form of the other: most of the shorter one may stand in it."""
    shared, lengths = (words & others).total(), sorted((words.total(), others.total()))
    share, inside = 2 * shared / max(sum(lengths), 1), shared / max(lengths[0], 1)
    return share if share >= _ALIKE or inside >= _MOSTLY_INSIDE else 0.0
