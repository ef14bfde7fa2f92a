"""What changed between two texts, word by word, provision by provision."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Protocol

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]  # it has no annotations
from msgspec import Struct

from coalition.text.html import plain
from coalition.text.provisions import parse
from coalition.text.sources import sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


# Vowel signs, other marks on letters, joiners and apostrophes belong to the word around them.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"


_TOKEN = re.compile(rf"[\w{_MARKS}]+(?:['\u2019][\w{_MARKS}]+)*|\s+|[^\w\s]")


_SURROGATES = range(0xD800, 0xE000)


_KINDS = {-1: "del", 0: "", 1: "ins"}


class TitledText(Protocol):
    """A text in one language, as Markdown, with its title."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def body(self) -> str:
        """Its Markdown."""


class Piece(Struct, frozen=True):
    """Words that stayed (`kind` is empty), came (`ins`) or went (`del`)."""

    kind: str
    text: str


class Change(Struct, frozen=True):
    """A provision that changed, with its pieces; `label` is that of the newer text, or of the older one where it was taken out."""

    key: str
    label: str
    pieces: Sequence[Piece]


class _Signs:
    """Gives every token of two texts one sign of its own, so that whole words are compared."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        self.signs: dict[str, str] = {}

    def encode(self, text: str) -> str:
        return "".join(self.signs.get(token) or self._new(token) for token in _TOKEN.findall(text))

    def _new(self, token: str) -> str:
        at = len(self.tokens) + 1
        at += len(_SURROGATES) if at >= _SURROGATES.start else 0
        if at > sys.maxunicode:
            raise OverflowError
        self.signs[token] = chr(at)
        self.tokens[chr(at)] = token
        return chr(at)

    def decode(self, signs: str) -> str:
        return "".join(self.tokens[sign] for sign in signs)


def pieces_of(old: str, new: str) -> list[Piece]:
    """Return what stayed, went and came on the way from one text to another, in whole words."""
    signs = _Signs()
    comparing = diff_match_patch()
    comparing.Diff_Timeout = 0
    found = comparing.diff_main(signs.encode(old), signs.encode(new), checklines=False)
    comparing.diff_cleanupSemantic(found)
    return [Piece(_KINDS[kind], signs.decode(text)) for kind, text in found if text]


class _Passage(Struct, frozen=True):
    label: str
    words: str
    source: str


def changes(old: TitledText, old_keys: Sequence[str], new: TitledText, new_keys: Sequence[str]) -> list[Change]:
    """Return the provisions that differ between two wordings of one language, in the order of the newer one; the title comes first.

    Words are compared as they are read; where only the markup differs, as they are written.
    """
    ones, others = _passages(old, old_keys), _passages(new, new_keys)
    found = [_change(key, ones.get(key), others.get(key)) for key in _merged(list(ones), list(others))]
    return [one for one in found if any(piece.kind for piece in one.pieces)]


def _passages(wording: TitledText, keys: Sequence[str]) -> Mapping[str, _Passage]:
    blocks = zip(keys, parse(wording.body), sources_of(wording.body), strict=True)
    return {"title": _Passage("title", wording.title, wording.title)} | {
        key: _Passage(block.label, plain([block]), source) for key, block, source in blocks
    }


def _change(key: str, old: _Passage | None, new: _Passage | None) -> Change:
    shown = new or old
    label = shown.label if shown else ""
    if old and new and old.words == new.words:
        return Change(key, label, pieces_of(old.source, new.source))
    return Change(key, label, pieces_of(old.words if old else "", new.words if new else ""))


def _merged(old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    """Return the ids of both texts: those of the newer one in its order, each of the gone ones after what it followed."""
    order = list(new)
    for at, key in enumerate(old):
        if key not in order:
            order.insert(order.index(old[at - 1]) + 1 if at else 0, key)
    return order
