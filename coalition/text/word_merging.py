"""Merging changes of one text word by word: what each changes is compared with the same base, and two that touch the same words collide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.remembered import PASSAGES, bounded_cache
from coalition.text.word_differences import tokens_in, word_differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Edit(Struct, frozen=True, order=True):
    """Words of a base that are replaced: `first` to `end`, not included, become `words`; where both are the same, words are inserted.

    `begin` and `stop` are the words that it touches: in "very very good" nobody knows which "very" was deleted, so both are touched.
    """

    first: int
    end: int
    words: tuple[str, ...]
    begin: int
    stop: int


@bounded_cache(*PASSAGES)
def edits_between(base: str, text: str) -> Sequence[Edit]:
    """Return what changes a base into another text, in whole words, in order."""
    words = tokens_in(base)
    edits: list[tuple[int, int, list[str]]] = []
    at, stays = 0, True
    for kind, tokens in word_differences([base], [text]):
        run = [str(token) for token in tokens]
        if kind and stays:
            edits.append((at, at, []))
        if kind == "ins":
            edits[-1][2].extend(run)
        else:
            at += len(run)
        if kind == "del":
            edits[-1] = (edits[-1][0], at, edits[-1][2])
        stays = not kind
    return [_touching(words, first, end, tuple(new)) for first, end, new in edits]


def _touching(base: Sequence[str], first: int, end: int, new: tuple[str, ...]) -> Edit:
    """Return an edit with the words it touches: a deletion or an insertion may stand at several places and make the same text."""
    if first < end and new:
        return Edit(first, end, new, first, end)
    moving = [*base[first:end], *new]
    begin, stop = first, end
    rotated = [*moving]
    while begin and base[begin - 1] == rotated[-1]:
        rotated = [rotated[-1], *rotated[:-1]]
        begin -= 1
    rotated = [*moving]
    while stop < len(base) and base[stop] == rotated[0]:
        rotated = [*rotated[1:], rotated[0]]
        stop += 1
    return Edit(first, end, new, begin, stop)


def collide(edit: Edit, other: Edit) -> bool:
    """Whether two edits of one base touch the same words, or one inserts words where the other changes something; equal edits agree.

    Words that are inserted beside a word were written for that word.
    """
    if (edit.first, edit.end, edit.words) == (other.first, other.end, other.words):
        return False
    if edit.first == edit.end or other.first == other.end:
        return edit.begin <= other.stop and other.begin <= edit.stop
    return edit.begin < other.stop and other.begin < edit.stop


def any_collide(edits: Iterable[Edit], others: Sequence[Edit]) -> bool:
    """Whether any of some edits collides with any of others."""
    return any(collide(edit, other) for edit in edits for other in others)


def merged(base: str, *texts: str) -> str | None:
    """Return a base with the changes of some texts, in whatever order they are given; None if two of them collide.

    >>> merged("They meet.", "They meet twice.", "We meet.")
    'We meet twice.'
    """
    changes = [edits_between(base, text) for text in dict.fromkeys(texts)]
    for at, edits in enumerate(changes):
        if any(any_collide(edits, others) for others in changes[at + 1 :]):
            return None
    return _applied(base, {(edit.first, edit.end, edit.words) for edits in changes for edit in edits})


def _applied(base: str, edits: Iterable[tuple[int, int, tuple[str, ...]]]) -> str:
    words, merged_words, at = tokens_in(base), list[str](), 0
    for first, end, new in sorted(edits):
        merged_words += [*words[at:first], *new]
        at = end
    return "".join([*merged_words, *words[at:]])
