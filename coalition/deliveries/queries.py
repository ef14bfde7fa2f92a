"""Reading addressees and timelines. `timeline` is what everybody reads; what else is read here is for those who work on the memorandum."""

from __future__ import annotations

import re
from functools import cache, reduce
from operator import and_
from typing import TYPE_CHECKING

from piccolo.columns.combination import WhereRaw
from piccolo.query.functions import Max

from coalition.acts.tables import Standing
from coalition.database import among, made_of, one_row, prepared, whole
from coalition.deliveries.tables import Addressee, AddresseeName, EntryKind, EntryState, EntryText, TimelineEntry
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping

    from piccolo.custom_types import Combinable
    from piccolo.query import Objects, Select

    from coalition.search.match_marks import Words

_PLACE = re.compile(r"(\d{4}(?:-\d{2}){0,2})\.([0-9a-f-]{36})", re.ASCII)  # the day and the key of the last entry of the page before


def is_place(text: str) -> bool:
    """Whether a text says where a page of a timeline begins."""
    return _PLACE.fullmatch(text) is not None


# Addressees


def _visible() -> Combinable:
    """Return the condition on addressees of which everybody may know: those that are not in the register, or listed there."""
    return Addressee.organisation.is_null() | (Addressee.organisation.listed == True)  # noqa: E712 -- the value of a column


async def addressees_of(memorandum_id: int) -> list[Addressee]:
    """Return the addressees of a memorandum in their order (whoever shows them asks who may be named)."""
    return await _addressees(memorandum_id)


@prepared
def _addressees(memorandum_id: int) -> Objects[Addressee]:
    return Addressee.objects().where(Addressee.memorandum == memorandum_id).order_by(Addressee.place).order_by(Addressee.number)


async def addressees_by_ids(ids: Iterable[int]) -> list[Addressee]:
    """Return some addressees (as `addressees_of`)."""
    return [made_of(Addressee, row) for row in await Addressee.select(whole(Addressee)).where(among(Addressee.id, ids))]


async def addressee_numbered(memorandum_id: int, number: int) -> Addressee | None:
    """Return the addressee of a memorandum with a number."""
    return await one_row(Addressee, (Addressee.memorandum == memorandum_id) & (Addressee.number == number))


async def names_of(addressee_ids: Iterable[int]) -> list[AddresseeName]:
    """Return the names of some addressees, in the order in which they were written."""
    query = AddresseeName.select(whole(AddresseeName)).where(among(AddresseeName.addressee, addressee_ids))
    return [made_of(AddresseeName, row) for row in await query.order_by(AddresseeName.id)]


async def organisations_addressed(memorandum_id: int) -> list[int]:
    """Return the ids of the organisations of the register to which a memorandum is addressed, listed or not (for what pages depend on)."""
    return [row["organisation"] for row in await _addressed(memorandum_id)]


@prepared
def _addressed(memorandum_id: int) -> Select[Addressee]:
    return Addressee.select(Addressee.organisation).where((Addressee.memorandum == memorandum_id) & Addressee.organisation.is_not_null())


async def last_number(memorandum_id: int) -> int:
    """Return the highest number that an addressee of a memorandum has (for the operation)."""
    row = await Addressee.select(Max(Addressee.number, alias="last")).where(Addressee.memorandum == memorandum_id).first()
    return int(row["last"] or 0) if row else 0


async def has_entries(addressee_id: int) -> bool:
    """Whether an entry is about an addressee (for the operation)."""
    return bool(await TimelineEntry.exists().where(TimelineEntry.addressee == addressee_id))


async def ids_about(addressee_id: int) -> list[int]:
    """Return the ids of the entries about an addressee that are not withdrawn (for what they are found by)."""
    these = (TimelineEntry.addressee == addressee_id) & (TimelineEntry.state != EntryState.WITHDRAWN.value)
    return await TimelineEntry.select(TimelineEntry.id).where(these).output(as_list=True)


# Entries


def _public(memorandum_id: int) -> Combinable:
    """Return the condition on the entries that everybody reads, or whose tombstones: none about an addressee of whom nobody may know."""
    shown: Combinable = (TimelineEntry.memorandum == memorandum_id) & (TimelineEntry.state != EntryState.PRIVATE.value)
    to_visible = TimelineEntry.addressee.is_in(Addressee.select(Addressee.id).where((Addressee.memorandum == memorandum_id) & _visible()))
    return shown & (TimelineEntry.addressee.is_null() | to_visible)


