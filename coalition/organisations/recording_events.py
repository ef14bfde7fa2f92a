"""Turns in the life of an organisation: another name, a successor, liquidation, exile. Nothing of the past is overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import Duplicate, transaction
from coalition.errors import CoalitionError
from coalition.notices.issuing import pages_change
from coalition.organisations import queries
from coalition.organisations.event_forms import SUCCEEDING, TurnForm, WhichNames
from coalition.organisations.registering import names_as_keys, put_names
from coalition.organisations.tables import FormerName, Organisation, OrganisationEvent, OrganisationEventKind, OrganisationName, OrganisationStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.organisations.forms import NameForm
    from coalition.organisations.queries import NameIn


class NoSuccessor(CoalitionError):
    """The successor is not in the register, is the organisation itself, or came before it."""


class NameKnown(CoalitionError):
    """Former names until this day are on record already."""


_STATUS = {
    OrganisationEventKind.MERGED: OrganisationStatus.MERGED,
    OrganisationEventKind.SUCCEEDED: OrganisationStatus.MERGED,
    OrganisationEventKind.LIQUIDATED: OrganisationStatus.LIQUIDATED,
    OrganisationEventKind.INTO_EXILE: OrganisationStatus.IN_EXILE,
}


async def change(organisation: Organisation, form: TurnForm) -> OrganisationEvent:
    """Record a turn and what it changes in the entry: its names, its status, its seat.

    Raises:
        NoSuccessor: the successor is missing or came before the organisation.
        NameKnown: the names it had until that day are on record.

    """
    try:
        async with transaction():
            event = OrganisationEvent(
                organisation=organisation.id,
                kind=form.kind.value,
                happened=form.happened,
                other=await _successor(organisation, form),
                source=form.source,
            )
            await OrganisationEvent.insert(event)
            if form.kind is OrganisationEventKind.RENAMED:
                await _rename(organisation, form)
            await Organisation.update(_columns(form)).where(Organisation.id == organisation.id)
            await pages_change()
    except Duplicate as duplicate:
        raise NameKnown from duplicate
    return event


async def _successor(organisation: Organisation, form: TurnForm) -> int | None:
    if form.kind not in SUCCEEDING:
        return None
    other = await queries.by_slug(form.other or "")
    if other is None or other.id == organisation.id or organisation.id in await queries.successors_of(other.id):
        raise NoSuccessor
    return int(other.id)


def _columns(form: TurnForm) -> dict[Any, Any]:
    """Return what changes in the entry; only going into exile moves the seat."""
    columns: dict[Any, Any] = {"updated_at": clock.now()}
    if form.kind in _STATUS:
        columns["status"] = _STATUS[form.kind].value
    if form.kind is OrganisationEventKind.INTO_EXILE and form.seat_country:
        columns["seat_country"] = form.seat_country
    return columns


async def _rename(organisation: Organisation, form: TurnForm) -> None:
    """Keep the names until the day as former ones, all languages together, so that each day has its whole set."""
    present = (await queries.with_names(organisation)).names
    await _put_former(organisation, form.names if form.which is WhichNames.OLD else present, form.happened)
    if form.which is WhichNames.NEW:
        await OrganisationName.delete().where(OrganisationName.organisation == organisation.id)
        await put_names(organisation, form.names)
    await _make_found(organisation)


async def _put_former(organisation: Organisation, names: Iterable[NameForm | NameIn], until: str | None) -> None:
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


async def _make_found(organisation: Organisation) -> None:
    """Let a search find the organisation under its former names too; its place in lists is that of the present name."""
    present = (await queries.with_names(organisation)).names
    keys = names_as_keys(organisation.slug, present, await queries.former_names(organisation.id))
    await Organisation.update(**keys).where(Organisation.id == organisation.id)
