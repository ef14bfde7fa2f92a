"""Which open amendments touch the same words: computed whenever they are shown, never stored."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.amendments.tables import AMENDMENT_TEXT, Amendment, Operation
from coalition.languages import Message
from coalition.text.word_merging import any_collide, edits_between, merged
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from coalition.drafting.current_texts import EditionTexts
    from coalition.text.sources import StoredBlock
    from coalition.text.word_merging import Edit


class CollisionKind(Word):
    """Why two open amendments cannot both be accepted as they are, or should be read together."""

    WORDS = "words", Message("both change the same words")
    DELETION = "deletion", Message("one deletes what the other changes")
    LANGUAGE = "language", Message("the same provision in another language")


class Collision(Struct, frozen=True):
    """Another open amendment, and how it collides."""

    number: int
    kind: CollisionKind


class Family(Struct, frozen=True):
    """Which provisions stand below which, and above which, in the text; each stands below itself."""

    below: Mapping[str, set[str]]

    @classmethod
    def of(cls, texts: EditionTexts) -> Family:
        """Return the family of the provisions of a text, as they stand in its first language."""
        below: dict[str, set[str]] = {}
        path: list[StoredBlock] = []
        for stored in next((text.blocks for text in texts.languages.values()), ()):
            while path and not (path[-1].block.number and stored.block.number and stored.block.level > path[-1].block.level):
                path.pop()
            path.append(stored)
            for above in path:
                below.setdefault(above.key, set()).add(stored.key)
        return cls(below)

    def concerned(self, keys: Collection[str]) -> set[str]:
        """Return some provisions with everything above and below them: what amendments about them can collide with."""
        wanted = {*keys}
        return wanted.union(*(self.below.get(key, ()) for key in wanted), (key for key, under in self.below.items() if under & wanted))


class _Texts(Struct):
    """The texts of amendments, each decrypted and compared with a base once."""

    texts: dict[int, str] = field(default_factory=dict)
    edits: dict[tuple[int, str], Sequence[Edit] | None] = field(default_factory=dict)

    def on(self, amendment: Amendment, base: str) -> Sequence[Edit] | None:
        """Return what an amendment changes of a base; None if that cannot be said, because its own base was changed there."""
        place = (amendment.number, base)
        if place not in self.edits:
            if amendment.number not in self.texts:
                self.texts[amendment.number] = AMENDMENT_TEXT.decrypt(amendment.text, amendment.key)
            text: str | None = self.texts[amendment.number]
            if base != amendment.base:
                text = merged(amendment.base, base, self.texts[amendment.number])
            self.edits[place] = None if text is None else edits_between(base, text)
        return self.edits[place]


def collisions(amendments: Iterable[Amendment], family: Family, about: Collection[int] | None = None) -> dict[int, list[Collision]]:
    """Return by number the collisions of open amendments among each other; two texts that are added at one place do not collide.

    With `about`, only collisions of those with these numbers are computed.
    """
    colliding: dict[int, list[Collision]] = {}
    groups: dict[str, dict[int, Amendment]] = {}
    texts = _Texts()
    for amendment in amendments:
        keys = family.below.get(amendment.provision, ()) if amendment.operation == Operation.DELETE else ()
        for key in {amendment.provision, *keys}:
            groups.setdefault(key, {})[amendment.number] = amendment
    pairs = {pair for group in groups.values() for pair in combinations(sorted(group), 2) if about is None or not {*pair}.isdisjoint(about)}
    by_number = {number: amendment for group in groups.values() for number, amendment in group.items()}
    for first, second in sorted(pairs):
        if kind := _kind(by_number[first], by_number[second], family, texts):
            colliding.setdefault(first, []).append(Collision(second, kind))
            colliding.setdefault(second, []).append(Collision(first, kind))
    return colliding


def _kind(first: Amendment, second: Amendment, family: Family, texts: _Texts) -> CollisionKind | None:
    operations = {first.operation, second.operation}
    if operations == {Operation.REPLACE.value, Operation.DELETE.value}:
        deleted, changed = (first, second) if first.operation == Operation.DELETE else (second, first)
        return CollisionKind.DELETION if changed.provision in {deleted.provision, *family.below.get(deleted.provision, ())} else None
    if operations != {Operation.REPLACE.value} or first.provision != second.provision:
        return None
    if first.language != second.language:
        return CollisionKind.LANGUAGE
    base = max(first, second, key=lambda amendment: amendment.version).base
    return CollisionKind.WORDS if _touch(texts.on(first, base), texts.on(second, base)) else None


def _touch(edits: Sequence[Edit] | None, others: Sequence[Edit] | None) -> bool:
    """Whether two changes touch the same words; where that cannot be said, they may."""
    return edits is None or others is None or any_collide(edits, others)
