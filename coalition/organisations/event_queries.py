"""Reads of the events and former names of organisations; they are as visible as the organisations."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from coalition.database import among, prepared, whole
from coalition.organisations.queries import EVERY, views_by_id
from coalition.organisations.tables import ENDED, FormerName, Organisation, OrganisationEvent, OrganisationEventKind, OrganisationName, SortKey
from coalition.organisations.views import FormerNames, Lifetime, ListedPlace, NameView, OrganisationEventView, OrganisationView, names_at
from coalition.partial_dates import PartialDate, cached_date

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from piccolo.query import Select

    from coalition.organisations.queries import Visible


async def views_with_events(ids: Iterable[int], visible: Visible = EVERY) -> dict[int, OrganisationView]:
    """Return organisations with names, former names and events, by id, in four queries for a list of any length.

    A successor that is not visible is left out of its event.
    """
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = await _events(wanted)
    organisations = await views_by_id([*wanted, *(row["other"] for row in rows if row["other"])], visible)
    former = await _former_names_by_id(wanted)
    events: dict[int, list[OrganisationEventView]] = defaultdict(list)
    for row in rows:
        events[row["organisation"]].append(_event_view(row, organisations))
    for number in (former.keys() | events.keys()) & organisations.keys():
        sorted_events = tuple(sorted(events[number], key=_date_of))
        organisations[number] = replace(organisations[number], former_names=tuple(former[number]), events=sorted_events)
    return {number: organisations[number] for number in wanted if number in organisations}


@prepared
def _events(ids: Collection[int]) -> Select[OrganisationEvent]:
    return OrganisationEvent.select(whole(OrganisationEvent)).where(among(OrganisationEvent.organisation, ids)).order_by(OrganisationEvent.id)


_DATED = (OrganisationEvent.kind, OrganisationEvent.happened, OrganisationEvent.organisation.status.as_alias("status"))
_ENDINGS = {OrganisationEventKind.MERGED, OrganisationEventKind.SUCCEEDED, OrganisationEventKind.LIQUIDATED}


async def lifetime_of(organisation_id: int) -> Lifetime:
    """Return when an organisation was founded and ended: the first and the last such day on record (for operations).

    One that exists again has not ended.
    """
    return _lifetime(await _dated_events(organisation_id))


def _lifetime(events: Iterable[Mapping[str, Any]]) -> Lifetime:
    rows = [(event["kind"], cached_date(event["happened"])) for event in events if event["kind"] not in _ENDINGS or event["status"] in ENDED]
    founded = min((day for kind, day in rows if kind == OrganisationEventKind.FOUNDED), default=None)
    return Lifetime(founded, max((day for kind, day in rows if kind in _ENDINGS), default=None))


async def lifetimes_of(ids: Iterable[int]) -> dict[int, Lifetime]:
    """Return the lifetimes of organisations with a dated event, by id (for operations)."""
    these = among(OrganisationEvent.organisation, ids) & OrganisationEvent.happened.is_not_null()
    events: dict[int, list[Mapping[str, Any]]] = defaultdict(list)
    for row in await OrganisationEvent.select(OrganisationEvent.organisation, *_DATED).where(these):
        events[row["organisation"]].append(row)
    return {organisation: _lifetime(rows) for organisation, rows in events.items()}


@prepared
def _dated_events(organisation_id: int) -> Select[OrganisationEvent]:
    these = (OrganisationEvent.organisation == organisation_id) & OrganisationEvent.happened.is_not_null()
    return OrganisationEvent.select(*_DATED).where(these)


async def predecessors(
    organisation_id: int, visible: Visible = EVERY, merged: Collection[int] = ()
) -> list[tuple[OrganisationEventView, OrganisationView]]:
    """Return the organisations that merged into this one, or into one of its `merged` entries, or that it succeeds, each with the event."""
    these = among(OrganisationEvent.other, [organisation_id, *merged])
    rows = await OrganisationEvent.select(whole(OrganisationEvent)).where(these).order_by(OrganisationEvent.id)
    organisations = await views_by_id((row["organisation"] for row in rows), visible)
    pairs = [(_event_view(row, {}), organisations[row["organisation"]]) for row in rows if row["organisation"] in organisations]
    return sorted(pairs, key=lambda pair: _date_of(pair[0]))


async def related(ids: Iterable[int]) -> set[int]:
    """Return the ids of the predecessors and the successors of some organisations, one step away (for projections)."""
    return {row[side] for row in await _related(sorted(set(ids))) for side in ("organisation", "other")}


@prepared
def _related(ids: Collection[int]) -> Select[OrganisationEvent]:
    either = among(OrganisationEvent.organisation, ids) | among(OrganisationEvent.other, ids)
    sides = (OrganisationEvent.organisation, OrganisationEvent.other)
    return OrganisationEvent.select(*sides).where(OrganisationEvent.other.is_not_null() & either)


async def related_to(organisation_id: int) -> set[int]:
    """Return the ids of the organisations that an event connects with one, before it or after it (for operations)."""
    return await related([organisation_id]) - {organisation_id}


async def successors_of(organisation_id: int) -> set[int]:
    """Return the ids of all successors: of the organisation, of its successor, and so on."""
    successors, newest = set[int](), {organisation_id}
    while newest:
        newest = {other for _, other in await _next_after(newest)} - successors
        successors |= newest
    return successors


async def present_successor(organisation_id: int) -> int | None:
    """Return the id of the last successor: of the organisation, of its successor, and so on; None if there is none."""
    last, seen = organisation_id, {organisation_id}
    while (following := dict(await _next_after({last})).get(last)) and following not in seen:
        last = following
        seen.add(last)
    return last if last != organisation_id else None


async def _next_after(organisation_ids: Collection[int]) -> list[tuple[int, int]]:
    """Return the pairs of some organisations and their successors, in the order they were recorded."""
    these = among(OrganisationEvent.organisation, organisation_ids) & OrganisationEvent.other.is_not_null()
    rows = await OrganisationEvent.select(OrganisationEvent.organisation, OrganisationEvent.other).where(these).order_by(OrganisationEvent.id)
    return [(row["organisation"], row["other"]) for row in rows]


async def former_names(organisation_id: int) -> list[NameView]:
    """Return every former name of an organisation."""
    by_id = await _former_names_by_id([organisation_id])
    return [name for former in by_id[organisation_id] for name in former.names]


async def _former_names_by_id(ids: Collection[int]) -> dict[int, list[FormerNames]]:
    """Return former names by organisation, oldest first; names until an unknown date come before all others."""
    return _grouped(await _former_of_some(ids))


@prepared
def _former_of_some(ids: Collection[int]) -> Select[FormerName]:
    return FormerName.select(whole(FormerName)).where(among(FormerName.organisation, ids)).order_by(FormerName.until).order_by(FormerName.id)


def _grouped(rows: Iterable[Mapping[str, Any]]) -> dict[int, list[FormerNames]]:
    grouped: dict[tuple[int, str], list[NameView]] = defaultdict(list)
    for row in rows:
        grouped[row["organisation"], row["until"]].append(NameView(row["language"], row["name"], row["short_name"], row["is_primary"]))
    by_id: dict[int, list[FormerNames]] = defaultdict(list)
    for (organisation, until), names in sorted(grouped.items()):
        by_id[organisation].append(FormerNames(_date(until), tuple(names)))
    return by_id


async def names_on(slug: str, day: PartialDate | None) -> tuple[NameView, ...]:
    """Return the names that an organisation had on a date, in two prepared queries; empty if there is no such organisation."""
    former = _grouped(await _former(slug))
    names = tuple(NameView(row["language"], row["name"], row["short_name"], row["is_primary"]) for row in await _names(slug))
    return names_at(names, next(iter(former.values()), []), day)


async def places_of(ids: Collection[int]) -> dict[int, ListedPlace]:
    """Return what places organisations in lists, by id, in three queries (for operations only)."""
    if len(ids) == 1:
        rows, former, keys = await _listed_place(*ids), _grouped(await _former_of(*ids)), await _keys_of(*ids)
    else:
        rows, former = await Organisation.select(*_PLACED).where(among(Organisation.id, ids)), await _former_names_by_id(ids)
        keys = await SortKey.select(*_KEYS).where(among(SortKey.organisation, ids))
    sort_keys: dict[int, dict[str, bytes]] = defaultdict(dict)
    for row in keys:
        sort_keys[row["organisation"]][row["language"]] = bytes(row["key"])
    return {row["id"]: ListedPlace(**row, former_names=tuple(former[row["id"]]), sort_keys=sort_keys[row["id"]]) for row in rows}


_KEYS = (SortKey.organisation, SortKey.language, SortKey.key)


@prepared
def _keys_of(organisation_id: int) -> Select[SortKey]:
    return SortKey.select(*_KEYS).where(SortKey.organisation == organisation_id)


_PLACED = (Organisation.id, Organisation.slug, Organisation.country, Organisation.name_key, Organisation.listed)


@prepared
def _listed_place(organisation_id: int) -> Select[Organisation]:
    return Organisation.select(*_PLACED).where(Organisation.id == organisation_id)


@prepared
def _former_of(organisation_id: int) -> Select[FormerName]:
    query = FormerName.select(whole(FormerName)).where(FormerName.organisation == organisation_id)
    return query.order_by(FormerName.until).order_by(FormerName.id)


@prepared
def _names(slug: str) -> Select[OrganisationName]:
    return OrganisationName.select(whole(OrganisationName)).where(OrganisationName.organisation.slug == slug).order_by(OrganisationName.id)


@prepared
def _former(slug: str) -> Select[FormerName]:
    query = FormerName.select(whole(FormerName)).where(FormerName.organisation.slug == slug)
    return query.order_by(FormerName.until).order_by(FormerName.id)


def _event_view(row: Mapping[str, Any], organisations: Mapping[int, OrganisationView]) -> OrganisationEventView:
    other = organisations.get(row["other"])
    return OrganisationEventView(OrganisationEventKind(row["kind"]), _date(row["happened"]), other, row["source"], row["id"])


def _date(text: str | None) -> PartialDate | None:
    return PartialDate(text) if text else None


def _date_of(event: OrganisationEventView) -> str:
    return event.happened.iso if event.happened else ""
