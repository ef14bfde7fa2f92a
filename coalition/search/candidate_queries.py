"""Reading the entries that may be what somebody looks for: the words that a query may mean, and a bounded number of entries with them.

Everybody may know of every entry, so these functions need no viewer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition.database import among, execute, is_postgres
from coalition.search.tables import SearchEntry, Section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORDS_OF_A_KEY = 300
MOST = 200  # entries with one word that one search considers
# Texts are looked for in so many entries with a word at most, because each has to be read.
_TRIED = f"(SELECT word, entry FROM search_index_places WHERE word = {{}} ORDER BY entry LIMIT {10 * MOST})"  # noqa: S608
_SHOWN = "e.id, e.section, e.subject, e.language, e.place, e.label, e.position, e.length, e.words"


class StoredWord(NamedTuple):
    """A word of a section, how many entries have it, and the number of the lookup that it answers."""

    lookup: int
    id: int
    section: Section
    spelling: str
    entries: int


class Lookup(NamedTuple):
    """A key, or the beginning of one."""

    key: bytes
    is_beginning: bool = False


async def words_with(lookups: Sequence[Lookup]) -> list[StoredWord]:
    """Return the words that some keys find, in one statement; of a beginning that many words share, the first of each section are enough."""
    if not lookups:
        return []
    arms, values = [], list[Any]()
    for number, (key, is_beginning) in enumerate(lookups):
        condition = "k.key >= {} AND k.key < {}" if is_beginning else "k.key = {}"
        arms.append(
            f"SELECT * FROM (SELECT {number} AS lookup, w.id, w.section, w.word, w.entries FROM search_index_keys k "  # noqa: S608
            f"JOIN search_word w ON w.id = k.word WHERE {condition} ORDER BY k.key, k.word LIMIT {_WORDS_OF_A_KEY}) AS a{number}"
        )
        values += [key, key + b"\xff"] if is_beginning else [key]
    rows = await execute(" UNION ALL ".join(arms), *values)
    return [StoredWord(row["lookup"], row["id"], Section(row["section"]), row["word"], row["entries"]) for row in rows]


class Needed(NamedTuple):
    """What an entry must have beside the words by which it is read: one of some words (ids), or one of some texts among its words."""

    ids: Sequence[int] = ()
    texts: Sequence[str] = ()


class Reading(NamedTuple):
    """Entries to be read: those with one of some words (ids), and with everything that is needed."""

    words: Sequence[int]
    needed: Sequence[Needed]


async def entries_with(readings: Iterable[Reading]) -> list[dict[str, Any]]:
    """Return at most `MOST` entries for each word of each reading, in one statement; those with several of the words more than once."""
    arms, values = [], list[Any]()
    for number, (word, needed) in enumerate((word, reading.needed) for reading in readings for word in reading.words):
        conditions, arguments = ["p.word = {}"], [word]
        source = _TRIED if any(need.texts for need in needed) else "search_index_places"
        for need in needed:
            sql, of_need = _condition(need)
            conditions.append(sql)
            arguments += of_need
        places = f"SELECT p.entry FROM {source} p WHERE {' AND '.join(conditions)} ORDER BY p.entry LIMIT {MOST}"  # noqa: S608
        arms.append(f"SELECT {_SHOWN} FROM ({places}) AS a{number} JOIN search_entry e ON e.id = a{number}.entry")  # noqa: S608
        values += [word, *arguments] if source is _TRIED else arguments
    return await execute(" UNION ALL ".join(arms), *values) if arms else []


async def texts_of(ids: Iterable[int]) -> dict[int, str]:
    """Return what people read of some entries, by their ids."""
    rows = await SearchEntry.select(SearchEntry.id, SearchEntry.text).where(among(SearchEntry.id, ids))
    return {row["id"]: row["text"] for row in rows}


def _condition(need: Needed) -> tuple[str, list[Any]]:
    """Return the condition on a place, and its values.

    It is a value that is read for each place until there are enough: PostgreSQL would read all places of a word for EXISTS.
    """
    places = ",".join(["{}"] * len(need.ids))
    has_word = f"(SELECT 1 FROM search_index_places q WHERE q.word IN ({places}) AND q.entry = p.entry LIMIT 1) IS NOT NULL"  # noqa: S608
    holds = " OR ".join(["strpos(t.words, {}) > 0" if is_postgres() else "instr(t.words, {}) > 0"] * len(need.texts))
    has_text = f"(SELECT {holds} FROM search_entry t WHERE t.id = p.entry)"  # noqa: S608
    return (has_text, list(need.texts)) if need.texts else (has_word, list(need.ids))
