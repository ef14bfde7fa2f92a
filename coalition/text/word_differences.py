"""The difference between two texts, word by word; a table is one word here."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from diff_match_patch import diff_match_patch  # type: ignore[import-untyped]  # it has no annotations
from msgspec import Struct

from coalition.directions import ORDERED_NUMBER
from coalition.text.markup import TableWords

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    Parts = Sequence[str | TableWords]

# Vowel signs, other marks on letters, joiners and apostrophes are parts of a word.
_MARKS = "\u0300-\u036f\u0483-\u0487\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u200c\u200d"
# A number such as "3(a)" or "-5" is one word: a part of it would stand in the wrong place in right-to-left text.
_TOKEN = re.compile(rf"{ORDERED_NUMBER}|[\w{_MARKS}]+(?:['\u2019][\w{_MARKS}]+)*|\s+|[^\w\s]")
_SURROGATES = range(0xD800, 0xE000)
_KINDS = {-1: "del", 0: "", 1: "ins"}


class Piece(Struct, frozen=True):
    """Some words of a difference; `kind` is empty if they stayed, `ins` if they were added, `del` if they were removed."""

    kind: str
    text: str


class _Alphabet:
    """Gives each different token of two texts its own character, so that the library compares whole words; each table is a token."""

    def __init__(self) -> None:
        self.tokens: dict[str, str | TableWords] = {}
        self.characters: dict[str, str] = {}

    def encode(self, parts: Parts) -> str:
        return self._encode_words("\n").join(self._add(part) if isinstance(part, TableWords) else self._encode_words(part) for part in parts)

    def decode(self, characters: str) -> Iterator[str | TableWords]:
        return (self.tokens[character] for character in characters)

    def _encode_words(self, text: str) -> str:
        return "".join(self.characters.get(token) or self._add(token) for token in _TOKEN.findall(text))

    def _add(self, token: str | TableWords) -> str:
        character = _character(len(self.tokens) + 1)
        if isinstance(token, str):
            self.characters[token] = character
        self.tokens[character] = token
        return character


def pieces_of(old: str, new: str) -> list[Piece]:
    """Return the difference between two texts, in whole words."""
    return [Piece(kind, "".join(map(str, tokens))) for kind, tokens in word_differences([old], [new])]


def word_differences(old: Parts, new: Parts) -> Iterator[tuple[str, Iterator[str | TableWords]]]:
    """Yield what stayed, was removed or was added, in order: the kind as in `Piece`, and the words and tables."""
    alphabet = _Alphabet()
    return ((kind, alphabet.decode(characters)) for kind, characters in _compared(alphabet.encode(old), alphabet.encode(new)))


def item_differences(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[str, int]]:
    """Yield what stayed, was removed or was added between two sequences, in order: the kind as in `Piece`, and how many items.

    Raises:
        OverflowError: the sequences have more than a million different items.

    """
    characters: dict[Hashable, str] = {}
    written = ["".join(characters.setdefault(item, _character(len(characters) + 1)) for item in items) for items in (old, new)]
    return ((kind, len(items)) for kind, items in _compared(*written))


def tokens_in(text: str) -> list[str]:
    """The words, spaces and signs of a text, as they are compared."""
    return _TOKEN.findall(text)


def _compared(old: str, new: str) -> Iterator[tuple[str, str]]:
    library = diff_match_patch()
    library.Diff_Timeout = 0
    differences = library.diff_main(old, new, checklines=False)
    library.diff_cleanupSemantic(differences)
    return ((_KINDS[kind], characters) for kind, characters in differences if characters)


def _character(number: int) -> str:
    """The character that stands for a token; none of them is half of a pair."""
    code = number + (len(_SURROGATES) if number >= _SURROGATES.start else 0)
    if code > sys.maxunicode:
        raise OverflowError
    return chr(code)
