"""Pages of lists, searched or whole. Whoever reads one gives the condition that the reader may know of what is in it."""

from __future__ import annotations

import base64
import binascii
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from piccolo.columns.combination import WhereRaw
from piccolo.querystring import QueryString

from coalition.database import among, execute, is_postgres, prepared, sql_name
from coalition.search.folding import NOTHING, needles, whole
from coalition.search.tables import Kind, SearchText

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Objects
    from piccolo.table import Table

    from coalition.search.folding import Needles

# CROSS JOIN reads the index of the words first
_MATCHED = (
    "SELECT search_text.subject FROM search_index CROSS JOIN search_text ON search_text.id = search_index.rowid "
    "WHERE search_index MATCH {} AND search_text.kind = {}"
)
FEW = 1000  # so many rows are sorted; where there are more, a list is read in its order until the page is full


class Listing(Struct, frozen=True):
    """A list in a stored order: rows of `order` name rows of `listed` by `subject`, sorted by the bytes in `key`.

    `id` is the column of `listed` that `subject` names, `within` leaves one row of `order` for each; filters are conditions on `listed`.
    """

    kind: Kind
    listed: type[Table]
    id: Column
    order: type[Table]
    subject: Column
    key: Column
    within: Combinable


class Places(NamedTuple):
    """The ids of a page of a list, in its order, and where the next page begins; "" if there is none."""

    ids: list[int]
    after: str


async def search(  # noqa: PLR0913 -- the choices of a list
    listing: Listing,
    query: str = "",
    filters: Combinable | None = None,
    *,
    after: str = "",
    limit: int,
    descending: bool = False,
    are_many: bool = False,
) -> Places:
    """Return a page of what a query finds among the rows for which a condition is true; an empty query finds all of them.

    It takes three statements at most, whatever the length of the list, and no statement names more than `FEW` rows. Where a query and
    a condition are each true for many rows, but together for few, the whole list may be read. `are_many` says that the condition is known
    to be true for many rows, so that nobody counts them.
    """
    wanted = needles(query) if query.strip() else ()
    here = listing.within & _beyond(listing.key, key_of(after), descending=descending)
    if (few := await _few(listing, wanted, None if are_many else filters)) is not None:
        here &= few
    if (condition := _together(filters, _matches(listing, wanted))) is not None:
        here &= listing.subject.is_in(listing.listed.select(listing.id).where((listing.id == listing.subject) & condition))
    columns = (listing.subject.as_alias("subject"), listing.key.as_alias("key"))
    rows = await listing.order.select(*columns).where(here).order_by(listing.key, ascending=not descending).limit(limit + 1)
    return Places([row["subject"] for row in rows[:limit]], place(rows[limit - 1]["key"]) if len(rows) > limit else "")


async def first_matches(kind: Kind, query: str, limit: int = FEW) -> list[int]:
    """Return the ids of some rows that a query finds, in any order."""
    return await _found(kind, needles(query), limit)


def matching(kind: Kind, column: Column, query: str) -> Combinable:
    """Return the condition that a query finds the row that a column names; an empty query finds nothing.

    It is for numbers and for what is done with all rows that match; a page of a list is read with `search`.
    """
    wanted = needles(query) if query.strip() else NOTHING
    if wanted == NOTHING:
        return WhereRaw("1 = 0")
    if is_postgres():
        return column.is_in(SearchText.select(SearchText.subject).where((SearchText.kind == kind.value) & _holds(wanted)))
    return WhereRaw(f"{sql_name(column)} IN ({_MATCHED})", _in_fts(wanted), kind.value)


async def tested(kind: Kind, column: Column, query: str) -> Combinable:
    """Return the condition that a query finds the row that a column names, for a page of a list that is read in an order of its own.

    If few rows match, their ids are named. Of more, each row that is read is tested until the page is full.
    """
    ids = await found_if_few(kind, query)
    return tested_each(kind, column, query) if ids is None else among(column, ids)


def tested_each(kind: Kind, column: Column, query: str) -> Combinable:
    """Return the same condition for few rows: each of them is tested, however many match."""
    wanted = needles(query) if query.strip() else NOTHING
    of_row = (SearchText.kind == kind.value) & (SearchText.subject == column)
    return column.is_in(SearchText.select(SearchText.subject).where(of_row & _holds(wanted)))


async def found_if_few(kind: Kind, query: str) -> list[int] | None:
    """Return the ids of the rows that a query finds; None if there are more than `FEW`."""
    return await _found_if_few(kind, needles(query) if query.strip() else NOTHING)


async def with_names(kind: Kind, names: Iterable[str]) -> list[int]:
    """Return the ids of some rows that have one of some names, or a name that is folded to the same text."""
    return await _found(kind, whole(names), FEW)


