"""Reading which organisations have a public line on a memorandum today, and its place in the list: from standing rows, without any act."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.acts.counted import written
from coalition.acts.edition_parts import counts_in_earlier, counts_in_force
from coalition.acts.status import Page
from coalition.acts.status_pages import LETTERS_BEGIN, LETTERS_END, ends_of, page_from, read_place
from coalition.acts.tables import Act, Shown, Standing, StandingCount, Tally
from coalition.collation import letters
from coalition.database import at_once, is_postgres, none_of, prepared, selected
from coalition.organisations.event_queries import related
from coalition.organisations.tables import Organisation
from coalition.search.queries import FEW, Listing, matching, search, tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Query, Select

    from coalition.acts.edition_parts import Editions
    from coalition.acts.status_pages import Asked, Place
    from coalition.collation import Letter

CHUNK = 500  # organisations whose acts are read at once


class ListedPage(Struct, frozen=True):
    """The organisations of a page of lines, in their order; `ends` as in `Status`."""

    organisations: Sequence[int] = ()
    page: Page | None = None
    ends: tuple[bool, bool] = (False, False)


async def listed_page(memorandum_id: int, editions: Editions, asked: Asked) -> ListedPage:
    """Return a page of the lines of the edition in force (everybody may read them)."""
    these = _named(memorandum_id) & editions.line_in_force()
    total = await _total(memorandum_id, editions, counts_in_force) if asked.counted else None
    if asked.only:
        return await _matches(these, asked, asked.after, total)
    return await _page(_Lines(these, asked.language, asked.most(total)), asked.after, asked.line, total)


async def earlier_page(memorandum_id: int, editions: Editions, asked: Asked) -> ListedPage:
    """Return a page of the lines of earlier editions (everybody may read them)."""
    if not editions.superseded:
        return ListedPage()
    these = _named(memorandum_id) & editions.line_of_earlier()
    total = await _total(memorandum_id, editions, counts_in_earlier) if asked.counted else None
    if asked.only:
        return await _matches(these, asked, asked.earlier, total)
    return await _page(_Lines(these, asked.language, asked.limit), asked.earlier, "", total)


class _Lines(Struct, frozen=True):
    """Lines in the order that readers of a language expect, or without a language in that of files; `limit` of them are a page."""

    these: Combinable
    language: str
    limit: int

    @property
    def place(self) -> Column:
        """The column by which the lines are sorted."""
        return getattr(Standing, f"place_{self.language}") if self.language else Standing.place

    @property
    def order(self) -> Listing:
        """The list as the search reads it, in the order of a language."""
        return Listing(Kind.ORGANISATION, Organisation, Organisation.id, Standing, Standing.organisation, self.place, self.these)


async def _page(lines: _Lines, asked_after: str | None, slug: str, total: int | None) -> ListedPage:
    """Return a page; without the number of all lines, those before the page are not counted either."""
    if asked_after is None:
        return ListedPage()
    after = await _before_page_of(lines, slug) if slug else read_place(asked_after, lines.language)
    before = None if total is None else await _number_until(lines, after) if after else 0
    limit, begins = lines.limit, not after if before is None else before == 0
    columns, name = at_once(Standing.organisation, lines.place), f"place_{lines.language}" if lines.language else "place"
    rows = await selected(Standing, columns, lines.these & (lines.place > after), order=lines.place, limit=limit + 1)
    places = [_read(row[name]) for row in rows]
    page = page_from(before or 0, places, limit, total or 0)
    return ListedPage([row["organisation"] for row in rows[:limit]], page, ends_of(places, limit, begins=begins))


async def _matches(these: Combinable, asked: Asked, after: str | None, total: int | None) -> ListedPage:
    """Return a page of the lines that are asked for, with the number of matches, of which at most `FEW` are counted, and of all lines.

    Descriptions in place of names have no country and no name: they stand in the whole list only.
    """
    if after is None:
        return ListedPage()
    lines = _Lines(these if (condition := asked.only.condition) is None else these & condition, asked.language, asked.limit)
    order, words = lines.order, asked.only.words
    places = await search(order, words, after=after, limit=asked.limit)
    matches = order.within & await tested(Kind.ORGANISATION, Standing.organisation, words) if words.strip() else order.within
    number = len(await Standing.select(Standing.id).where(matches).limit(FEW + 1))
    page = Page(1, len(places.ids), number, places.after, matches=number, follows=bool(after), among=total or number)
    return ListedPage(places.ids, page)


async def with_words(memorandum_id: int, words: str) -> set[int]:
    """Return the organisations with a public line that have a name with some words (everybody may read them)."""
    matches = _named(memorandum_id) & matching(Kind.ORGANISATION, Standing.organisation, words)
    return {row["organisation"] for row in await Standing.select(Standing.organisation).where(matches)}


async def lines_by_country(memorandum_id: int, editions: Editions) -> dict[str, int]:
    """Return how many public lines in force represent each country, by its code (everybody may read them)."""
    numbers = Counter[str]()
    await written()
    for row in await _numbers_of_lines(memorandum_id):
        if row["country"] and counts_in_force(row["digest"], row["behind"], editions.superseded):
            numbers[row["country"]] += row["n"]
    return dict(numbers)


async def parties_by_month(memorandum_id: int, editions: Editions) -> dict[str, int]:
    """Return how many named parties in force were received in each month that is known, as 2026-11 (everybody may read them)."""
    these = (StandingCount.memorandum == memorandum_id) & (StandingCount.tally == Tally.RECEIVED.value)
    numbers = Counter[str]()
    await written()
    for row in await StandingCount.select(StandingCount.digest, StandingCount.behind, StandingCount.day, StandingCount.n).where(these):
        if counts_in_force(row["digest"], row["behind"], editions.superseded):
            numbers[row["day"]] += row["n"]
    return dict(numbers)


async def letters_of(memorandum_id: int, language: str) -> list[Letter]:
    """Return the letters with which the names in public lines of signatures begin, with one look into the index for each letter."""
    return [letters(language)[row["at"]] for row in sorted(await _seeks(language)(memorandum_id), key=itemgetter("at"))]


@cache
def _seeks(language: str) -> Callable[[int], Awaitable[list[Any]]]:
    """Return the prepared query for the numbers of the letters of a language under which a memorandum has a line."""

    @prepared
    def seeks(memorandum_id: int) -> Query[Any, Any]:
        bounds = [LETTERS_BEGIN + letter.key for letter in letters(language)] + [LETTERS_END]
        key = f"CAST({{}} AS {'bytea' if is_postgres() else 'BLOB'})"
        rows = ",".join(f"({at}, {key}, {key})" for at in range(len(bounds) - 1))
        place = f"place_{language}"
        sql = (
            f"WITH letter(at, first, next) AS (VALUES {rows}) SELECT at FROM letter WHERE EXISTS (SELECT 1 FROM standing "  # noqa: S608 -- no values
            f"WHERE memorandum = {{}} AND shown = {{}} AND line = TRUE AND {place} >= letter.first AND {place} < letter.next)"
        )
        return Standing.raw(sql, *(end for ends in pairwise(bounds) for end in ends), memorandum_id, Shown.NAMED.value)

    return seeks


def _named(memorandum_id: int) -> Combinable:
    return (Standing.memorandum == memorandum_id) & (Standing.shown == Shown.NAMED.value) & Standing.line.eq(True)  # noqa: FBT003 -- a value


def _read(place: str | memoryview | bytes) -> Place:
    return place if isinstance(place, str) else bytes(place)


async def _before_page_of(lines: _Lines, slug: str) -> Place:
    """Return the place before the page that contains a line; that before the first page, if there is no such line."""
    at = lines.place.as_alias("at")
    organisation = await Organisation.select(Organisation.id).where(Organisation.slug == slug).first()
    row = organisation and await Standing.select(at).where(lines.these & (Standing.organisation == organisation["id"])).first()
    skipped = (await _number_until(lines, _read(row["at"])) - 1) // lines.limit * lines.limit if row else 0
    if not skipped:
        return read_place("", lines.language)
    [last] = await Standing.select(at).where(lines.these).order_by(lines.place).offset(skipped - 1).limit(1)
    return _read(last["at"])


async def _number_until(lines: _Lines, place: Place) -> int:
    """Return how many lines stand at a place or before it."""
    return int(await Standing.count().where(lines.these & (lines.place <= place)))


async def _total(memorandum_id: int, editions: Editions, counts: Callable[[str, str, Collection[str]], bool]) -> int:
    """Return the number of lines, from the counters of a part of the editions."""
    await written()
    rows = await _numbers_of_lines(memorandum_id)
    return sum(row["n"] for row in rows if counts(row["digest"], row["behind"], editions.superseded))


@prepared
def _numbers_of_lines(memorandum_id: int) -> Select[StandingCount]:
    these = (StandingCount.memorandum == memorandum_id) & (StandingCount.tally == Tally.NAMED.value)
    return StandingCount.select(StandingCount.digest, StandingCount.behind, StandingCount.country, StandingCount.n).where(these)


async def with_relatives(organisations: Collection[int]) -> set[int]:
    """Return organisations with their predecessors and successors, whose lines name each other (for projections only)."""
    return {*organisations, *await related(organisations)}


def described_parties(memorandum_id: int, superseded: Collection[str]) -> AsyncIterator[list[int]]:
    """Return in chunks the organisations of which the public may read a description (their acts decide it; for projections only)."""
    these = (Standing.memorandum == memorandum_id) & (Standing.shown == Shown.DESCRIBED.value)
    these &= none_of(Standing.digest, superseded)
    return _in_chunks(Standing, these)


def parties_of(memorandum_id: int) -> AsyncIterator[list[int]]:
    """Return in chunks the organisations that acted, at least one chunk (for projections only)."""
    return _in_chunks(Act, Act.memorandum == memorandum_id)


async def _in_chunks(table: type[Act | Standing], these: Combinable) -> AsyncIterator[list[int]]:
    """Return the organisations of some rows in chunks; a list of one chunk takes one query."""
    last, more = 0, True
    while more:
        following = table.select(table.organisation).where(these & (table.organisation > last)).group_by(table.organisation)
        rows = await following.order_by(table.organisation).limit(CHUNK + 1)
        more = len(rows) > CHUNK
        yield [row["organisation"] for row in rows[:CHUNK]]
        last = rows[CHUNK - 1]["organisation"] if more else last
