"""Undoing an import of organisations while nothing rests on it: new ones are removed, changed ones are as they were before."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from coalition import clock, trail
from coalition.acts.queries import is_effect_party, public_acts_of, with_public_acts
from coalition.acts.unlisting import unlist_organisation
from coalition.database import put, transaction
from coalition.errors import CoalitionError
from coalition.imports import queries
from coalition.imports.tables import Import, ImportedOrganisation
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import REGISTER
from coalition.notices.queries import mentioning
from coalition.organisations import queries as organisations
from coalition.organisations.after_changes import changed
from coalition.organisations.domain_queries import write_domains
from coalition.organisations.forms import NameForm
from coalition.organisations.removing import referred_to, remove
from coalition.organisations.tables import Organisation
from coalition.organisations.writing_names import write_names
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


_STEP = 20
_REFERRED_TO = Message("Something refers to it already.")
_CHANGED_SINCE = Message("It was changed since.")
_AT_RISK = Message("The import marked it as at risk; two coordinators have to agree that it is no longer at risk.")
_COLUMNS = ("kind", "scope", "status", "country", "seat_country", "website", "at_risk", "listed", "listing_reason", "listing_confirmed", "updated_at")


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


async def state_of(organisation_id: int) -> str:
    """Return what an import can change of an organisation, as JSON."""
    row = await organisations.by_id(organisation_id)
    if row is None:
        return ""
    names = (await organisations.view_of(row)).names
    return msgspec.json.encode({"columns": {name: getattr(row, name) for name in _COLUMNS}, "names": names}, order="sorted").decode()


async def note(upload_id: int, organisation_id: int, before: str) -> None:
    """Record what a row of an import did, inside the caller's transaction; `before` is the state before, empty for a new organisation."""
    after = await state_of(organisation_id)
    await put(ImportedOrganisation, upload=upload_id, organisation=organisation_id, before=before, after=after)


async def obstacles_of(rows: Sequence[ImportedOrganisation]) -> list[Obstacle]:
    """Return which of some imported organisations cannot be undone."""
    used = await referred_to([row.organisation for row in rows if not row.before], own=(ImportedOrganisation,))
    views = await organisations.views_by_id(row.organisation for row in rows)
    obstacles = []
    for row in rows:
        view = views[row.organisation]
        reason = await _reason(row, view.slug, is_used=row.organisation in used)
        if reason:
            obstacles.append(Obstacle(view.slug, view.primary.name, reason))
    return obstacles


async def _reason(row: ImportedOrganisation, slug: str, *, is_used: bool) -> Message | None:
    if is_used or (not row.before and await mentioning(slug)):
        return _REFERRED_TO
    if await state_of(row.organisation) != row.after:
        return _CHANGED_SINCE
    before, after = _columns(row.before), _columns(row.after)
    if row.before and after["at_risk"] and not before["at_risk"]:
        return _AT_RISK
    if (
        row.before
        and after["listed"]
        and not before["listed"]
        and (await public_acts_of(row.organisation) or await is_effect_party(row.organisation))
    ):
        return _REFERRED_TO
    renamed = row.before and _names(row.before) != _names(row.after)
    return _REFERRED_TO if renamed and await with_public_acts([row.organisation]) else None


def _columns(state: str) -> dict[str, Any]:
    return dict(msgspec.json.decode(state)["columns"]) if state else {}


def _names(state: str) -> list[dict[str, Any]]:
    return list(msgspec.json.decode(state)["names"])


async def ask_to_undo(upload: Import) -> None:
    """Enqueue the undoing of an import; asking again changes nothing.

    Raises:
        CannotUndo: something rests on it.

    """
    rows = await queries.imported_by(upload.id)
    obstacles, number = await obstacles_of(rows), len(rows)
    if obstacles:
        raise CannotUndo(obstacles)
    async with transaction():
        not_undone = (Import.id == upload.id) & Import.undone_at.is_null() & Import.finished_at.is_not_null()
        if (
            await Import.update({Import.undone_at: clock.now(), Import.content: "", Import.rows: number, Import.done: 0})
            .where(not_undone)
            .returning(Import.id)
        ):
            await enqueue("undo_import", {"import": upload.id}, dedupe_key=f"undo_import:{upload.id}")
            await trail.record(TrailAct.ORGANISATIONS_IMPORT_UNDONE, f"import:{upload.id}")


@handles("undo_import")
async def undo(payload: Mapping[str, Any]) -> None:
    """Undo an import, some rows in a transaction, the last row first; what somebody used meanwhile stays."""
    after = None
    while rows := await queries.imported_by(payload["import"], before=after, most=_STEP):
        async with transaction():
            stuck = {obstacle.slug for obstacle in await obstacles_of(rows)}
            for row in rows:
                organisation = await organisations.by_id(row.organisation)
                if organisation and organisation.slug not in stuck:
                    await _undo_row(row, organisation)
            await Import.update({Import.done: Import.done + len(rows)}).where(Import.id == payload["import"])
        after = rows[-1].id


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
    await write_domains(organisation.id)
    await changed(organisation.id)
    if columns["country"] != organisation.country:
        await enqueue("check_rules", {"organisation": organisation.id})
    if columns["listed"] or organisation.listed:
        await pages_change(REGISTER, page_subjects.organisation(organisation.id))
