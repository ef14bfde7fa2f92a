"""Recording an event of an organisation: a new name, a successor, liquidation, exile. Former names are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import Duplicate, transaction
from coalition.errors import CoalitionError
from coalition.organisations import queries
from coalition.organisations.after_changes import changed
from coalition.organisations.event_forms import EventForm, GivenNames
from coalition.organisations.event_queries import successors_of, views_with_events
from coalition.organisations.listing import organisation_appears
from coalition.organisations.look_alikes import check_names
from coalition.organisations.tables import (
    SUCCEEDING,
    FormerName,
    Organisation,
    OrganisationEvent,
    OrganisationEventKind,
    OrganisationStatus,
)
from coalition.organisations.writing_names import names_changed, write_names
from coalition.saved_states import check_base
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.organisations.forms import NameForm
    from coalition.organisations.views import NameView


class NoSuccessor(CoalitionError):
    """The successor is not in the register, is the organisation itself, or is one of its predecessors."""


class NamesRecorded(CoalitionError):
    """Former names until this date are on record already."""


_STATUS_AFTER = {
    OrganisationEventKind.MERGED: OrganisationStatus.MERGED,
    OrganisationEventKind.SUCCEEDED: OrganisationStatus.MERGED,
    OrganisationEventKind.LIQUIDATED: OrganisationStatus.LIQUIDATED,
    OrganisationEventKind.INTO_EXILE: OrganisationStatus.IN_EXILE,
}


async def record_event(organisation: Organisation, form: EventForm, base: str = "") -> OrganisationEvent:
    """Record an event and change the names, the status and the seat of the organisation accordingly.

    `base` is the digest of what the person read of it (`OrganisationView.base`).

    Raises:
        SavedMeanwhile: somebody recorded another event, or changed its names, after the person read it.
        NoSuccessor: the successor is missing or is a predecessor of the organisation.
        NamesRecorded: former names until that date are on record.
        LooksAlike: a person must look at the names first.

    """
    if form.kind is OrganisationEventKind.RENAMED:
        await check_names(form.names, form.looked_at, await queries.view_of(organisation))
    try:
        async with transaction():
            await queries.lock([organisation.id])
            check_base(base, (await views_with_events([organisation.id]))[organisation.id].base if base else "")
            event = OrganisationEvent(
                organisation=organisation.id,
                kind=form.kind.value,
                happened=form.happened,
                other=await _successor_id(organisation, form),
                source=form.source,
            )
            await OrganisationEvent.insert(event)
            if form.kind is OrganisationEventKind.RENAMED:
                await _rename(organisation, form)
            await Organisation.update(_changed_columns(form)).where(Organisation.id == organisation.id)
            await changed(organisation.id)
            await trail.record(TrailAct.ORGANISATION_EVENT_RECORDED, f"organisation:{organisation.id}")
            if organisation.listed:
                await organisation_appears(organisation.id)
    except Duplicate as duplicate:
        raise NamesRecorded from duplicate
    return event


async def _successor_id(organisation: Organisation, form: EventForm) -> int | None:
    if form.kind not in SUCCEEDING:
        return None
    successor = await queries.by_slug(form.other or "")
    if successor is None or successor.id == organisation.id or organisation.id in await successors_of(successor.id):
        raise NoSuccessor
    return int(successor.id)


def _changed_columns(form: EventForm) -> dict[Any, Any]:
    """Return the columns that the event changes; only going into exile changes the seat."""
    columns: dict[Any, Any] = {"updated_at": clock.now()}
    if form.kind in _STATUS_AFTER:
        columns["status"] = _STATUS_AFTER[form.kind].value
    if form.kind is OrganisationEventKind.INTO_EXILE and form.seat_country:
        columns["seat_country"] = form.seat_country
    return columns


async def _rename(organisation: Organisation, form: EventForm) -> None:
    """Record the names until the date as former names, in all languages, so that every date has a complete set of names."""
    present = (await queries.view_of(organisation)).names
    await _insert_former_names(organisation, form.names if form.which is GivenNames.OLD else present, form.happened)
    if form.which is GivenNames.NEW:
        await write_names(organisation, form.names)
    else:
        await names_changed(organisation)


async def _insert_former_names(organisation: Organisation, names: Iterable[NameForm | NameView], until: str | None) -> None:
    rows = [
        FormerName(
            organisation=organisation.id,
            language=name.language,
            name=name.name,
            short_name=name.short_name,
            is_primary=name.primary,
            until=until or "",
        )
        for name in names
    ]
    await FormerName.insert(*rows)
