"""Ids of provisions: shared by the languages of an edition and kept from edition to edition."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.blocks import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Sequence


_LONGEST_KEY = 60


_PREFIXES = {BlockKind.HEADING: "h", BlockKind.PREAMBLE: "preamble-", BlockKind.PARAGRAPH: "paragraph-"}


_UNNUMBERED = {"heading", "preamble", "paragraph"}


class Known(Struct, frozen=True):
    """A provision that the edition, or the one before it, already has."""

    key: str
    label: str
    position: int


def keys_for(blocks: Sequence[Block], known: Sequence[Known]) -> list[str]:
    """One id per block, unique among them and safe in an address.

    A block takes the id of the known provision with its label. What is left is matched in order, between the same
    neighbours and with the same kind and depth, so that "(أ)" can be "(a)" and a renamed provision keeps its id. All
    others get a new id made from the label, never one that a known provision has.
    """
    ordered = sorted(known, key=lambda provision: provision.position)
    matches = _by_label(blocks, ordered)
    matches |= _between_neighbours(blocks, ordered, matches)
    new = _NewKeys({provision.key for provision in ordered})
    return [ordered[matches[at]].key if at in matches else new.key(block) for at, block in enumerate(blocks)]


def _by_label(blocks: Sequence[Block], known: Sequence[Known]) -> dict[int, int]:
    """Positions of blocks to positions of known provisions; a label that occurs twice is matched in order."""
    waiting: defaultdict[str, deque[int]] = defaultdict(deque)
    for position, provision in enumerate(known):
        waiting[provision.label].append(position)
    return {at: waiting[block.label].popleft() for at, block in enumerate(blocks) if waiting[block.label]}


def _between_neighbours(blocks: Sequence[Block], known: Sequence[Known], matches: dict[int, int]) -> dict[int, int]:
    """Match what has no label in common: the next free provision of the same shape before the next matched one."""
    free = _free_places(known, matches)
    found: dict[int, int] = {}
    after = -1
    for at, (block, end) in enumerate(zip(blocks, _ends(blocks, matches, len(known)), strict=True)):
        if at in matches:
            after = matches[at]
            continue
        places = free[_shape(block.label)]
        fitting = bisect_right(places, after)
        if fitting < len(places) and places[fitting] < end:
            found[at] = after = places.pop(fitting)
    return found


def _free_places(known: Sequence[Known], matches: dict[int, int]) -> defaultdict[tuple[str, int], list[int]]:
    used = set(matches.values())
    free: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    for place, provision in enumerate(known):
        if place not in used:
            free[_shape(provision.label)].append(place)
    return free


def _ends(blocks: Sequence[Block], matches: dict[int, int], end: int) -> list[int]:
    """For each block the position of the known provision that the next matched block has."""
    ends = []
    for at in reversed(range(len(blocks))):
        ends.append(end)
        end = matches.get(at, end)
    return ends[::-1]


def _shape(label: str) -> tuple[str, int]:
    """What only like can share: headings, unnumbered paragraphs, provisions of one depth."""
    kind = label.partition(" ")[0]
    if kind in _UNNUMBERED:
        return ("heading" if kind == "heading" else "unnumbered", 0)
    return ("provision", len(re.findall(r"[^.()]+", label)))


class _NewKeys(Struct):
    taken: set[str]
    counts: Counter[str] = field(default_factory=Counter)

    def key(self, block: Block) -> str:
        """A key made from the block's label that nothing else has."""
        name = re.sub(r"[^a-z0-9]+", ".", block.label.rpartition(" ")[2].lower()).strip(".")
        key = first = (_PREFIXES.get(block.kind, "p") + name)[:_LONGEST_KEY]
        while key in self.taken:
            self.counts[first] += 1
            key = f"{first}-{self.counts[first] + 1}"
        self.taken.add(key)
        return key