async def timeline(memorandum_id: int, words: Words, *, after: str = "", limit: int) -> list[TimelineEntry]:
    """Return a page of the entries that everybody reads, newest first; those that words find, which tombstones do not have."""
    depends_on(page_subjects.memorandum(memorandum_id))
    if words or after:
        return await _page(_public(memorandum_id), words, after, limit)
    return await _newest(limit)(memorandum_id)


@cache
def _newest(limit: int) -> Callable[[int], Awaitable[list[TimelineEntry]]]:
    @prepared
    def newest(memorandum_id: int) -> Objects[TimelineEntry]:
        query = TimelineEntry.objects().where(_public(memorandum_id))
        return query.order_by(TimelineEntry.day, ascending=False).order_by(TimelineEntry.id, ascending=False).limit(limit)

    return newest


async def has_timeline(memorandum_id: int) -> bool:
    """Whether everybody reads anything on the timeline of a memorandum."""
    depends_on(page_subjects.memorandum(memorandum_id))
    return bool(await TimelineEntry.exists().where(_public(memorandum_id)))


async def recorded_entries(  # noqa: PLR0913 -- the choices of a list
    memorandum_id: int, words: Words, filters: Mapping[str, str], *, after: str = "", limit: int, oldest_first: bool = False
) -> list[TimelineEntry]:
    """Return a page of the entries of a memorandum, newest first, with a kind or in a state if `filters` name one (for its coordinators)."""
    these: Combinable = TimelineEntry.memorandum == memorandum_id
    if kind := filters.get("kind"):
        these &= TimelineEntry.kind == kind
    if state := filters.get("state"):
        these &= TimelineEntry.state == state
    return await _page(these, words, after, limit, oldest_first=oldest_first)


async def _page(these: Combinable, words: Words, after: str, limit: int, *, oldest_first: bool = False) -> list[TimelineEntry]:
    if words:
        these &= reduce(and_, [matching(Kind.TIMELINE_ENTRY, TimelineEntry.id, word) for word in words.each])
    if match := _PLACE.fullmatch(after):
        last = "(SELECT before.id FROM timeline_entry before WHERE before.key = {})"  # if that entry is gone, the page begins at another day
        these &= WhereRaw(f"(timeline_entry.day, timeline_entry.id) {'>' if oldest_first else '<'} ({{}}, {last})", match[1], match[2])
    query = TimelineEntry.select(whole(TimelineEntry)).where(these)
    query = query.order_by(TimelineEntry.day, ascending=oldest_first).order_by(TimelineEntry.id, ascending=oldest_first).limit(limit)
    return [made_of(TimelineEntry, row) for row in await query]


async def entry_of(memorandum_id: int, key: str) -> TimelineEntry | None:
    """Return an entry of a memorandum in any state (for its coordinators, and for operations)."""
    return await one_row(TimelineEntry, (TimelineEntry.memorandum == memorandum_id) & (TimelineEntry.key == key))


async def public_entry(key: str) -> TimelineEntry | None:
    """Return an entry that is public, about no addressee of whom nobody may know; who may read its memorandum is asked by the caller."""
    to_visible = TimelineEntry.addressee.is_null() | TimelineEntry.addressee.is_in(Addressee.select(Addressee.id).where(_visible()))
    return await one_row(TimelineEntry, (TimelineEntry.key == key) & (TimelineEntry.state == EntryState.PUBLIC.value) & to_visible)


async def public_outcome(memorandum_id: int) -> TimelineEntry | None:
    """Return the outcome that everybody reads, if there is one (for the operation, and for the page of the text)."""
    these = (TimelineEntry.memorandum == memorandum_id) & (TimelineEntry.kind == EntryKind.OUTCOME.value)
    return await one_row(TimelineEntry, these & (TimelineEntry.state == EntryState.PUBLIC.value))


