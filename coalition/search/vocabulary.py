"""The stored words that the words of a query may mean, and what is read of each section to find the entries with all of them.

Work is bounded by the rarest word: the entries with it are read, on the condition that they have the others. What is read at a level
are the entries that have a word at this level and no better one, because the others have been read before.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from coalition.search.candidate_queries import MOST, Lookup, Reading, StoredWord, Trial, words_called, words_with
from coalition.search.query_terms import Level
from coalition.search.search_entries import language_word
from coalition.search.spellings import SHORTEST_PART, begins_with, distance, has_part, is_number, latin_forms, near_keys, sounds_begun

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coalition.search.query_terms import Term
    from coalition.search.tables import Section

_MOST_NEAR = 20  # words that are near to one


class Vocabulary:
    """The words of some sections that the words of a query may mean, at each level."""

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        """Begin empty."""
        self.terms = terms
        self._language = language
        self._words: dict[tuple[Section, int, Level], list[StoredWord]] = defaultdict(list)
        self._of_language: dict[Section, StoredWord] = {}
        self._nearest: dict[int, str] = {}

    async def add_whole(self, sections: Iterable[Section]) -> None:
        """Add the words that a query has."""
        own = {language_word(self._language)} if self._language and self.terms else set()
        for word in await words_called(own.union(*(term.spellings for term in self.terms)), sections):
            if word.spelling in own:
                self._of_language[word.section] = word
            for number, term in enumerate(self.terms):
                if word.spelling in term.spellings:
                    self._words[word.section, number, Level.WHOLE].append(word)

    async def add_parts(self, sections: Iterable[Section]) -> None:
        """Add the words that begin with those of a query, and those that have them inside; numbers are only whole."""
        lookups = []
        for number, part in self._letters():
            lookups.append(Lookup(number, begins_with(part), is_beginning=True))
            lookups += [Lookup(number, has_part(part), is_beginning=True)] if len(part) >= SHORTEST_PART else []
        beginnings = [tuple(spelling for spelling in term.spellings if not is_number(spelling)) for term in self.terms]
        for word in await words_with(lookups, sections):
            if word.spelling not in self.terms[word.term].spellings:
                level = Level.BEGINNING if word.spelling.startswith(beginnings[word.term]) else Level.PART
                self._words[word.section, word.term, level].append(word)

    async def add_near(self, sections: Iterable[Section]) -> None:
        """Add the words that are near to those of a query, to its words too."""
        keys = {(number, key) for number, part in self._letters() for key in near_keys(part)}
        begun = {(number, key) for number, part in self._letters() for key in sounds_begun(part)}
        lookups = [*(Lookup(*each) for each in sorted(keys)), *(Lookup(*each, is_beginning=True) for each in sorted(begun))]
        words = [word for word in await words_with(lookups, sections) if not word.spelling.startswith("@")]
        near: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for number, spelling in {(word.term, word.spelling) for word in words}:
            distances = [far for part in self.terms[number].spellings if (far := distance(part, spelling))]
            if distances and spelling not in self.terms[number].spellings:
                near[number][spelling] = (min(distances), len(spelling))
        chosen = {number: sorted(found, key=lambda spelling: (found[spelling], spelling))[:_MOST_NEAR] for number, found in near.items()}
        self._nearest = {number: found[0] for number, found in chosen.items()}
        self.terms = [term._replace(near=frozenset(chosen.get(number, ()))) for number, term in enumerate(self.terms)]
        for word in words:
            if word.spelling in self.terms[word.term].near:
                self._words[word.section, word.term, Level.NEAR].append(word)

    def _letters(self) -> list[tuple[int, str]]:
        """Return the spellings for which others are looked for: not those of numbers, nor of what an entry may lack."""
        return [(number, part) for number in self._required() for part in sorted(self.terms[number].spellings) if not is_number(part)]

    @property
    def lacks_words(self) -> bool:
        """Whether no entry has one of the words of the query that it must have as it is."""
        return not self._known.issuperset(self._required())

    @property
    def corrected(self) -> str:
        """The query with the nearest words, as `Matches` has it; what nothing has and may be lacking is left out."""
        known = self._known
        these = [number for number, term in enumerate(self.terms) if number in known or not term.is_optional]
        words = [min(self.terms[number].spellings) if number in known else self._nearest.get(number, "") for number in these]
        return " ".join(words) if all(words) and self.lacks_words else ""

    @property
    def _known(self) -> set[int]:
        return {number for (_, number, level), words in self._words.items() if level is Level.WHOLE and words}

    def readings(self, sections: Iterable[Section]) -> list[Reading]:
        """Return what to read of some sections for the entries that have all words as they are: by the rarest of them."""
        return [reading for section in sections for reading in self._readings(section)]

    def _readings(self, section: Section) -> list[Reading]:
        words = {number: _widest(self._words[section, number, Level.WHOLE]) for number in self._required()}
        if not words or not all(words.values()) or not self._can_be_read(section):
            return []
        rarest = min(words, key=lambda number: _entries(words[number]))
        others = [*(words[number] for number in words if number != rarest), *self._language_of(section)]
        return [Reading(word, sorted(others, key=_entries)) for word in words[rarest]]

    def trials(self, sections: Iterable[Section], level: Level) -> list[Trial]:
        """Return what to read of some sections for the entries that have a word of the query at a level and no better one."""
        return [trial for section in sections for trial in self._trials(section, level)]

    def _trials(self, section: Section, level: Level) -> list[Trial]:
        new = {number: self._words_of(section, number, _NEW[level]) for number in self._required()}
        old = {number: self._words_of(section, number, _OLD[level]) for number in new}
        every = {number: [*old[number], *new[number]] for number in new}
        if not new or not all(every.values()) or not self._can_be_read(section):
            return []
        unknown = [number for number in new if not old[number]]
        trials = [self._trial(section, number, new, every) for number in unknown[:1] or new if new[number]]
        return list({tuple(word.id for word in trial.words): trial for trial in trials}.values())

    def _trial(self, section: Section, number: int, new: Mapping[int, list[StoredWord]], every: Mapping[int, list[StoredWord]]) -> Trial:
        """Return what reads the entries with a new word for a word of the query: by these words, or by those of a rarer one."""
        words = {**every, number: new[number]}
        rarest = min(words, key=lambda each: (_entries(words[each]), each != number))
        language = [[f" {word.spelling} "] for group in self._language_of(section) for word in group]
        return Trial(_few_of(words[rarest]), [*language, *(self.terms[each].texts for each in words if each != rarest)])

    def _required(self) -> list[int]:
        return [number for number, term in enumerate(self.terms) if not term.is_optional]

    def _can_be_read(self, section: Section) -> bool:
        return not self._language or section in self._of_language

    def _language_of(self, section: Section) -> list[list[StoredWord]]:
        return [[self._of_language[section]]] if section in self._of_language else []

    def _words_of(self, section: Section, number: int, levels: Iterable[Level]) -> list[StoredWord]:
        """Return the words of a section for a word of the query, the best level first, each once."""
        unique: dict[int, StoredWord] = {}
        for level in levels:
            for word in sorted(self._words[section, number, level], key=lambda each: (len(each.spelling), each.spelling)):
                unique.setdefault(word.id, word)
        return list(unique.values())


_NEW = {Level.PART: (Level.BEGINNING, Level.PART), Level.NEAR: (Level.NEAR,)}
_OLD = {Level.PART: (Level.WHOLE,), Level.NEAR: (Level.WHOLE, Level.BEGINNING, Level.PART)}


def _widest(words: Sequence[StoredWord]) -> list[StoredWord]:
    """Return words without those that only entries with another one have: the same word in its own script, and in Latin letters."""
    by_spelling = {word.spelling for word in words}
    return [word for word in words if word.spelling.isascii() or by_spelling.isdisjoint(latin_forms(word.spelling))]


def _entries(words: Iterable[StoredWord]) -> int:
    return sum(word.entries for word in words)


def _few_of(words: Sequence[StoredWord]) -> list[StoredWord]:
    """Return the first words that together have enough entries."""
    chosen, entries = list[StoredWord](), 0
    for word in words:
        if entries >= MOST:
            break
        chosen.append(word)
        entries += word.entries
    return chosen
