"""Undoing an import while nothing rests on it: new organisations are removed, changed ones are as before; partners and memberships are removed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from coalition import clock, trail
from coalition.acts.queries import is_effect_party, with_public_acts
from coalition.acts.unlisting import unlist_organisation
from coalition.database import put, transaction
from coalition.errors import CoalitionError
from coalition.imports import queries
from coalition.imports.tables import Import, ImportedOrganisation, ImportedPartner, OrganisationOnList
from coalition.imports.undoing_memberships import members_changed_since, remove_memberships
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import REGISTER
from coalition.notices.queries import mentioned_in_notifications
from coalition.organisations import queries as organisations
from coalition.organisations.after_changes import changed
from coalition.organisations.domain_queries import write_domains
from coalition.organisations.forms import NameForm
from coalition.organisations.removing import referred_to, remove
from coalition.organisations.tables import Organisation
from coalition.organisations.writing_names import write_names
from coalition.partners.recording_partners import remove_partner
from coalition.partners.tables import Partner
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

    from coalition.organisations.views import OrganisationView


_STEP, _CHECKED_AT_ONCE = 20, 200
_REFERRED_TO = Message("Something refers to it already.")
_CHANGED_SINCE = Message("It was changed since.")
_AT_RISK = Message("The import marked it as at risk; two coordinators have to agree that it is no longer at risk.")
_RISK_UNLISTED = Message("The import took it out of the public register, and it is at risk; two coordinators have to agree that it is listed again.")
_COLUMNS = (
    *("kind", "scope", "status", "country", "seat_country", "website", "themes", "at_risk"),
    *("listed", "listing_reason", "listing_confirmed", "updated_at"),
)


class CannotUndo(CoalitionError):
    """Something rests on the import; `obstacles` say what cannot be undone, and why."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        """Hold the obstacles."""
        super().__init__("; ".join(f"{obstacle.name}: {obstacle.reason}" for obstacle in obstacles))
        self.obstacles = obstacles


class Obstacle(Struct, frozen=True):
    """An organisation whose import cannot be undone, and why."""

    slug: str
    name: str
    reason: Message


async def states_of(organisation_ids: Iterable[int]) -> dict[int, str]:
    """Return what an import can change of some organisations, as JSON by their ids."""
    ids = set(organisation_ids)
    columns, views = await queries.columns_of(ids, _COLUMNS), await organisations.views_by_id(ids)
    states = {number: {"columns": columns[number], "names": view.names} for number, view in views.items()}
    return {number: msgspec.json.encode(state, order="sorted").decode() for number, state in states.items()}


async def note(upload_id: int, organisation_id: int, before: str) -> None:
    """Record what a row of an import did, inside the caller's transaction; `before` is the state before, empty for a new organisation."""
    after = (await states_of([organisation_id]))[organisation_id]
    await put(ImportedOrganisation, upload=upload_id, organisation=organisation_id, before=before, after=after)


async def obstacles_of(rows: Sequence[ImportedOrganisation]) -> list[Obstacle]:
    """Return which of some imported organisations cannot be undone."""
    views = await organisations.views_by_id(row.organisation for row in rows)
    reasons = await _reasons(rows, views)
    return [Obstacle(view.slug, view.primary.name, reasons[row.id]) for row in rows if row.id in reasons and (view := views[row.organisation])]


async def _reasons(rows: Sequence[ImportedOrganisation], views: Mapping[int, OrganisationView]) -> dict[int, Message]:
    """Return why some imported organisations cannot be undone, by the ids of the rows."""
    new, present = [row for row in rows if not row.before], [row for row in rows if row.before]
    states = await states_of(views)
    used = await referred_to([row.organisation for row in new], own=(ImportedOrganisation, OrganisationOnList, Partner))
    for upload in {row.upload for row in new}:
        used |= await queries.otherwise_partners(upload, [row.organisation for row in new])
    mentioned = await mentioned_in_notifications(views[row.organisation].slug for row in new)
    listed, renamed = list(filter(_listed_it, present)), list(filter(_renamed_it, present))
    named = await with_public_acts(row.organisation for row in (*listed, *renamed))
    bound = named | {row.organisation for row in listed if await is_effect_party(row.organisation)}
    reasons: dict[int, Message] = {row.id: _AT_RISK for row in present if _marked_it(row)}
    unlisted = list(filter(_unlisted_it, present))
    reasons |= {row.id: _RISK_UNLISTED for row in unlisted if _columns(row.after)["at_risk"]}
    reasons |= {row.id: _CHANGED_SINCE for row in unlisted if views[row.organisation].merged_into}
    reasons |= {row.id: _REFERRED_TO for row in renamed if row.organisation in named}
    reasons |= {row.id: _REFERRED_TO for row in listed if row.organisation in bound}
    reasons |= {row.id: _CHANGED_SINCE for row in rows if not _is_as_after(states[row.organisation], row.after)}
    return reasons | {row.id: _REFERRED_TO for row in new if row.organisation in used or views[row.organisation].slug in mentioned}


def _is_as_after(state: str, after: str) -> bool:
    """Whether an organisation is as an import left it; a column that the register did not have at that time does not count."""
    then = _columns(after)
    return _names(state) == _names(after) and {name: value for name, value in _columns(state).items() if name in then} == then


def _listed_it(row: ImportedOrganisation) -> bool:
    return bool(_columns(row.after)["listed"] and not _columns(row.before)["listed"])