async def public_outcomes(memorandum_ids: Iterable[int]) -> list[TimelineEntry]:
    """Return the outcomes that everybody reads of some memoranda (who may read these is asked before)."""
    these = among(TimelineEntry.memorandum, memorandum_ids) & (TimelineEntry.kind == EntryKind.OUTCOME.value)
    query = TimelineEntry.select(whole(TimelineEntry)).where(these & (TimelineEntry.state == EntryState.PUBLIC.value))
    return [made_of(TimelineEntry, row) for row in await query.order_by(TimelineEntry.id)]


async def newest_public(memorandum_ids: Iterable[int], limit: int) -> list[TimelineEntry]:
    """Return the newest entries that everybody reads of some memoranda, by the day of publication (who may read these is asked before)."""
    shown = among(TimelineEntry.memorandum, memorandum_ids) & (TimelineEntry.state == EntryState.PUBLIC.value)
    to_visible = TimelineEntry.addressee.is_null() | TimelineEntry.addressee.is_in(Addressee.select(Addressee.id).where(_visible()))
    query = TimelineEntry.select(whole(TimelineEntry)).where(shown & to_visible)
    query = query.order_by(TimelineEntry.published_on, ascending=False).order_by(TimelineEntry.id, ascending=False).limit(limit)
    return [made_of(TimelineEntry, row) for row in await query]


async def texts_of(entry_ids: Iterable[int]) -> list[EntryText]:
    """Return what some entries say, in the order in which it was written."""
    query = EntryText.select(whole(EntryText)).where(among(EntryText.entry, entry_ids))
    return [made_of(EntryText, row) for row in await query.order_by(EntryText.id)]


# Organisations that delivered a text


def _delivered(memorandum_id: int | None) -> Combinable:
    """Return the condition on the entries that name an organisation to everybody, of one memorandum or of all."""
    public: Combinable = TimelineEntry.organisation.is_not_null() & (TimelineEntry.state == EntryState.PUBLIC.value)
    return public if memorandum_id is None else public & (TimelineEntry.memorandum == memorandum_id)


async def named_and_known(memorandum_id: int, known: Select[Standing], also: Collection[int]) -> tuple[int, int]:
    """Return how many organisations a timeline names as having delivered the text, and how many of them are known (rule of withheld names).

    `known` is a query of ids, `also` are other known ids.
    """
    query = TimelineEntry.select(TimelineEntry.organisation).where(_delivered(memorandum_id))
    named = {row["organisation"] for row in await query}
    by_name = TimelineEntry.organisation.is_in(known) | among(TimelineEntry.organisation, also)
    rows = await query.where(by_name) if named else []
    return len(named), len({row["organisation"] for row in rows})


async def acted_without_name(memorandum_id: int, organisation_ids: Collection[int]) -> bool:
    """Whether one of some entries of an organisation has an act on a memorandum that does not name it (for what becomes public anew)."""
    these = (Standing.memorandum == memorandum_id) & among(Standing.organisation, organisation_ids)
    return bool(await Standing.exists().where(these & (Standing.shown != "named")))


async def ids_delivered_by(organisation_ids: Collection[int], memorandum_id: int | None) -> list[int]:
    """Return the ids of the entries that name one of some entries of an organisation, in any state (for what takes the name away)."""
    these: Combinable = among(TimelineEntry.organisation, organisation_ids)
    if memorandum_id is not None:
        these &= TimelineEntry.memorandum == memorandum_id
    return await TimelineEntry.select(TimelineEntry.id).where(these).output(as_list=True)


# What entries are found by


async def entries_from(after: int, limit: int) -> list[TimelineEntry]:
    """Return entries whose ids follow one, for what is rebuilt for one after the other."""
    query = TimelineEntry.select(whole(TimelineEntry)).where(TimelineEntry.id > after).order_by(TimelineEntry.id).limit(limit)
    return [made_of(TimelineEntry, row) for row in await query]


async def entries_by_ids(ids: Iterable[int]) -> list[TimelineEntry]:
    """Return some entries in any state (for operations)."""
    return [made_of(TimelineEntry, row) for row in await TimelineEntry.select(whole(TimelineEntry)).where(among(TimelineEntry.id, ids))]


async def number_of_entries() -> int:
    """Return how many entries there are, in any state (for checks of what is computed from them)."""
    return int(await TimelineEntry.count())
