"""A simple model of amendments: provisions of three words each, amendments that change one of them, and who knows whose they are."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Sequence

KEYS = ("p1", "p2", "p3")
Words = tuple[str, str, str]


class Proposal(Struct):
    """An amendment of the model; `base` are the words of all provisions that its author read, `place` is the word it changes."""

    slug: str
    operation: str
    provision: str
    place: int
    word: str
    base: dict[str, Words]
    round: int
    number: int = 0
    disclosure: str = ""
    state: str = "draft"
    is_referred: bool = False

    @property
    def own(self) -> Words:
        """The words of its provision that the author read."""
        return self.base[self.provision]

    @property
    def text(self) -> str:
        """What is proposed."""
        words = [*self.own]
        if self.operation == "replace":
            words[self.place] = self.word
        return "" if self.operation == "delete" else f"{self.word}." if self.operation == "insert_after" else f"{' '.join(words)}."


class Model(Struct):
    """The words of each provision that is there, what was added after each by the number of the amendment, and all amendments."""

    words: dict[str, Words] = field(default_factory=lambda: {key: (f"{key}x", f"{key}y", f"{key}z") for key in KEYS})
    added: dict[str, dict[int, str]] = field(default_factory=lambda: {key: {} for key in KEYS})
    proposals: list[Proposal] = field(default_factory=list)
    round: int = 1
    frozen: dict[str, Words] = field(default_factory=dict)

    def freeze(self) -> None:
        """Send the text to the organisations."""
        self.frozen = dict(self.words)

    def body(self) -> str:
        """Return the text of the draft."""
        said: list[str] = []
        for key in KEYS:
            said += [f"{' '.join(self.words[key])}."] if key in self.words else []
            said += [f"{word}." for _, word in sorted(self.added[key].items())]
        return "\n\n".join(f"{number}. {text}" for number, text in enumerate(said, start=1)) + "\n"

    def handed_in(self) -> list[Proposal]:
        """Return what has a number, in order."""
        return sorted((each for each in self.proposals if each.number), key=lambda each: each.number)

    def private(self, slug: str) -> list[Proposal]:
        """Return what an organisation has not handed in."""
        return [each for each in self.proposals if each.slug == slug and each.state == "draft"]

    def shown_state(self, each: Proposal, words: dict[str, Words]) -> str:
        """Return the state of an amendment: moot if it is open and its provision is gone."""
        return "moot" if each.state == "submitted" and each.provision not in words else each.state

    def read_in(self, slug: str) -> list[tuple[int, str]]:
        """Return the numbers that the seat of an organisation reads, each with the organisation if it is named."""
        seen = []
        for each in self.handed_in():
            is_here = each.round == self.round or each.is_referred
            if each.slug == slug or (is_here and each.disclosure in {"named", "unnamed"} and each.state != "withdrawn"):
                seen.append((each.number, each.slug if each.slug == slug or each.disclosure == "named" else ""))
        return seen

    def accept(self, each: Proposal) -> bool:
        """Accept an open amendment; return whether that is possible."""
        now = self.words.get(each.provision)
        if now is None:
            return False
        if each.operation == "insert_after":
            self.added[each.provision][each.number] = each.word
        elif each.operation == "delete":
            if now != each.own:
                return False
            del self.words[each.provision]
        elif now[each.place] not in {each.own[each.place], each.word}:
            return False
        else:
            self.words[each.provision] = replaced(now, each.place, each.word)
        each.state = "accepted"
        return True

    def collisions(self) -> set[tuple[int, int]]:
        """Return the pairs of open amendments that collide."""
        open_now = [each for each in self.handed_in() if each.state == "submitted"]
        return {(one.number, other.number) for one, other in combinations(open_now, 2) if _collide(one, other)}


def replaced(words: Sequence[str], place: int, word: str) -> Words:
    """Return words with another at a place."""
    changed = [*words]
    changed[place] = word
    first, second, third = changed
    return first, second, third


def _collide(one: Proposal, other: Proposal) -> bool:
    operations = {one.operation, other.operation}
    if one.provision != other.provision or "insert_after" in operations or operations == {"delete"}:
        return False
    if "delete" in operations:
        return True
    older, newer = sorted((one, other), key=lambda each: each.round)
    if older.own[older.place] != newer.own[older.place]:
        return older.word != newer.own[older.place]  # it cannot be said what becomes of it
    return one.place == other.place and one.word != other.word
