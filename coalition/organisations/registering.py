"""Adding organisations to the register, and changing them; `contact_changes.py` changes their contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition import clock, trail
from coalition.database import Duplicate, put, transaction
from coalition.errors import CoalitionError
from coalition.jobs.queue import enqueue
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import REGISTER
from coalition.organisations import queries
from coalition.organisations.after_changes import changed
from coalition.organisations.contact_changes import insert_contact
from coalition.organisations.domain_queries import write_domains
from coalition.organisations.likely_duplicates import check_new, sought_by
from coalition.organisations.look_alikes import check_names
from coalition.organisations.pairs import pairs_change
from coalition.organisations.tables import Organisation
from coalition.organisations.themes import joined
from coalition.organisations.writing_names import write_names
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.notices.page_subjects import Subject
    from coalition.organisations.forms import OrganisationChange, OrganisationForm
    from coalition.organisations.sought import Sought


class SlugTaken(CoalitionError):
    """Another record has this slug."""


class RiskNeedsApproval(CoalitionError):
    """An organisation is marked as no longer at risk by two coordinators only."""


async def register(form: OrganisationForm, *, names_were_shown: bool = False, sought: Sought | None = None) -> Organisation:
    """Add an organisation with its names and contacts; an import shows all names that look alike, and likely duplicates, before.

    `sought` is what is known of it, if that is more than the form says.

    It is not in the public register unless the form lists it. Each contact is asked by letter to confirm.

    Raises:
        SlugTaken: another organisation has the slug.
        LooksAlike: a person must look at the names first.
        LikelyDuplicates: a person must say first that it is none of these (`confirmed_new`).
        ContactKnown: two contacts have the same address.

    """
    if await queries.by_slug(form.slug):
        raise SlugTaken
    if not names_were_shown:
        await check_names(form.names, form.looked_at)
        if not form.confirmed_new:
            await check_new(sought or sought_by(form))
    now = clock.now()
    columns = form.model_dump(exclude={"names", "contacts", "looked_at", "confirmed_new"}, mode="json") | {"themes": joined(form.themes)}
    try:
        async with transaction():
            row = await put(Organisation, **columns, listing_confirmed=True, created_at=now, updated_at=now)
            await write_names(row, form.names)
            await write_domains([row.id])
            pairs_change(row.id, confirmed_new=form.confirmed_new)
            if form.contacts:
                view = await queries.view_of(row)
                for contact in form.contacts:
                    await insert_contact(row, view, contact)
            await trail.record(TrailAct.ORGANISATION_ADDED, f"organisation:{row.id}")
            await pages_change_if(REGISTER, listed=form.listed)
    except Duplicate as duplicate:
        raise SlugTaken from duplicate
    return row


async def amend(organisation: Organisation, change: OrganisationChange, *, names_were_shown: bool = False, approved: bool = False) -> None:
    """Change an organisation; names in the form replace all present names. If it was marked as at risk since it was read, the mark stays.

    Raises:
        LooksAlike: a person must look at the new names first.
        RiskNeedsApproval: it would no longer be at risk, and no second coordinator `approved` that.

    """
    if organisation.at_risk and change.at_risk is False and not approved:
        raise RiskNeedsApproval
    if change.names is not None and not names_were_shown:
        await check_names(change.names, change.looked_at, await queries.view_of(organisation))
    values = change.changes() | {"updated_at": clock.now()}
    async with transaction():
        await queries.lock([organisation.id])
        if not (organisation.at_risk or approved) and await queries.is_at_risk(organisation.id):
            values.pop("at_risk", None)
        before = await _as_shown(organisation.id)
        if change.names is not None:
            await write_names(organisation, change.names)
        await Organisation.update(**values).where(Organisation.id == organisation.id)
        await write_domains([organisation.id])
        pairs_change(organisation.id)
        await changed(organisation.id)
        if values.get("country", organisation.country) != organisation.country:
            await enqueue("check_rules", {"organisation": organisation.id})
        await trail.record(TrailAct.ORGANISATION_CHANGED, f"organisation:{organisation.id}")
        await pages_change_if(listed=organisation.listed and await _as_shown(organisation.id) != before)


async def _as_shown(organisation_id: int) -> object:
    """Return what everybody reads of a listed organisation, to compare: a change of anything else must not be noticeable."""
    return replace((await queries.views_by_id([organisation_id]))[organisation_id], at_risk=False)


async def pages_change_if(*subjects: Subject, listed: bool) -> None:
    """Call `pages_change` if the organisation is listed: otherwise the time of an answer would reveal that one was changed."""
    if listed:
        await pages_change(*subjects)
