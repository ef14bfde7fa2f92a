"""Pairs of entries that may be one organisation, and pairs that a person declared to be different ones; for coordinators only."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coalition.database import AdvisoryLock, among, hold, prepared, put_rows
from coalition.organisations import by_id_queries
from coalition.organisations.queries import among_entries
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.tables import DifferentPair, LikelyPair, Organisation
from coalition.search.queries import FEW, matching, search
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

    from coalition.search.queries import Places

    Pair = tuple[int, int]


def pair_of(one_id: int, other_id: int) -> Pair:
    """Return a pair as it is stored: the entry that was made first, then the other."""
    return min(one_id, other_id), max(one_id, other_id)


async def lock_pairs() -> None:
    """Let nobody else write pairs until the transaction ends, so that of two organisations that are entered at once the second sees the first."""
    await hold(AdvisoryLock.PAIRS_OF_ORGANISATIONS)


async def write_likely(organisation_ids: Collection[int], pairs: Iterable[Pair]) -> None:
    """Store the pairs of some organisations, and no others of theirs, inside the caller's transaction."""
    stored = {(row["id"], row["first"], row["second"]) for row in await _likely_of(organisation_ids)}
    wanted = set(pairs)
    gone = [number for number, *pair in stored if tuple(pair) not in wanted]
    if gone:
        await LikelyPair.delete().where(among(LikelyPair.id, gone))
    new = wanted - {(first, second) for _, first, second in stored}
    await put_rows(LikelyPair, [{"first": first, "second": second} for first, second in sorted(new)])


@prepared
def _likely_of(organisation_ids: Collection[int]) -> Select[LikelyPair]:
    theirs = among(LikelyPair.first, organisation_ids) | among(LikelyPair.second, organisation_ids)
    return LikelyPair.select(LikelyPair.id, LikelyPair.first, LikelyPair.second).where(theirs)


async def add_different(pair: Pair, columns: dict[str, object]) -> None:
    """Store that a pair is two organisations, inside the caller's transaction; a second time changes nothing."""
    if not await are_different(pair):
        await put_rows(DifferentPair, [{"first": pair[0], "second": pair[1], **columns}])


async def remove_different(pair: Pair) -> None:
    """Forget that a pair is two organisations, inside the caller's transaction."""
    await DifferentPair.delete().where(_is(DifferentPair, pair))


async def are_different(pair: Pair) -> bool:
    """Return whether a person declared two entries to be different organisations."""
    return await DifferentPair.exists().where(_is(DifferentPair, pair))


async def different_from(organisation_id: int) -> list[int]:
    """Return the ids of the entries that a person declared to be other organisations than one."""
    return await _partners(DifferentPair, organisation_id)


async def likely_partners(organisation_id: int) -> list[int]:
    """Return the ids of the entries that may be the same organisation as a given entry; those declared to be different are left out."""
    declared = set(await different_from(organisation_id))
    return [number for number in await _partners(LikelyPair, organisation_id) if number not in declared]


async def _partners(table: type[LikelyPair | DifferentPair], organisation_id: int) -> list[int]:
    rows = await _pairs_with(table)(organisation_id)
    others = [row["second"] if row["first"] == organisation_id else row["first"] for row in rows]
    return [row["id"] for row in await by_id_queries.remaining_among(others)] if others else []


@cache
def _pairs_with(table: type[LikelyPair | DifferentPair]) -> Callable[[int], Awaitable[list[dict[str, int]]]]:
    @prepared
    def pairs(organisation_id: int) -> Select[LikelyPair | DifferentPair]:
        here = (table.first == organisation_id) | (table.second == organisation_id)
        return table.select(table.first, table.second).where(here).order_by(table.id)

    return pairs


def _is(table: type[LikelyPair | DifferentPair], pair: Pair) -> Combinable:
    condition: Combinable = (table.first == pair[0]) & (table.second == pair[1])
    return condition


async def page_with_pairs(  # noqa: PLR0913 -- the choices of a list
    text: str, *, different: bool, language: str, after: str, limit: int, descending: bool = False
) -> Places:
    """Return a page of the entries that are the first of a pair, by name as readers of a language expect it.

    The pairs are those that may be one organisation, or those declared to be `different` ones; `text` matches a name of either entry.
    """
    table = DifferentPair if different else LikelyPair
    here = _open(table) & _named(table, text) if text else _open(table)
    firsts = table.select(table.first).where(here)
    if await table.select(table.id).where(here).limit(1).offset(FEW):  # of many pairs, each entry that is read is tested until the page is full
        firsts = firsts.where(table.first == Organisation.id)
    these = among_entries(Organisation.id.is_in(firsts))
    return await search(in_name_order(language), "", these, after=after, limit=limit, descending=descending)


async def pairs_of(firsts: Collection[int], text: str = "", *, different: bool) -> list[Pair]:
    """Return the pairs of which some entries are the first, as `page_with_pairs`."""
    table = DifferentPair if different else LikelyPair
    here = among(table.first, firsts) & _open(table)
    if text:
        here &= _named(table, text)
    rows = await table.select(table.first, table.second).where(here).order_by(table.first, table.second)
    return [(row["first"], row["second"]) for row in rows]


def _named(table: type[LikelyPair | DifferentPair], text: str) -> Combinable:
    """Return the condition that a name of either entry of a pair matches a text."""
    return matching(Kind.ORGANISATION, table.first, text) | matching(Kind.ORGANISATION, table.second, text)


async def page_of_pairs(after: Pair, limit: int) -> list[Pair]:
    """Return a page of the pairs that may be one organisation, in the order of the ids; `after` is the last pair of the page before."""
    later = (LikelyPair.first > after[0]) | ((LikelyPair.first == after[0]) & (LikelyPair.second > after[1]))
    query = LikelyPair.select(LikelyPair.first, LikelyPair.second).where(_open(LikelyPair) & later)
    rows = await query.order_by(LikelyPair.first, LikelyPair.second).limit(limit)
    return [(row["first"], row["second"]) for row in rows]


def _open(table: type[LikelyPair | DifferentPair]) -> Combinable:
    """Return the condition that neither entry of a pair is merged, and that a likely pair was not declared to be different organisations."""
    there: Combinable = table.first.merged_into.is_null() & table.second.merged_into.is_null()
    if table is DifferentPair:
        return there
    same = DifferentPair.select(DifferentPair.first).where((DifferentPair.first == LikelyPair.first) & (DifferentPair.second == LikelyPair.second))
    return there & LikelyPair.first.not_in(same)