def _unlisted_it(row: ImportedOrganisation) -> bool:
    return bool(_columns(row.before)["listed"] and not _columns(row.after)["listed"])


def _marked_it(row: ImportedOrganisation) -> bool:
    return bool(_columns(row.after)["at_risk"] and not _columns(row.before)["at_risk"])


def _renamed_it(row: ImportedOrganisation) -> bool:
    return _names(row.before) != _names(row.after)


def _columns(state: str) -> dict[str, Any]:
    return dict(msgspec.json.decode(state)["columns"]) if state else {}


def _names(state: str) -> list[dict[str, Any]]:
    return list(msgspec.json.decode(state)["names"])


async def ask_to_undo(upload: Import) -> None:
    """Enqueue the undoing of an import; asking again changes nothing.

    Raises:
        CannotUndo: something rests on it.

    """
    obstacles = list[Obstacle]()
    async for rows in _in_parts(upload.id, _CHECKED_AT_ONCE):
        obstacles += await obstacles_of(rows)
    obstacles += await _changed_since(await queries.partners_changed_since(upload.id))
    obstacles += await _changed_since(await members_changed_since(upload.id))
    number = await queries.number_imported_by(upload.id)
    if obstacles:
        raise CannotUndo(obstacles)
    async with transaction():
        ended = Import.finished_at.is_not_null() | Import.stopped_at.is_not_null()
        not_undone = (Import.id == upload.id) & Import.undone_at.is_null() & ended
        if (
            await Import.update({Import.undone_at: clock.now(), Import.content: "", Import.rows: number, Import.done: 0})
            .where(not_undone)
            .returning(Import.id)
        ):
            await enqueue("undo_import", {"import": upload.id}, dedupe_key=f"undo_import:{upload.id}")
            act = TrailAct.MEMBERSHIPS_IMPORT_UNDONE if upload.memberships else TrailAct.ORGANISATIONS_IMPORT_UNDONE
            await trail.record(act, f"import:{upload.id}")


@handles("undo_import")
async def undo(payload: Mapping[str, Any]) -> None:
    """Undo an import, some rows in a transaction, the last row first; what somebody used meanwhile stays."""
    await _remove_partners(payload["import"])
    await remove_memberships(payload["import"])
    async for rows in _in_parts(payload["import"], _STEP):
        async with transaction():
            if any(row.before and _listed_it(row) for row in rows):
                await organisations.lock_lists()
            await organisations.lock_for_removal(row.organisation for row in rows)  # before the check, which then reads what others committed
            stuck = {obstacle.slug for obstacle in await obstacles_of(rows)}
            for row in rows:
                organisation = await organisations.by_id(row.organisation)
                if organisation and organisation.slug not in stuck:
                    await _undo_row(row, organisation)
            await Import.update({Import.done: Import.done + len(rows)}).where(Import.id == payload["import"])


async def _changed_since(organisation_ids: Iterable[int]) -> list[Obstacle]:
    views = await organisations.views_by_id(organisation_ids)
    return [Obstacle(view.slug, view.primary.name, _CHANGED_SINCE) for view in views.values()]


async def _remove_partners(import_id: int) -> None:
    """Remove the partners that an import added, some in a transaction; those that somebody changed meanwhile stay."""
    while partners := await queries.partners_added_by(import_id, _STEP):
        async with transaction():
            await organisations.lock(partner.organisation for partner in partners)
            for partner in await queries.partners_added_by(import_id, _STEP):  # as they are now, when nobody else can change them
                with trail.acting(None):  # the undoing is one entry, not each row
                    is_changed = partner.updated_at > partner.created_at
                    await (_forget_partner(import_id, partner) if is_changed else remove_partner(partner))
            await Import.update({Import.done: Import.done + len(partners)}).where(Import.id == import_id)


async def _forget_partner(import_id: int, partner: Partner) -> None:
    """Forget that an import added a partner, which stays."""
    await ImportedPartner.delete().where((ImportedPartner.upload == import_id) & (ImportedPartner.partner == partner.id))


async def _in_parts(import_id: int, most: int) -> AsyncIterator[list[ImportedOrganisation]]:
    """Yield what an import did with organisations, some rows at once, the last first."""
    before = None
    while rows := await queries.imported_by(import_id, before, most):
        yield rows
        before = rows[-1].id


async def _undo_row(row: ImportedOrganisation, organisation: Organisation) -> None:
    with trail.acting(None):  # the undoing is one entry, not each row
        if row.before:
            await _restore(row, organisation)
        else:
            await remove(organisation)
    await ImportedOrganisation.delete().where(ImportedOrganisation.id == row.id)


async def _restore(row: ImportedOrganisation, organisation: Organisation) -> None:
    columns, names = _columns(row.before), _names(row.before)
    if organisation.listed and not columns["listed"]:
        await unlist_organisation(organisation, columns["listing_reason"])
    if names != _names(row.after):
        await write_names(organisation, [NameForm.parse(name) for name in names])
    columns["updated_at"] = datetime.fromisoformat(columns["updated_at"])
    await Organisation.update(**columns).where(Organisation.id == organisation.id)
    await write_domains([organisation.id])
    await changed(organisation.id)
    if columns["country"] != organisation.country:
        await enqueue("check_rules", {"organisation": organisation.id})
    if columns["listed"] or organisation.listed:
        await pages_change(REGISTER, page_subjects.organisation(organisation.id))
