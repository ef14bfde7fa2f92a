"""The search for everybody: which entries a query finds, the best first.

Whole words come before beginnings of words, these before parts of words, and what is only near comes last: a letter wrong, other ways to
write the same sounds. At the same level names come before texts. Parts are looked for in sections where whole words find too little, and
what is near in those where parts do so, too. The number of statements is fixed, and each reads `MOST` entries with one word at most.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.search.candidate_queries import MOST, entries_that_hold, entries_with
from coalition.search.query_terms import Level, Term, terms_in
from coalition.search.tables import Section
from coalition.search.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_FEW = 10  # where so many rows are found, nothing near is looked for
_SECTIONS = {section.value: section for section in Section}
TEXTS = frozenset({Section.FORUM_TEXT, Section.PROVISION, Section.ARTICLE_TEXT})


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
    """Return what a query finds in some sections; with a `language`, what can be read in it. It takes six statements at most."""
    vocabulary = Vocabulary(terms_in(query), language)
    await vocabulary.add_whole(sections)
    ranked = _ranked(await entries_with(vocabulary.readings(sections)), vocabulary.terms)
    open_sections = _with_less(ranked.values(), sections)
    for level, add, enough in ((Level.PART, vocabulary.add_parts, MOST // 2), (Level.NEAR, vocabulary.add_near, _FEW)):
        sparse = _with_fewer(ranked.values(), open_sections, enough)
        await add(sections if level is Level.NEAR and sparse and vocabulary.lacks_words else sparse)
        rows = await entries_that_hold(vocabulary.trials(sparse, level))
        ranked |= _ranked((row for row in rows if row["id"] not in ranked), vocabulary.terms)
    return Matches(sorted(ranked.values(), key=lambda match: match.rank), vocabulary.terms, vocabulary.corrected)


def _with_less(matches: Collection[Match], sections: Iterable[Section]) -> list[Section]:
    """Return the sections in which fewer entries are found than one reading returns."""
    return [section for section in sections if sum(match.section is section for match in matches) < MOST]


def _with_fewer(matches: Collection[Match], sections: Iterable[Section], number: int) -> list[Section]:
    """Return the sections in which fewer rows than a number are found."""
    return [section for section in sections if len({match.subject for match in matches if match.section is section}) < number]


def _ranked(rows: Iterable[Mapping[str, Any]], terms: Sequence[Term]) -> dict[int, Match]:
    """Return the entries that were read, each once, by id; at the same place their order is one that no id decides, unless they are alike."""
    called = frozenset[str]().union(*(term.spellings for term in terms))
    matches = (_match(row, terms, is_called_so=row["label"] in called) for row in {row["id"]: row for row in rows}.values())
    return {match.id: match for match in matches if match}


def _match(row: Mapping[str, Any], terms: Sequence[Term], *, is_called_so: bool) -> Match | None:
    section, levels = _SECTIONS[row["section"]], list[Level]()
    for term in terms:
        level = _level(row["words"], term, is_called_so=is_called_so)
        if level is None:
            return None
        levels.append(level)
    order = (section in TEXTS, sum(levels), not is_called_so, row["length"], row["words"], row["position"], row["subject"])
    shown = (row["language"], row["place"], row["label"], row["position"])
    return Match(row["id"], section, row["subject"], *shown, (max(levels), *order))


def _level(words: str, term: Term, *, is_called_so: bool) -> Level | None:
    """Return how well an entry has a word; one without an optional word is a little worse, unless it is called by the number."""
    level = term.level(words)
    if level is None and term.is_optional:
        return Level.WHOLE if is_called_so else Level.BEGINNING
    return level
