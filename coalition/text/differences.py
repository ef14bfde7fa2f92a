"""The difference between two texts: word by word, provision by provision."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]  # it has no annotations
from msgspec import Struct

from coalition.text.html import plain
from coalition.text.sources import StoredBlock, sources_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# Vowel signs, other marks on letters, joiners and apostrophes are parts of a word.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
_TOKEN = re.compile(rf"[\w{_MARKS}]+(?:['\u2019][\w{_MARKS}]+)*|\s+|[^\w\s]")
_SURROGATES = range(0xD800, 0xE000)
_KINDS = {-1: "del", 0: "", 1: "ins"}


class Piece(Struct, frozen=True):
    """Some words of a difference; `kind` is empty if they stayed, `ins` if they were added, `del` if they were removed."""

    kind: str
    text: str


class Change(Struct, frozen=True):
    """A provision that changed, in pieces; `label` comes from the newer text, or from the older one if the provision was removed."""

    key: str
    label: str
    pieces: Sequence[Piece]


class TextVersion(Struct, frozen=True):
    """A text in one language at one time: its title, its Markdown and its stored blocks."""

    title: str
    body: str
    blocks: Sequence[StoredBlock]


class _Alphabet:
    """Gives each different token of two texts its own character, so that the library compares whole words."""

    def __init__(self) -> None:
        self.tokens: dict[str, str] = {}
        self.characters: dict[str, str] = {}

    def encode(self, text: str) -> str:
        return "".join(self.characters.get(token) or self._add(token) for token in _TOKEN.findall(text))

    def decode(self, characters: str) -> str:
        return "".join(self.tokens[character] for character in characters)

    def _add(self, token: str) -> str:
        code = len(self.tokens) + 1
        code += len(_SURROGATES) if code >= _SURROGATES.start else 0
        if code > sys.maxunicode:
            raise OverflowError
        self.characters[token] = chr(code)
        self.tokens[chr(code)] = token
        return chr(code)


def pieces_of(old: str, new: str) -> list[Piece]:
    """Return the difference between two texts, in whole words."""
    alphabet = _Alphabet()
    library = diff_match_patch()
    library.Diff_Timeout = 0
    differences = library.diff_main(alphabet.encode(old), alphabet.encode(new), checklines=False)
    library.diff_cleanupSemantic(differences)
    return [Piece(_KINDS[kind], alphabet.decode(characters)) for kind, characters in differences if characters]


class _Provision(Struct, frozen=True):
    label: str
    words: str
    source: str


def changes(old: TextVersion, new: TextVersion) -> list[Change]:
    """Return the provisions that differ between two versions in one language: the title, then the order of the newer version.

    The words are compared; where only the Markdown differs, the Markdown is.
    """
    old_provisions, new_provisions = _provisions(old), _provisions(new)
    keys = _merged(list(old_provisions), list(new_provisions))
    compared = [_change(key, old_provisions.get(key), new_provisions.get(key)) for key in keys]
    return [change for change in compared if any(piece.kind for piece in change.pieces)]


def _provisions(version: TextVersion) -> Mapping[str, _Provision]:
    sources = zip(version.blocks, sources_of(version.body, version.blocks), strict=True)
    return {"title": _Provision("title", version.title, version.title)} | {
        stored.key: _Provision(stored.block.label, plain([stored.block]), source) for stored, source in sources
    }


def _change(key: str, old: _Provision | None, new: _Provision | None) -> Change:
    shown = new or old
    label = shown.label if shown else ""
    if old and new and old.words == new.words:
        return Change(key, label, pieces_of(old.source, new.source))
    return Change(key, label, pieces_of(old.words if old else "", new.words if new else ""))


def _merged(old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    """Return the keys of both versions: those of the newer one in its order, each removed one after the key that it followed."""
    order = list(new)
    for index, key in enumerate(old):
        if key not in order:
            order.insert(order.index(old[index - 1]) + 1 if index else 0, key)
    return order