def place(key: bytes) -> str:
    """Return a place in a list for the address of the next page. It tells no more than what the key was made of."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def key_of(after: str) -> bytes:
    """Return the key after which a page begins; anything that is no place begins the list."""
    try:
        return base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


def _beyond(key: Column, place: bytes, *, descending: bool) -> Combinable:
    """Return the condition that a row follows a place; no place begins the list."""
    if descending:
        return key < place if place else key.is_not_null()
    return key > place


async def _few(listing: Listing, wanted: Needles, filters: Combinable | None) -> Combinable | None:
    """Return the condition that leaves the rows that match the query, or the filters, if there are few; None if there are many."""
    if wanted and (ids := await _found_if_few(listing.kind, wanted)) is not None:
        return among(listing.subject, ids)
    if filters is None or await listing.listed.select(listing.id).where(filters).limit(1).offset(FEW):
        return None
    return listing.subject.is_in(listing.listed.select(listing.id).where(filters))


async def _found_if_few(kind: Kind, wanted: Needles) -> list[int] | None:
    """Return the ids of the rows that match; None if there are more than `FEW`, which are not fetched. The index is read once."""
    if wanted == NOTHING:
        return []
    rows = await SearchText.raw(_IF_FEW, _first_found(kind, wanted, FEW + 1), FEW, FEW)
    ids = [row["subject"] for row in rows]
    return None if ids == [_MANY] else ids


_MANY = -1  # no id
_IF_FEW = (
    "WITH found AS MATERIALIZED ({}) SELECT subject FROM found WHERE (SELECT count(*) FROM found) <= {}"
    " UNION ALL SELECT -1 FROM (SELECT count(*) AS number FROM found) AS counted WHERE number > {}"
)


async def _found(kind: Kind, wanted: Needles, limit: int) -> list[int]:
    """Return the ids of some rows that match, read from the index until there are enough."""
    return [] if wanted == NOTHING else [row["subject"] for row in await SearchText.raw("{}", _first_found(kind, wanted, limit))]


def _first_found(kind: Kind, wanted: Needles, limit: int) -> QueryString:
    """Return the query of the ids of some rows that match."""
    if is_postgres():
        these = (SearchText.kind == kind.value) & _holds(wanted)
        return QueryString("SELECT search_text.subject FROM search_text WHERE {} LIMIT {}", these.querystring, limit)
    return QueryString(f"{_MATCHED} LIMIT {{}}", _in_fts(wanted), kind.value, limit)


def _in_fts(wanted: Needles) -> str:
    """Return what is looked for as FTS5 reads it."""
    return " AND ".join(f"({' OR '.join(_quoted(needle) for needle in group)})" for group in wanted)


def _quoted(needle: str) -> str:
    """Return a text as FTS5 reads it: folded texts hold no quotation marks."""
    return f'"{needle}"'


def _matches(listing: Listing, wanted: Needles) -> Combinable | None:
    """Return the condition that a row matches, which is computed for each row that is read."""
    if not wanted:
        return None
    of_row = (SearchText.kind == listing.kind.value) & (SearchText.subject == listing.id)
    return listing.id.is_in(SearchText.select(SearchText.subject).where(of_row & _holds(wanted)))


def _holds(wanted: Needles) -> Combinable:
    """Return the condition that a text holds one needle of each group."""
    groups = [reduce(or_, [_contains(needle) for needle in group], WhereRaw("1 = 0")) for group in wanted]
    return reduce(and_, groups)


def _contains(needle: str) -> Combinable:
    """Return the condition that a text holds another: on PostgreSQL with LIKE, for which its index is used."""
    if is_postgres():
        escaped = needle.replace("_", r"\_")
        return WhereRaw("search_text.text LIKE {}", f"%{escaped}%")
    return WhereRaw("instr(search_text.text, {}) > 0", needle)


def _together(*conditions: Combinable | None) -> Combinable | None:
    given = [condition for condition in conditions if condition is not None]
    return reduce(and_, given) if given else None


async def ends_of_parts(table: str, condition: str, size: int) -> list[str]:
    """Return the last slug of each part of a list in the order of slugs, read from an index; a shorter part may follow the last one.

    `table` and `condition` are texts of the program. Whoever shows the slugs gives the condition that everybody may know of the rows.
    """
    last = f"ORDER BY slug LIMIT 1 OFFSET {size - 1}"
    first = f"SELECT slug FROM {table} WHERE {condition} {last}"  # noqa: S608
    following = f"SELECT slug FROM {table} WHERE {condition} AND slug > ends.slug {last}"  # noqa: S608
    ends = f"SELECT ({first}) AS slug UNION ALL SELECT ({following}) FROM ends WHERE ends.slug IS NOT NULL"  # noqa: S608
    rows = await execute(f"WITH RECURSIVE ends AS ({ends}) SELECT slug FROM ends WHERE slug IS NOT NULL")  # noqa: S608
    return [row["slug"] for row in rows]


async def has_texts(kind: Kind, number: int) -> bool:
    """Return whether there are as many texts of a kind as rows that should have one."""
    return int(await SearchText.count().where(SearchText.kind == kind.value)) == number


async def subjects_gone(kind: Kind, table: str) -> list[int]:
    """Return the ids of rows that are gone from a table, and whose texts are still stored (for those who write the texts anew).

    The name of the table is part of the statement, so it comes from the code only.
    """
    rows = await execute(f"SELECT subject FROM search_text WHERE kind = {{}} AND subject NOT IN (SELECT id FROM {table})", kind.value)  # noqa: S608
    return [row["subject"] for row in rows]


async def stored_texts(kind: Kind, subjects: Iterable[int]) -> dict[int, SearchText]:
    """Return the stored texts of some rows, by the id of the row (for those who write them)."""
    return {row.subject: row for row in await _stored_texts(kind.value, [*subjects])}


@prepared
def _stored_texts(kind: str, subjects: Collection[int]) -> Objects[SearchText]:
    return SearchText.objects().where((SearchText.kind == kind) & among(SearchText.subject, subjects))
