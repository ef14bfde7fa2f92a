"""Reading the entries that may be what somebody looks for: the words that a query may mean, and a bounded number of entries with them.

Everybody may know of every entry, so these functions need no viewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition.database import among, execute, is_postgres
from coalition.search.tables import SearchEntry, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST = 200  # entries that one reading returns
_WORDS_OF_A_KEY = MOST  # that are enough, because each is in an entry
_MOST_TRIED = 10 * MOST  # entries with a word whose texts are tried, because each has to be read
_MOST_COMPARED = 100 * MOST  # entries with a word that are compared with those of others; of two words in so many, enough have both
_ALIKE = 4  # words of which one has at most so many times the entries of the other are read side by side
_SECTIONS = {section.value: section for section in Section}
_SHOWN = "e.id, e.section, e.subject, e.language, e.place, e.label, e.position, e.length, e.words"


class StoredWord(NamedTuple):
    """A word of a section, how many entries have it, and the number of the word of a query that it may mean."""

    term: int
    id: int
    section: Section
    spelling: str
    entries: int


class Lookup(NamedTuple):
    """A key, or the beginning of one, by which a word of a query is looked for."""

    term: int
    key: bytes
    is_beginning: bool = False


async def words_called(spellings: Iterable[str], sections: Iterable[Section]) -> list[StoredWord]:
    """Return the words of some sections that are spelled so; the word of the query is not known yet (-1)."""
    texts, names = sorted(spellings), sorted(section.value for section in sections)
    if not texts or not names:
        return []
    sql = f"SELECT -1 AS term, id, section, word, entries FROM search_word WHERE section IN ({_values(names)}) AND word IN ({_values(texts)})"  # noqa: S608
    return _words(await execute(sql, *names, *texts))


async def words_with(lookups: Sequence[Lookup], sections: Iterable[Section]) -> list[StoredWord]:
    """Return the words of some sections that some keys find, each once for a word of the query, in one statement.

    Of a key, or a beginning of one, that many words share, the first words of all sections are enough.
    """
    names = sorted(section.value for section in sections)
    if not lookups or not names:
        return []
    arms, values = [], list[Any]()
    for number, (term, key, is_beginning) in enumerate(lookups):
        condition = "k.key >= {} AND k.key < {}" if is_beginning else "k.key = {}"
        first = f"SELECT k.word FROM search_index_keys k WHERE {condition} ORDER BY k.key, k.word LIMIT {_WORDS_OF_A_KEY}"  # noqa: S608
        arms.append(f"SELECT {term} AS term, word FROM ({first}) AS a{number}")  # noqa: S608
        values += [key, key + b"\xff"] if is_beginning else [key]
    words = f"SELECT a.term, w.id, w.section, w.word, w.entries FROM ({' UNION '.join(arms)}) AS a JOIN search_word w ON w.id = a.word"  # noqa: S608
    return _words(await execute(f"{words} WHERE w.section IN ({_values(names)})", *values, *names))


class Reading(NamedTuple):
    """Entries to be read: those with a word, and with one of each group of others."""

    word: StoredWord
    others: Sequence[Sequence[StoredWord]] = ()


class Trial(NamedTuple):
    """Entries to be read: those with one of some words, the best first, if their words hold one of each group of texts."""

    words: Sequence[StoredWord]
    texts: Sequence[Sequence[str]] = ()


async def entries_with(readings: Iterable[Reading]) -> list[dict[str, Any]]:
    """Return at most `MOST` entries of each reading, in one statement; those of several readings once."""
    places, values = [], list[Any]()
    for number, reading in enumerate(readings):
        sql, of_reading = _beside(reading) if _is_alike(reading) else _probed(reading)
        places.append(f"SELECT entry FROM ({sql} LIMIT {MOST}) AS a{number}")  # noqa: S608
        values += of_reading
    sql = f"SELECT {_SHOWN} FROM ({' UNION '.join(places)}) AS p CROSS JOIN search_entry e WHERE e.id = p.entry"  # noqa: S608
    return await execute(sql, *values) if places else []


async def entries_that_hold(trials: Iterable[Trial]) -> list[dict[str, Any]]:
    """Return at most `MOST` entries of each trial and the last of its words, in one statement; those of several more than once."""
    arms, values = list[str](), list[Any]()
    for words, texts in trials:
        for source, of_source in _sources(words, is_tried=bool(texts)):
            holds = [f"({' OR '.join([_HOLDS[is_postgres()]] * len(group))})" for group in texts]
            conditions = " AND ".join(["e.id = p.entry", *holds])
            arm = f"SELECT {_SHOWN} FROM ({source}) AS p CROSS JOIN search_entry e WHERE {conditions} LIMIT {MOST}"  # noqa: S608
            arms.append(f"SELECT * FROM ({arm}) AS a{len(arms)}")  # noqa: S608
            values += [*of_source, *(text for group in texts for text in group)]
    return await execute(" UNION ALL ".join(arms), *values) if arms else []


async def texts_of(ids: Iterable[int]) -> dict[int, str]:
    """Return what people read of some entries, by their ids."""
    rows = await SearchEntry.select(SearchEntry.id, SearchEntry.text).where(among(SearchEntry.id, ids))
    return {row["id"]: row["text"] for row in rows}


_HOLDS = {True: "strpos(e.words, {}) > 0", False: "instr(e.words, {}) > 0"}


def _sources(words: Sequence[StoredWord], *, is_tried: bool) -> list[tuple[str, list[Any]]]:
    """Return what reads the places of some words: of all but the last, which together are few, and of the last."""
    *few, last = [word.id for word in words]
    most = _MOST_TRIED if is_tried else MOST
    sources: list[tuple[str, list[Any]]] = [(f"SELECT entry FROM search_index_places WHERE word = {{}} ORDER BY entry LIMIT {most}", [last])]  # noqa: S608
    if few:
        sources.insert(0, (f"SELECT DISTINCT entry FROM search_index_places WHERE word IN ({_values(few)}) LIMIT {MOST}", few))  # noqa: S608
    return sources


def _is_alike(reading: Reading) -> bool:
    """Whether the words of a reading are in about as many entries, which are then compared in their order."""
    number = reading.word.entries
    return number <= _MOST_COMPARED and all(len(group) == 1 and group[0].entries <= _ALIKE * number for group in reading.others)


def _beside(reading: Reading) -> tuple[str, list[Any]]:
    """Return what reads the places of several words side by side: a step for each of them, and none is sorted.

    SQLite steps through both sides of INTERSECT, which PostgreSQL did not always do; this one does so for a join.
    """
    ids = [reading.word.id, *(group[0].id for group in reading.others)]
    if is_postgres():
        joins = "".join(f" JOIN search_index_places q{at} ON q{at}.entry = p.entry AND q{at}.word = {{}}" for at in range(1, len(ids)))
        return f"SELECT p.entry FROM search_index_places p{joins} WHERE p.word = {{}} ORDER BY p.entry", [*ids[1:], ids[0]]  # noqa: S608
    sides = " INTERSECT ".join(["SELECT entry FROM search_index_places WHERE word = {}"] * len(ids))
    return f"{sides} ORDER BY entry", ids


def _probed(reading: Reading) -> tuple[str, list[Any]]:
    """Return what reads the places of a word and probes for each whether the others are there, too, until there are enough.

    The probe is a value: PostgreSQL would read all places of a word for EXISTS.
    """
    values, probes = [reading.word.id], []
    for group in reading.others:
        stands = f"q.word IN ({_values(group)}) AND q.entry = p.entry"
        probes.append(f"(SELECT 1 FROM search_index_places q WHERE {stands} LIMIT 1) IS NOT NULL")  # noqa: S608
        values += [word.id for word in group]
    first = f"SELECT entry FROM search_index_places WHERE word = {{}} ORDER BY entry LIMIT {_MOST_COMPARED}"  # noqa: S608
    return f"SELECT p.entry FROM ({first}) AS p WHERE {' AND '.join(probes) or '1 = 1'}", values  # noqa: S608


def _words(rows: Iterable[dict[str, Any]]) -> list[StoredWord]:
    return [StoredWord(row["term"], row["id"], _SECTIONS[row["section"]], row["word"], row["entries"]) for row in rows]


def _values(values: Sequence[Any]) -> str:
    return ",".join(["{}"] * len(values))
