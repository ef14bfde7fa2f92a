"""Keys of provisions: all languages of an edition share them, and the next edition keeps them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.blocks import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

_LONGEST_KEY = 60
_PREFIXES = {BlockKind.HEADING: "h", BlockKind.PREAMBLE: "preamble-", BlockKind.PARAGRAPH: "paragraph-"}
_UNNUMBERED = {"heading", "preamble", "paragraph"}


class Known(Struct, frozen=True):
    """A provision that this edition, or the edition before it, already has."""

    key: str
    label: str
    position: int


def keys_for(blocks: Sequence[Block], known: Sequence[Known], other_labels: Sequence[str] = (), taken: Collection[str] = ()) -> list[str]:
    """One key per block, unique in the text and safe in an address.

    1. A block takes the key of the known provision with the same label. Of the labels of the blocks and `other_labels`, those of
       which more are known come first: an edit decided that numbers begin anew in sections, or no longer do.
    2. The other blocks are matched in order: with a known provision of the same kind and depth that stands between the
       same neighbours. So "(أ)" can be "(a)", and a provision with a new number keeps its key.
    3. Each remaining block gets a new key, made from its label; no known provision has it, and it is none of those `taken`.
    """
    ordered = sorted(known, key=lambda provision: provision.position)
    matches: dict[int, int] = {}
    known_labels = {provision.label for provision in known}
    both = ([block.label for block in blocks], other_labels)
    for labels in sorted(both, key=lambda labels: -len(known_labels.intersection(labels))):
        matches |= _by_label(labels, ordered, matches)
    matches |= _between_neighbours(blocks, ordered, matches)
    new = _NewKeys({provision.key for provision in ordered} | {*taken})
    return [ordered[matches[index]].key if index in matches else new.key(block) for index, block in enumerate(blocks)]


def new_key(block: Block, taken: Collection[str]) -> str:
    """Return a key for a block that is a new provision, made from its label; it is none of those `taken`."""
    return _NewKeys({*taken}).key(block)


def _by_label(labels: Sequence[str], known: Sequence[Known], matches: Mapping[int, int]) -> dict[int, int]:
    """Indexes of unmatched blocks to those of unmatched known provisions; a label that occurs twice is matched in order."""
    unmatched: defaultdict[str, deque[int]] = defaultdict(deque)
    taken = set(matches.values())
    for place, provision in enumerate(known):
        if place not in taken:
            unmatched[provision.label].append(place)
    return {index: unmatched[label].popleft() for index, label in enumerate(labels) if index not in matches and unmatched[label]}


def _between_neighbours(blocks: Sequence[Block], known: Sequence[Known], matches: dict[int, int]) -> dict[int, int]:
    """Match the other blocks: each with the next free provision of the same shape, before the next matched provision."""
    free = _free_places(known, matches)
    more: dict[int, int] = {}
    previous = -1
    for index, (block, end) in enumerate(zip(blocks, _ends(blocks, matches, len(known)), strict=True)):
        if index in matches:
            previous = matches[index]
            continue
        places = free[_shape(block.label)]
        candidate = bisect_right(places, previous)
        if candidate < len(places) and places[candidate] < end:
            more[index] = previous = places.pop(candidate)
    return more


def _free_places(known: Sequence[Known], matches: dict[int, int]) -> defaultdict[tuple[str, int], list[int]]:
    used = set(matches.values())
    free: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place, provision in enumerate(known):
        if place not in used:
            free[_shape(provision.label)].append(place)
    return free


def _ends(blocks: Sequence[Block], matches: dict[int, int], end: int) -> list[int]:
    """For each block, the index of the known provision that the next matched block has."""
    ends = []
    for index in reversed(range(len(blocks))):
        ends.append(end)
        end = matches.get(index, end)
    return ends[::-1]


def _shape(label: str) -> tuple[str, int]:
    """The kind and depth of a block with this label; only blocks of the same shape can be matched."""
    kind = label.partition(" ")[0]
    if kind in _UNNUMBERED:
        return ("heading" if kind == "heading" else "unnumbered", 0)
    return ("provision", len(re.findall(r"[^.()]+", label)))


class _NewKeys(Struct):
    taken: set[str]
    counts: Counter[str] = field(default_factory=Counter)

    def key(self, block: Block) -> str:
        """A new key, made from the label of the block."""
        place, _, number = block.label.rpartition(" ")
        annex = place.replace(" ", "-") + "-" if place.startswith(("annex", "list")) else ""
        name = re.sub(r"[^a-z0-9]+", ".", number.lower()).strip(".")
        key = first = (annex + _PREFIXES.get(block.kind, "p") + name)[:_LONGEST_KEY]
        while key in self.taken:
            self.counts[first] += 1
            key = f"{first}-{self.counts[first] + 1}"
        self.taken.add(key)
        return key
