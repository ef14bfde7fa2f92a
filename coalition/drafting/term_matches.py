"""Whether the words of a glossary stand in a text, and the terms of which a text has one side only.

It compares whole words by their beginnings, without case and accents: an ending may change ("torture", "tortured"; "пытки",
"пыток"), and Arabic words may have the article and the particles that are written with them. It does not know irregular forms, other
words for the same thing, other orders of words, or in which sense a word is used: what it says is advice.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.remembered import MEMORIES, PASSAGES, bounded_cache
from coalition.search_keys import plain_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ARABIC = re.compile("[\u0600-\u06ff]")
_PARTICLES = re.compile("^[\u0648\u0641]?[\u0628\u0643\u0644\u0633]?(?:\u0627\u0644|(?<=\u0644)\u0644)?(?=.{3})")
_ARTICLE = re.compile("^\u0627\u0644(?=.{2})")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_LONG, _LONGER = 5, 7  # letters of a word whose last one, or last two, may be an ending
_WORDS = 5000  # that are remembered: most words of a text stand in it several times
_ALTERNATIVES = ";"
_GLOSSARIES = 8  # pairs of languages whose terms are remembered


class TermPair(Struct, frozen=True):
    """A term in two languages; several words for it stand in one rendering with semicolons between them."""

    own: str
    beside: str
    note: str = ""


class Flag(Struct, frozen=True):
    """A term of which a text has one side only: `has` says whether the language that is written has it, or the one beside it."""

    term: TermPair
    own_has_it: bool


class TextWords:
    """The words of a text, for the question whether a term stands in it."""

    def __init__(self, text: str) -> None:
        """Fold the words."""
        key = plain_key(text)
        self.words = [*map(_forms, key.split())] if _ARABIC.search(key) else [(word,) for word in key.split()]

    @cached_property
    def forms(self) -> list[str]:
        """The words in every form, each once, in order."""
        return sorted({form for forms in self.words for form in forms})

    def has(self, rendering: str) -> bool:
        """Whether one of the words for a term stands in the text."""
        return any(self.has_all(stems) for stems in _stems(rendering))

    def has_all(self, stems: Sequence[str]) -> bool:
        """Whether words with these beginnings stand in the text, one after the other."""
        if not all(map(self._has, stems)):
            return False
        places = range(len(self.words) - len(stems) + 1)
        return len(stems) == 1 or any(all(_begins(self.words[at + index], stem) for index, stem in enumerate(stems)) for at in places)

    def _has(self, stem: str) -> bool:
        at = bisect_left(self.forms, _bare(stem))
        return at < len(self.forms) and _begins((self.forms[at],), stem)


def _begins(forms: Iterable[str], stem: str) -> bool:
    return any(form == _bare(stem) if _is_whole(stem) else form.startswith(stem) for form in forms)


def _is_whole(stem: str) -> bool:
    return stem.endswith("$")


def _bare(stem: str) -> str:
    return stem.removesuffix("$")


@lru_cache(maxsize=_WORDS)
def _forms(word: str) -> tuple[str, ...]:
    """Return a word of a text, in Arabic also without what is written together with it."""
    if not _ARABIC.search(word):
        return (word,)
    return tuple(dict.fromkeys((word, _ARTICLE.sub("", word), _PARTICLES.sub("", word))))


@lru_cache(maxsize=_WORDS)
def _stems(rendering: str) -> tuple[tuple[str, ...], ...]:
    """Return for each word or phrase for a term the beginnings of its words; "$" ends one that has to be the whole word."""
    phrases = [plain_key(phrase).split() for phrase in rendering.split(_ALTERNATIVES)]
    return tuple(tuple(map(_stem, words)) for words in phrases if words)


def _stem(word: str) -> str:
    if _ARABIC.search(word):
        return _ARTICLE.sub("", word).removesuffix("\u0647") or word
    if len(word) < _LONG:
        return f"{word}$" if len(word) < _LONG - 1 else word
    if _CYRILLIC.search(word):
        return word[:-2] if len(word) >= _LONGER or word[-2] == "\u043a" else word[:-1]  # the vowel before "к" comes and goes: "пыток"
    return word[:-1] if word[-1] in "ey" else word


class _Begun(Struct, frozen=True):
    """The renderings that one word may begin, by their place: those that are a single word, and phrases with their words."""

    words: frozenset[int]
    phrases: Sequence[tuple[int, Sequence[str]]]


class _Renderings:
    """Renderings by their first word or its beginning, so that each text is asked only for those whose first word it has."""

    def __init__(self, renderings: Iterable[str]) -> None:
        """Read the renderings; they are known by their place."""
        self.by_first: dict[str, list[tuple[int, Sequence[str]]]] = defaultdict(list)
        for place, rendering in enumerate(renderings):
            for stems in _stems(rendering):
                self.by_first[stems[0]].append((place, stems))
        self.lengths = sorted({len(stem) for stem in self.by_first if not _is_whole(stem)})
        self.begun: dict[str, _Begun] = {}

    def standing_in(self, text: TextWords) -> set[int]:
        """Return the places of those that stand in a text."""
        known = self.begun
        begun = [known.get(form) or self._begun_by(form) for form in text.forms]
        phrases = {place for each in begun for place, stems in each.phrases if text.has_all(stems)}
        return phrases.union(*[each.words for each in begun])

    def _begun_by(self, form: str) -> _Begun:
        """Return those whose first word is this word, or its beginning."""
        firsts = {form[:length] for length in self.lengths} | {f"{form}$"}
        pairs = [pair for first in firsts for pair in self.by_first.get(first, ())]
        words = frozenset(place for place, stems in pairs if len(stems) == 1)
        begun = _Begun(words, [(place, stems) for place, stems in pairs if len(stems) > 1])
        if len(self.begun) >= _WORDS:
            self.begun.clear()
        self.begun[form] = begun
        return begun


@lru_cache(maxsize=2 * _GLOSSARIES)
def _renderings(renderings: tuple[str, ...]) -> _Renderings:
    """Return renderings that were read; those of one language are often beside two others."""
    return _Renderings(renderings)


@bounded_cache(*PASSAGES)
def _standing_in(source: str, renderings: _Renderings) -> set[int]:
    return renderings.standing_in(TextWords(source))


class Terms:
    """The terms of a glossary, read once for many texts."""

    def __init__(self, terms: Iterable[TermPair]) -> None:
        """Read the terms."""
        self.terms = [*terms]
        self.own, self.beside = (_renderings(tuple(words)) for words in ([term.own for term in self.terms], [term.beside for term in self.terms]))

    def one_sided(self, beside: str, own: str) -> list[Flag]:
        """Return the terms that only one of two texts has: the one beside, or the one that is written."""
        own_has, other_has = _standing_in(own, self.own), _standing_in(beside, self.beside)
        return [Flag(self.terms[place], own_has_it=place in own_has) for place in sorted(own_has ^ other_has)]


@lru_cache(maxsize=_GLOSSARIES)
def terms_of(terms: tuple[TermPair, ...]) -> Terms:
    """Return the terms of a glossary; those that were read last remember which of them stand in which provision."""
    return Terms(terms)


MEMORIES += [cached.cache_clear for cached in (plain_key, _forms, _stems, _renderings, terms_of)]


def one_sided(terms: Iterable[TermPair], beside: str, own: str) -> list[Flag]:
    """Return the terms that only one of two texts has."""
    return terms_of(tuple(terms)).one_sided(beside, own)
