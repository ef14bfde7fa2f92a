"""How long the search over everything takes, against a tenth of the data, and against one query of the rows that it reads.

`python -m benchmarks.everywhere [--organisations 20000] [--provisions 100000] [--engines sqlite,postgres] [--folder FOLDER]` fills
databases with made-up words, as frequent as words are in a language, and prints a table as Markdown.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import sqlite3
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import asyncpg

from benchmarks.scale.engines import ENGINES
from coalition import database, migrating, tables
from coalition.search.everywhere import search_everywhere
from coalition.search.search_entries import Entry
from coalition.search.spellings import stored_keys
from coalition.search.tables import Section

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SYLLABLES = {
    "en": "ba ce di fo gu ha je ki lo mu na pe ri so tu ve wa xi yo zu".split(),  # noqa: SIM905 -- a list of parts of words
    "ru": "ба це ди фо гу ха же ки ло му на пе ри со ту ве ша щи ёр зу".split(),  # noqa: SIM905
    "ar": "با سي دي فو غا حا جي كا لو مو نا بي ري صا تو عي شا خي قا زا".split(),  # noqa: SIM905
}
_NAME, _TEXT = 4, 24  # words
_ROUNDS = 7
_NEVER = 1e9
_QUERIES = 240
_ENTRY = ("id", "section", "subject", "language", "place", "label", "position", "length", "text", "words")
_RAW = (
    "SELECT e.* FROM search_index_places p JOIN search_entry e ON e.id = p.entry "
    "WHERE p.word = (SELECT id FROM search_word WHERE section = '{section}' AND word = '{word}') ORDER BY p.entry LIMIT 500"
)


def word(chance: Random, language: str) -> str:
    """Return a word; the second most frequent is half as frequent as the first, and so on."""
    return spelled(int(chance.paretovariate(0.9)) + 20, language)


def spelled(number: int, language: str) -> str:
    """Return the word with a number."""
    syllables = _SYLLABLES[language]
    text = ""
    while number:
        number, rest = divmod(number, len(syllables))
        text += syllables[rest]
    return text


def entries(organisations: int, provisions: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of the entries; those of a tenth are the first of each section."""
    chance = Random(2013)
    for number in range(organisations):
        language = chance.choice(("en", "en", "ru", "ar"))
        name = " ".join(word(chance, language) for _ in range(_NAME))
        yield Entry([name, f"organisation-{number}"], frozenset({language})).columns(Section.ORGANISATION, number + 1)
    for number in range(provisions):
        language = chance.choice(("en", "en", "ru", "ar"))
        text = " ".join(word(chance, language) for _ in range(_TEXT))
        label = str(number % 90 + 1)
        entry = Entry([text, label], frozenset({language}), language=language, place=f"p{label}", label=label, position=number % 90, text=text)
        yield entry.columns(Section.PROVISION, number // 90 + 1)


@dataclass
class Words:
    """The words of the rows that were written, with their numbers of entries."""

    ids: dict[tuple[str, str], int] = field(default_factory=dict)
    counts: Counter[int] = field(default_factory=Counter)

    def places(self, row: dict[str, Any], entry: int) -> Iterator[tuple[int, int]]:
        """Yield where the words of an entry stand."""
        for text in row["words"].split():
            number = self.ids.setdefault((row["section"], text), len(self.ids) + 1)
            self.counts[number] += 1
            yield number, entry

    def rows(self) -> Iterator[tuple[int, str, str, int]]:
        """Yield the rows of the words."""
        yield from ((number, section, text, self.counts[number]) for (section, text), number in self.ids.items())

    def keys(self) -> Iterator[tuple[bytes, int]]:
        """Yield the keys of the words."""
        for (_, text), number in self.ids.items():
            yield from ((key, number) for key in ({b"^" + text.encode()} if text.startswith("@") else stored_keys(text)))


def _batches(rows: Iterator[dict[str, Any]], words: Words) -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[int, int]]]]:
    numbers = itertools.count(1)
    while batch := list(itertools.islice(rows, 20_000)):
        numbered = [(next(numbers), row) for row in batch]
        yield (
            [(number, *(row[name] for name in _ENTRY[1:])) for number, row in numbered],
            [place for number, row in numbered for place in words.places(row, number)],
        )


def fill_sqlite(path: str, rows: Iterator[dict[str, Any]]) -> None:
    """Fill a file of SQLite."""
    words, connection = Words(), sqlite3.connect(path, isolation_level=None)
    for pragma in ("synchronous = OFF", "journal_mode = WAL", "cache_size = -400000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE places (word INTEGER, entry INTEGER)")
    for found, places in _batches(rows, words):
        connection.execute("BEGIN")
        connection.executemany(f"INSERT INTO search_entry ({', '.join(_ENTRY)}) VALUES ({', '.join('?' * len(_ENTRY))})", found)
        connection.executemany("INSERT INTO places VALUES (?, ?)", places)
        connection.execute("COMMIT")
    connection.execute("BEGIN")
    connection.execute("INSERT INTO search_index_places SELECT word, entry FROM places ORDER BY word, entry")
    connection.executemany("INSERT INTO search_word (id, section, word, entries) VALUES (?, ?, ?, ?)", words.rows())
    connection.executemany("INSERT INTO search_index_keys VALUES (?, ?)", sorted(words.keys()))
    connection.execute("COMMIT")
    connection.execute("DROP TABLE places")
    connection.execute("ANALYZE")
    connection.close()


