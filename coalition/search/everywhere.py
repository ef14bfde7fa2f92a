"""The search for everybody: which entries a query finds, the best first.

Whole words come before beginnings of words, these before parts of words, and what is only near comes last: a letter wrong, other ways to
write the same sounds. At the same level names come before texts. What is near is looked for in sections where the rest finds too little.
The number of statements is fixed, and no more than `MOST` entries with one word are read.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from enum import IntEnum
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct

from coalition.fields import LONGEST_NAME
from coalition.search.candidate_queries import MOST, Lookup, Needed, Reading, StoredWord, entries_with, words_with
from coalition.search.search_entries import language_word
from coalition.search.spellings import SHORTEST_PART, begins_with, calls_provisions, distance, has_part, is_number, is_small, near_keys, terms_of
from coalition.search.tables import Section

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

MOST_WORDS = 8
_FEW = 10  # where so many rows are found, nothing near is looked for
_MOST_NEAR = 20  # words that are near to one
_SECTIONS = {section.value: section for section in Section}
TEXTS = frozenset({Section.FORUM_TEXT, Section.PROVISION})


class Level(IntEnum):
    """How well an entry has a word."""

    WHOLE = 0
    BEGINNING = 1
    PART = 2
    NEAR = 3


class Term(NamedTuple):
    """A word of a query: its spellings, and the words that are near to it, in any section.

    An entry may lack an `optional` word: "article 3" finds provision 3, whatever the text calls it.
    """

    spellings: frozenset[str]
    is_optional: bool = False
    near: frozenset[str] = frozenset()

    def level(self, words: str) -> Level | None:
        """Return how well the words of an entry have it; None if they do not."""
        for level, texts in _texts_of(self):
            if any(text in words for text in texts):
                return level
        return None

    @property
    def texts(self) -> list[str]:
        """The texts of which the words of an entry hold one, if they have it: none begins with another, and numbers are whole."""
        whole, beginnings, parts, near = (texts for _, texts in _texts_of(self))
        short = [text for text in beginnings if text[1:] not in parts]
        return [*(text for text in whole if not text.startswith(beginnings)), *short, *parts, *near]


@lru_cache(maxsize=500)
def _texts_of(term: Term) -> tuple[tuple[Level, tuple[str, ...]], ...]:
    """Return at each level the texts of which the words of an entry hold one; a number is only looked for as a whole."""
    letters = [spelling for spelling in sorted(term.spellings) if not is_number(spelling)]
    return (
        (Level.WHOLE, tuple(f" {spelling} " for spelling in sorted(term.spellings))),
        (Level.BEGINNING, tuple(f" {spelling}" for spelling in letters)),
        (Level.PART, tuple(spelling for spelling in letters if len(spelling) >= SHORTEST_PART)),
        (Level.NEAR, tuple(f" {word} " for word in sorted(term.near))),
    )


class Match(Struct, frozen=True):
    """An entry that is found; sorted by `rank`, the best come first."""

    id: int
    section: Section
    subject: int
    language: str
    place: str
    label: str
    position: int
    rank: tuple[Any, ...]


class Matches(Struct, frozen=True):
    """What a query finds, the best first, and its words with what is near to them where that was looked for.

    `corrected` is the query with the nearest word in the place of each that nothing has; "" if every word is known, or some are like none.
    """

    matches: Sequence[Match] = ()
    terms: Sequence[Term] = ()
    corrected: str = ""


async def search_everywhere(query: str, sections: Collection[Section], *, language: str = "") -> Matches:
    """Return what a query finds in some sections; with a `language`, what can be read in it. It takes five statements at most."""
    terms = _terms(query)
    vocabulary = _Vocabulary(sections, language)
    await vocabulary.add_exact(terms)
    ranked = _ranked(await entries_with(vocabulary.readings(terms, Level.WHOLE, sections)), terms)
    for level, enough in ((Level.PART, MOST // 2), (Level.NEAR, _FEW)):
        sparse = _with_fewer(ranked.values(), sections, enough)
        if level is Level.NEAR and sparse:
            terms = await vocabulary.add_near(terms)
        rows = await entries_with(vocabulary.readings(terms, level, sparse))
        ranked |= _ranked((row for row in rows if row["id"] not in ranked), terms)
    return Matches(sorted(ranked.values(), key=lambda match: match.rank), terms, vocabulary.corrected(terms))


def _with_fewer(matches: Iterable[Match], sections: Iterable[Section], number: int) -> list[Section]:
    """Return the sections in which fewer rows than a number are found."""
    counts = Counter(section for section, _ in {(match.section, match.subject) for match in matches})
    return [section for section in sections if counts[section] < number]


def _terms(query: str) -> list[Term]:
    """Return the words of a query; one that is longer than a name can be has none."""
    every = terms_of(query, MOST_WORDS) if len(query) <= LONGEST_NAME else ()
    has_number = any(map(is_number, chain.from_iterable(every)))
    has_others = not all(map(is_small, every))
    return [Term(spellings, (has_others and is_small(spellings)) or (has_number and calls_provisions(spellings))) for spellings in every]


class _Vocabulary:
    """The words of some sections that the words of a query may mean, at each level."""

    def __init__(self, sections: Collection[Section], language: str) -> None:
        """Begin empty."""
        self.sections = frozenset(sections)
        self.language = language
        self._words: dict[tuple[Section, int, Level], list[StoredWord]] = defaultdict(list)
        self._of_language: dict[Section, int] = {}
        self._nearest: dict[int, str] = {}

    async def add_exact(self, terms: Sequence[Term]) -> None:
        """Add the words that a query has, the words that begin with them, and those that have them inside."""
        asked = [(number, part) for number, term in enumerate(terms) for part in sorted(term.spellings)]
        whole = [(number, part, Lookup(begins_with(part), is_beginning=not is_number(part))) for number, part in asked]
        inside = [(number, part, Lookup(has_part(part), is_beginning=True)) for number, part in asked if len(part) >= SHORTEST_PART]
        lookups = [*whole, *(each for each in inside if not is_number(each[1]))]
        own = [Lookup(begins_with(language_word(self.language)))] if self.language and terms else []
        for word in await self._read([*(lookup for *_, lookup in lookups), *own]):
            if word.lookup == len(lookups):
                self._of_language[word.section] = word.id
            else:
                number, part, lookup = lookups[word.lookup]
                level = Level.PART if lookup.key == has_part(part) else Level.WHOLE if word.spelling == part else Level.BEGINNING
                self._words[word.section, number, level].append(word)

    async def add_near(self, terms: Sequence[Term]) -> list[Term]:
        """Add the words that are near to those of a query; return these with them."""
        lookups = [(number, key) for number, term in enumerate(terms) for key in sorted({key for word in term.spellings for key in near_keys(word)})]
        near: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        words = [word for word in await self._read([Lookup(key) for _, key in lookups]) if not word.spelling.startswith("@")]
        for word in words:
            number = lookups[word.lookup][0]
            distances = [far for spelling in terms[number].spellings if (far := distance(spelling, word.spelling))]
            if distances and word.spelling not in terms[number].spellings:
                near[number][word.spelling] = (min(distances), len(word.spelling))
        chosen = {number: sorted(found, key=lambda spelling: (found[spelling], spelling))[:_MOST_NEAR] for number, found in near.items()}
        self._nearest = {number: found[0] for number, found in chosen.items()}
        for word in {(word.id, lookups[word.lookup][0]): word for word in words}.values():
            number = lookups[word.lookup][0]
            if word.spelling in chosen.get(number, ()):
                self._words[word.section, number, Level.NEAR].append(word)
        return [term._replace(near=frozenset(chosen.get(number, ()))) for number, term in enumerate(terms)]

    async def _read(self, lookups: Sequence[Lookup]) -> list[StoredWord]:
        return [word for word in await words_with(lookups) if word.section in self.sections]

    def corrected(self, terms: Sequence[Term]) -> str:
        """Return the query with the nearest words, as `Matches` has it."""
        known = [any(self._words[section, number, Level.WHOLE] for section in self.sections) for number in range(len(terms))]
        words = [min(term.spellings) if known[number] else self._nearest.get(number, "") for number, term in enumerate(terms)]
        return " ".join(words) if all(words) and not all(known) else ""

    def readings(self, terms: Sequence[Term], most: Level, sections: Iterable[Section]) -> list[Reading]:
        """Return what to read of each section for entries that have all words of a query at a level or a better one."""
        return [reading for section in sections if (reading := self._reading(section, terms, most))]

    def _reading(self, section: Section, terms: Sequence[Term], most: Level) -> Reading | None:
        """Return what to read of a section: the entries with the rarest word of the query, on the condition that they have the others."""
        of_language = [Needed(ids=[self._of_language[section]])] if section in self._of_language else []
        words = {number: self._words_of(section, number, most) for number, term in enumerate(terms) if not term.is_optional}
        if not words or not all(words.values()) or (self.language and not of_language):
            return None
        entries = {number: sum(stored.entries for stored in of_term) for number, of_term in words.items()}
        rarest = min(words, key=entries.__getitem__)
        others = [number for number in words if number != rarest]
        if most is Level.WHOLE:
            needed = [Needed(ids=sorted({word.id for word in words[number]})) for number in others]
        else:
            needed = [Needed(texts=terms[number].texts) for number in others]
        return Reading(_few_of(words[rarest], most), [*of_language, *needed])

    def _words_of(self, section: Section, number: int, most: Level) -> list[StoredWord]:
        """Return the words of a section for a word of the query, the best level first, each once."""
        unique: dict[int, StoredWord] = {}
        for level in Level:
            for word in sorted(self._words[section, number, level], key=lambda each: (len(each.spelling), each.spelling)) if level <= most else ():
                unique.setdefault(word.id, word)
        return list(unique.values())


def _few_of(words: Sequence[StoredWord], most: Level) -> list[int]:
    """Return the words (ids) whose entries are read: whole ones all, of others the first that together have enough entries."""
    chosen, entries = [], 0
    for word in words:
        if most is not Level.WHOLE and entries >= MOST:
            break
        chosen.append(word.id)
        entries += word.entries
    return chosen


def _ranked(rows: Iterable[Mapping[str, Any]], terms: Sequence[Term]) -> dict[int, Match]:
    """Return the entries that were read, each once, by id; at the same place their order is one that no id decides, unless they are alike."""
    return {row["id"]: match for row in {row["id"]: row for row in rows}.values() if (match := _match(row, terms))}


def _match(row: Mapping[str, Any], terms: Sequence[Term]) -> Match | None:
    section = _SECTIONS[row["section"]]
    is_called_so = any(row["label"] in term.spellings for term in terms)
    levels = [level for term in terms if (level := _level(row["words"], term, is_called_so=is_called_so)) is not None]
    if len(levels) < len(terms):
        return None
    order = (section in TEXTS, sum(levels), not is_called_so, row["length"], row["words"], row["position"], row["subject"])
    shown = (row["language"], row["place"], row["label"], row["position"])
    return Match(row["id"], section, row["subject"], *shown, (max(levels), *order))


def _level(words: str, term: Term, *, is_called_so: bool) -> Level | None:
    """Return how well an entry has a word; one without an optional word is a little worse, unless it is called by the number."""
    level = term.level(words)
    if level is None and term.is_optional:
        return Level.WHOLE if is_called_so else Level.BEGINNING
    return level
