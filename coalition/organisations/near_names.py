"""Whether two names may be those of one organisation: the same shape, the same words without what says what kind it is, or nearly the same.

Names that may be those of one organisation share a key, so they are found without being compared one by one; a shared key only
preselects. The register stores few keys of a name, which many names share; of names that are read, `NameIndex` has more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from hashlib import blake2b
from itertools import zip_longest
from typing import TYPE_CHECKING

from coalition.organisations.likeness import shapes
from coalition.search_keys import latin_letters, plain_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    Parts = tuple[str, ...]  # what a key is made of: its mark, then texts

MOST_WITH_A_KEY = 50  # organisations that one key finds: a key that more have distinguishes none of them
_LONGEST_SHORT = 4  # letters of a word in which one wrong letter makes another word
_MANY = 3  # words of a name that stays recognisable with one word more or less
_SHAPE, _WHOLE, _FEWER, _BEGINNING, _END, _SPELLING = "shape", "whole", "fewer", "beginning", "end", "spelling"
_APOSTROPHES = str.maketrans(dict.fromkeys("'`@"))  # transliteration writes letters with them
# What people write in several ways when they write a name in Latin letters, and what it is compared as.
_SOUNDS = {"shch": "sch", "dzh": "j", "zh": "j", "kh": "h", "gh": "g", "ts": "c", "ph": "f", "q": "k", "w": "v"}
_SOUNDS |= dict.fromkeys(("yy", "iy", "yi", "ii", "y"), "i")
_SOUND = re.compile("|".join(_SOUNDS))
# Words that say what kind of organisation it is, and small words, in the languages of the interface and as people write them.
_KINDS = (  # noqa: SIM905 -- four lines instead of sixty
    "a an and the of for in ngo npo cso public foundation fund association organisation organization union non governmental society trust inc "
    "и в по за оо оф ао нпо пф ро роо общественный общественная общественное объединение организация фонд ассоциация союз общество "
    "неправительственная некоммерческая "
    "في و من منظمة جمعية مؤسسة اتحاد رابطة غير حكومية أهلية المنظمة الجمعية المؤسسة الاتحاد الرابطة "
    "og i av stiftelsen stiftelse foreningen forening organisasjonen organisasjon forbundet forbund"
).split()


def _folded(text: str) -> list[str]:
    """Return the words of a text in Latin letters, with one spelling for each sound."""
    plain = plain_key(latin_letters(text).translate(_APOSTROPHES))
    return _SOUND.sub(lambda sound: _SOUNDS[sound[0]], plain).split()


_KIND_WORDS = frozenset(word for kind in _KINDS for word in _folded(kind))


class WrittenName:
    """A name, compared by its shape and by its words in Latin letters."""

    def __init__(self, text: str) -> None:
        """Hold the name."""
        self.text = text

    @cached_property
    def shapes(self) -> frozenset[str]:
        """What it looks like."""
        return shapes(self.text)

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its different words, in order, without those that say what kind of organisation it is, unless there are no others."""
        every = set(_folded(self.text))
        return tuple(sorted(every - _KIND_WORDS or every))

    def is_same(self, other: WrittenName) -> bool:
        """Whether the two look the same, whatever the marks, the case and the punctuation."""
        return not self.shapes.isdisjoint(other.shapes)

    def is_near(self, other: WrittenName) -> bool:
        """Whether the two have the same words in any order, but for one letter, or for one word of several; numbers distinguish."""
        if self.is_short or other.is_short:
            return False
        if len(self.words) == len(other.words):
            return self.words == other.words or _differ_by_a_letter(self.words, other.words)
        fewer, more = sorted((self.words, other.words), key=len)
        others = set(more) - set(fewer)
        return len(more) >= _MANY and len(more) - len(fewer) == len(others) == 1 and not others.pop().isdecimal()

    @cached_property
    def is_short(self) -> bool:
        """Whether it has only words that one wrong letter makes other words, so that no name is near."""
        return max(map(len, self.words), default=0) < _LONGEST_SHORT

    def stored_keys(self) -> set[int]:
        """Return the keys that the register stores; a name that is the same, or near, asks for one of them."""
        ends = (end for word, others in self._long_words() for end in _ends(word, _half(len(word)), others))
        return set(map(_key, (*self._with_fewer(), *ends)))

    def asked_keys(self) -> set[int]:
        """Return the keys by which names that are the same, or near, are found; the word with a slip may have a letter more or less."""
        halves = ((word, others, half) for word, others in self._long_words() for half in {_half(len(word) + more) for more in (-1, 0, 1)})
        return set(map(_key, (*self._among_fewer(), *(end for word, others, half in halves for end in _ends(word, half, others)))))

    def stored_spellings(self) -> set[int]:
        """Return keys that hardly any other names share than those that are the same, or near; only this process knows them."""
        return {hash(parts) for parts in (*self._with_fewer(), *self._spellings())}

    def asked_spellings(self) -> set[int]:
        """Return the keys for which to look among those of `stored_spellings`."""
        return {hash(parts) for parts in (*self._among_fewer(), *self._spellings())}

    def _with_fewer(self) -> Iterator[Parts]:
        yield from ((_SHAPE, shape) for shape in self.shapes)
        if not self.is_short:
            yield _WHOLE, *self.words
            yield from ((_FEWER, *fewer) for fewer in self._fewer())

    def _among_fewer(self) -> Iterator[Parts]:
        yield from ((_SHAPE, shape) for shape in self.shapes)
        if not self.is_short:
            yield _WHOLE, *self.words
            yield _FEWER, *self.words
            yield from ((_WHOLE, *fewer) for fewer in self._fewer())

    def _spellings(self) -> Iterator[Parts]:
        """Yield each longer word, and what is left of it without each of its letters, with the other words."""
        for word, others in self._long_words():
            yield _SPELLING, word, *others
            yield from ((_SPELLING, word[:at] + word[at + 1 :], *others) for at in range(len(word)))

    def _fewer(self) -> Iterator[tuple[str, ...]]:
        """Yield all words but one, if the name stays recognisable."""
        if len(self.words) >= _MANY:
            yield from (self.words[:at] + self.words[at + 1 :] for at in range(len(self.words)))

    def _long_words(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield each word in which a wrong letter makes no other word, and the other words."""
        for at, word in enumerate(self.words):
            if len(word) > _LONGEST_SHORT:
                yield word, self.words[:at] + self.words[at + 1 :]


class NameIndex:
    """Names that were read, by their keys: of organisations, or of rows of a file."""

    def __init__(self) -> None:
        """Begin without names."""
        self._owners: dict[int, list[int]] = defaultdict(list)

    def add(self, owner: int, names: Iterable[WrittenName]) -> None:
        """Add the names of an organisation or of a row."""
        for key in {key for name in names for key in name.stored_spellings()}:
            self._owners[key].append(owner)

    def owners(self, names: Iterable[WrittenName]) -> set[int]:
        """Return whose names may be the same as some, or near; at most `MOST_WITH_A_KEY` for each key."""
        keys = {key for name in names for key in name.asked_spellings()}
        return {owner for key in keys if key in self._owners for owner in self._owners[key][:MOST_WITH_A_KEY]}


def _half(length: int) -> int:
    """Return how many letters stay as they are at one end of a word or at the other, wherever one is wrong or two are exchanged."""
    return max((length - 1) // 2, _LONGEST_SHORT // 2)


def _ends(word: str, half: int, others: tuple[str, ...]) -> Iterator[Parts]:
    yield _BEGINNING, word[:half], *others
    yield _END, word[-half:], *others


def _key(parts: Parts) -> int:
    return int.from_bytes(blake2b("\0".join(parts).encode(), digest_size=8).digest(), "big", signed=True)


def _differ_by_a_letter(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    only_left, only_right = set(left) - set(right), set(right) - set(left)
    return len(only_left) == len(only_right) == 1 and _is_a_slip(only_left.pop(), only_right.pop())


def _is_a_slip(left: str, right: str) -> bool:
    """Whether a longer word differs from another by one letter that was added, left out or replaced, or by two that were exchanged."""
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) <= _LONGEST_SHORT or len(longer) - len(shorter) > 1 or shorter.isdecimal():
        return False
    at = next(place for place, (letter, other) in enumerate(zip_longest(shorter, longer)) if letter != other)
    if len(shorter) < len(longer):
        return shorter[at:] == longer[at + 1 :]
    exchanged = shorter[at : at + 2] == longer[at : at + 2][::-1] and shorter[at + 2 :] == longer[at + 2 :]
    return shorter[at + 1 :] == longer[at + 1 :] or exchanged