async def fill_postgres(url: str, rows: Iterator[dict[str, Any]]) -> None:
    """Fill a database of PostgreSQL."""
    words, connection = Words(), await asyncpg.connect(url)
    await connection.execute("ALTER TABLE search_index_places DROP CONSTRAINT search_index_places_pkey")
    for found, places in _batches(rows, words):
        await connection.copy_records_to_table("search_entry", columns=_ENTRY, records=found)
        await connection.copy_records_to_table("search_index_places", columns=("word", "entry"), records=places)
    await connection.execute("ALTER TABLE search_index_places ADD PRIMARY KEY (word, entry)")
    await connection.copy_records_to_table("search_word", columns=("id", "section", "word", "entries"), records=words.rows())
    await connection.copy_records_to_table("search_index_keys", columns=("key", "word"), records=words.keys())
    await connection.execute("VACUUM ANALYZE")
    await connection.close()


def queries() -> list[str]:
    """Return queries of all sorts: frequent and rare words, several, beginnings, parts, a letter wrong, another script, a number."""
    chance, found = Random(7), list[str]()
    while len(found) < _QUERIES:
        language = chance.choice(("en", "ru", "ar"))
        first, second = (word(chance, language) for _ in range(2))
        at = chance.randrange(len(first))
        found += [
            *(first, f"{first} {second}", f"{second[:4]} {first}", first[: len(first) - 1], first[1:]),
            first[:at] + first[at + 1 :],
            first[:at] + chance.choice(_SYLLABLES[language])[0] + first[at + 1 :],
            f"article {chance.randrange(90)} {first}",
        ]
    return found[:_QUERIES]


async def measured(url: str) -> tuple[float, float, float]:
    """Return the p95 and the median of a search, and the p95 of a query of the rows with its first word, in milliseconds."""
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    asked = queries()
    ours, raw = [_NEVER] * len(asked), [_NEVER] * len(asked)
    try:
        for _ in range(_ROUNDS):  # the shortest time of each query, from rounds that lie apart
            ours = [min(before, await _timed_search(query)) for before, query in zip(ours, asked, strict=True)]
            raw = [min(before, await _timed_raw(query.split()[-1])) for before, query in zip(raw, asked, strict=True)]
    finally:
        await database.close_engine()
    return _p(ours, 0.95), _p(ours, 0.5), _p(raw, 0.95)


async def _timed_search(query: str) -> float:
    async with database.reading():
        started = time.perf_counter()
        await search_everywhere(query, list(Section))
        return (time.perf_counter() - started) * 1000


async def _timed_raw(text: str) -> float:
    async with database.reading():
        started = time.perf_counter()
        for section in (Section.ORGANISATION, Section.PROVISION):
            await database.execute(_RAW.format(section=section.value, word=text))
        return (time.perf_counter() - started) * 1000


def _p(figures: Sequence[float], share: float) -> float:
    return sorted(figures)[int(len(figures) * share)]


async def _migrated(url: str) -> None:
    assert tables.TABLES
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    try:
        await migrating.migrate()
    finally:
        await database.close_engine()


def main() -> None:
    """Fill, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--organisations", type=int, default=20_000)
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--engines", default="sqlite,postgres")
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    print("| engine | organisations | provisions | p95, ms | median, ms | one query, p95, ms | filled in, s |\n|---|---:|---:|---:|---:|---:|---:|")
    for engine in asked.engines.split(","):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder, ENGINES[engine](Path(folder)) as store:
            for part in (10, 1):
                _measure(engine, store, asked.organisations // part, asked.provisions // part)


def _measure(engine: str, store: Any, organisations: int, provisions: int) -> None:
    started, key = time.monotonic(), f"everywhere_{organisations}"
    (store.folder / key).mkdir(parents=True, exist_ok=True)
    url = store.empty(key)
    asyncio.run(_migrated(url))
    rows = entries(organisations, provisions)
    if engine == "sqlite":
        fill_sqlite(url.removeprefix("sqlite:///"), rows)
    else:
        asyncio.run(fill_postgres(url, rows))
    filled = time.monotonic() - started
    figures = asyncio.run(measured(url))
    print(f"| {engine} | {organisations} | {provisions} | {' | '.join(f'{figure:.1f}' for figure in figures)} | {filled:.0f} |", flush=True)


if __name__ == "__main__":
    main()
