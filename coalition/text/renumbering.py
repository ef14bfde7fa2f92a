"""Numbers of provisions that are written anew when provisions are moved, added or removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.next_numbers import follows, next_number, previous_numbers, under

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Numbered(Struct, frozen=True):
    """A block of a text: its key, its number as written ("" without one) and its depth; `absent` if this language lacks the provision."""

    key: str
    number: str
    level: int
    absent: bool = False


class Renumbering(Struct, frozen=True):
    """The number of each block by key; `uncertain` if some siblings of a provision that came in could not be counted on."""

    numbers: Mapping[str, str]
    uncertain: bool


class _Runs(Struct):
    """Siblings whose numbers follow each other: the numbers of each run, and the run of each block; `absent` are those not placed yet."""

    numbers: list[list[str]] = field(default_factory=list)
    of: dict[str, int] = field(default_factory=dict)
    latest: dict[tuple[str, int], int] = field(default_factory=dict)
    absent: dict[tuple[str, int], list[str]] = field(default_factory=dict)

    def add(self, block: Numbered, parent: str) -> None:
        place = (parent, block.level)
        if block.absent:
            self.absent.setdefault(place, []).append(block.key)
            return
        run = self.latest.get(place)
        if run is not None and self._joins(place, run, block.number):
            self._join(block.key, run, block.number)
            return
        begun = len(self.numbers)
        lacking = self.absent.pop(place, []) if run is None else []
        self.latest[place] = begun
        self.numbers.append([])
        for key, number in zip(lacking, _first_places(block.number, len(lacking)), strict=False):
            self._join(key, begun, number)
        self._join(block.key, begun, block.number)

    def _joins(self, place: tuple[str, int], run: int, number: str) -> bool:
        """Whether a number goes on with a run, perhaps after those that this language lacks, which get their numbers then."""
        numbers, keys = self.numbers[run], self.absent.pop(place, [])
        lacking = _places(numbers, len(numbers) + len(keys))
        if keys and lacking and follows(lacking[-1], number):
            for key, between in zip(keys, lacking[len(numbers) :], strict=True):
                self._join(key, run, between)
        return follows(self.numbers[run][-1], number)

    def end(self) -> None:
        """Give their numbers to those that this language lacks at the end of a run."""
        for place, keys in self.absent.items():
            run = self.latest.get(place)
            if run is not None and (lacking := _places(self.numbers[run], len(self.numbers[run]) + len(keys))):
                for key, number in zip(keys, lacking[-len(keys) :], strict=True):
                    self._join(key, run, number)

    def _join(self, key: str, run: int, number: str) -> None:
        self.of[key] = run
        self.numbers[run].append(number)


def _first_places(number: str, length: int) -> list[str]:
    """Return the numbers before a number, from the first of their series on; none if there are not just so many."""
    places: list[str] = []
    while len(places) < length:
        before = previous_numbers(places[0] if places else number)
        if len(before) != 1:
            return []
        places.insert(0, *before)
    return places if places and not previous_numbers(places[0]) else []


def renumbered(old: Sequence[Numbered], new: Sequence[Numbered], beside: Mapping[str, str]) -> Renumbering:
    """Return the numbers of the blocks of `new`, the same text in another order, with other blocks.

    Each run of numbers that follow each other stays a run: the numbers keep their places, and a further one is added at its end
    where a provision came in. `beside` names, for each provision that came in or moved, the one whose run it joins.
    What stands below a provision follows its number: "3.1" becomes "5.1".
    """
    runs = _runs(old)
    of = runs.of | {key: runs.of[sibling] for key, sibling in beside.items() if sibling in runs.of}
    numbers = {block.key: block.number for block in new}
    uncertain = any(sibling not in runs.of for sibling in beside.values())
    for run, written in enumerate(runs.numbers):
        members = [block.key for block in new if of.get(block.key) == run]
        places = _places(written, len(members))
        if places is None:
            uncertain = True
        else:
            numbers |= dict(zip(members, places, strict=True))
    return Renumbering(_followed(old, new, numbers), uncertain)


def places_of(blocks: Sequence[Numbered]) -> dict[str, str]:
    """Return the number of each block, and of each provision that the language lacks the number that is free for it."""
    runs = _runs(blocks)
    left = [[*written] for written in runs.numbers]
    return {block.key: left[runs.of[block.key]].pop(0) for block in blocks if block.key in runs.of}


def _places(written: list[str], length: int) -> list[str] | None:
    places = written[:length]
    while len(places) < length:
        following = next_number(places)
        if following is None:
            return None
        places.append(following)
    return places


def _runs(blocks: Sequence[Numbered]) -> _Runs:
    runs = _Runs()
    for block, parent in zip(blocks, parents(blocks), strict=True):
        if block.number or block.absent:
            runs.add(block, parent)
    runs.end()
    return runs


def parents(blocks: Sequence[Numbered]) -> list[str]:
    """Return for each block the key of the provision that it stands below, "" at the top and for what has no number."""
    path: list[Numbered] = []
    above: list[str] = []
    for block in blocks:
        if not (block.number or block.absent):
            above.append("")
            continue
        while path and path[-1].level >= block.level:
            path.pop()
        above.append(path[-1].key if path else "")
        path.append(block)
    return above


def _followed(old: Sequence[Numbered], new: Sequence[Numbered], numbers: Mapping[str, str]) -> dict[str, str]:
    """Write anew the numbers below each provision whose number changed."""
    before = {block.key: block.number for block in old}
    after: dict[str, str] = {}
    for block, parent in zip(new, parents(new), strict=True):
        number = numbers[block.key]
        if parent and before.get(parent, "") != after[parent]:
            number = under(number, before.get(parent, ""), after[parent])
        after[block.key] = number
    return after
