"""Reads of uploaded tables; only the coordinator who uploaded a table, or took it over, may see it, and others while it is left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import among, made_of, one_row
from coalition.forums.organisation_choice_queries import way
from coalition.forums.programme_queries import slug_of
from coalition.forums.tables import Forum
from coalition.imports.plans import Outcome
from coalition.imports.tables import Import, ImportedAct, ImportedMembership, ImportedOrganisation, ImportedPartner, OrganisationOnList
from coalition.memoranda.tables import Memorandum
from coalition.organisations.queries import entries_of
from coalition.organisations.tables import Organisation
from coalition.partners.tables import Partner
from coalition.people.tables import Coordinator

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


TURN = (
    *(Import.id, Import.coordinator, Import.memorandum, Import.inviting, Import.turn),
    *(Import.confirmed_at, Import.stopped_at, Import.finished_at, Import.undone_at),
)
LISTED = (*TURN, Import.file_name, Import.created_at)  # what lists of imports show, without their files


async def import_by_id(import_id: int) -> Import | None:
    """Return an uploaded table (for jobs)."""
    return await one_row(Import, Import.id == import_id)


async def import_of(import_id: int, coordinator_id: int, memorandum_id: int | None = None) -> Import | None:
    """Return an uploaded table (for the coordinator who uploaded it): of a memorandum's signatories, or of organisations without one."""
    row = await import_about(import_id, memorandum_id)
    return row if row and row.coordinator == coordinator_id else None


async def import_about(import_id: int, memorandum_id: int | None = None) -> Import | None:
    """Return an uploaded table: of a memorandum's signatories, or of organisations without one. The caller checks who may see it."""
    about = Import.memorandum.is_null() if memorandum_id is None else Import.memorandum == memorandum_id
    return await one_row(Import, (Import.id == import_id) & about)


async def memorandum_of(row: Import) -> Memorandum | None:
    """Return the memorandum whose signatories an uploaded table lists (for jobs)."""
    return await one_row(Memorandum, Memorandum.id == row.memorandum)


async def programme_of(row: Import) -> tuple[int, str] | None:
    """Return the id and the address name of the programme whose partners a table names; None for those of the host (for jobs)."""
    return (row.programme, await slug_of(row.programme)) if row.programme else None


async def columns_of(organisation_ids: Iterable[int], names: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Return some columns of organisations by their ids (for those who undo an import)."""
    columns = [getattr(Organisation, name) for name in names]
    rows = await Organisation.select(Organisation.id, *columns).where(among(Organisation.id, organisation_ids))
    return {row["id"]: {name: row[name] for name in names} for row in rows}


async def imported_by(import_id: int, before: int | None, most: int) -> list[ImportedOrganisation]:
    """Return what an import did with organisations, the last first; with `before`, the rows before that one (for those who undo it)."""
    these = ImportedOrganisation.upload == import_id
    query = ImportedOrganisation.objects().where(these if before is None else these & (ImportedOrganisation.id < before))
    return await query.order_by(ImportedOrganisation.id, ascending=False).limit(most)


async def number_imported_by(import_id: int) -> int:
    """Return how many organisations an import changed, and how many partners and memberships it added, that nobody changed back."""
    noted = (ImportedOrganisation, ImportedPartner, ImportedMembership)
    return sum([int(await table.count().where(table.upload == import_id)) for table in noted])


async def numbers_imported_before(upload: Import) -> Outcome:
    """Return how many organisations an import entered and changed before it was interrupted (for jobs); of partners that is not noted by row."""
    if upload.partners:
        return Outcome()
    noted = ImportedOrganisation.upload == upload.id
    new = int(await ImportedOrganisation.count().where(noted & (ImportedOrganisation.before == "")))
    return Outcome(new=new, changed=int(await ImportedOrganisation.count().where(noted)) - new)


async def memberships_added_by(import_id: int, after: int, most: int) -> list[ImportedMembership]:
    """Return some memberships that an import added, those after a row of its notes (for those who undo it)."""
    these = (ImportedMembership.upload == import_id) & (ImportedMembership.id > after)
    return await ImportedMembership.objects().where(these).order_by(ImportedMembership.id).limit(most)


async def number_of_memberships_added(import_id: int) -> int:
    """Return how many memberships an import added (for jobs)."""
    return int(await ImportedMembership.count().where(ImportedMembership.upload == import_id))


async def partners_added_by(import_id: int, most: int) -> list[Partner]:
    """Return some partners that an import added (for those who undo it)."""
    these = ImportedPartner.select(ImportedPartner.partner).where(ImportedPartner.upload == import_id)
    return await Partner.objects().where(Partner.id.is_in(these)).order_by(Partner.id).limit(most)


async def partners_changed_since(import_id: int) -> list[int]:
    """Return the ids of the organisations whose partner an import added, and somebody changed since (for those who undo it)."""
    these = ImportedPartner.select(ImportedPartner.partner).where(ImportedPartner.upload == import_id)
    changed = Partner.id.is_in(these) & (Partner.updated_at > Partner.created_at)
    return await Partner.select(Partner.organisation).where(changed).output(as_list=True)


async def otherwise_partners(import_id: int, organisation_ids: Iterable[int]) -> set[int]:
    """Return which organisations are partners, or were, beside what an import says (for those who undo it)."""
    these = ImportedPartner.select(ImportedPartner.partner).where(ImportedPartner.upload == import_id)
    others = among(Partner.organisation, organisation_ids) & Partner.id.not_in(these)
    return set(await Partner.select(Partner.organisation).where(others).output(as_list=True))


async def acts_of_import(import_id: int) -> list[UUID]:
    """Return the ids of the acts that began histories in an import (for those who annul them)."""
    return list(await ImportedAct.select(ImportedAct.act).where(ImportedAct.upload == import_id).output(as_list=True))


async def latest_of(coordinator_id: int, memorandum_id: int | None = None, most: int = 20) -> list[Import]:
    """Return the latest imports of a coordinator without their files, the newest first: of a memorandum's signatories, or of organisations."""
    about = Import.memorandum.is_null() if memorandum_id is None else Import.memorandum == memorandum_id
    these = (Import.coordinator == coordinator_id) & about
    return [made_of(Import, row) for row in await Import.select(*LISTED).where(these).order_by(Import.id, ascending=False).limit(most)]


async def language_of_importer(row: Import) -> str:
    """Return the language of the coordinator who uploaded a file (for jobs)."""
    [language] = await Coordinator.select(Coordinator.language).where(Coordinator.id == row.coordinator).output(as_list=True)
    return str(language)


def on_list(import_id: int) -> Select[OrganisationOnList]:
    """Return the query for the ids of the organisations that a list names (for the coordinator who gave the list)."""
    return OrganisationOnList.select(OrganisationOnList.organisation).where(OrganisationOnList.upload == import_id)


@way("list")
async def _of_list(values: Sequence[str]) -> Combinable:
    """Choose the organisations that a list names; its coordinator was checked before."""
    return entries_of(on_list(int(values[0])))


async def number_on_list(import_id: int) -> int:
    """Return how many organisations a list names (for the coordinator who gave the list)."""
    return int(await OrganisationOnList.count().where(OrganisationOnList.upload == import_id))


async def noted_on_list(import_id: int, organisation_ids: Iterable[int]) -> set[int]:
    """Return which of some organisations are noted as named by a list (for those who note them)."""
    these = (OrganisationOnList.upload == import_id) & among(OrganisationOnList.organisation, organisation_ids)
    return set(await OrganisationOnList.select(OrganisationOnList.organisation).where(these).output(as_list=True))


async def forum_of(row: Import) -> Forum | None:
    """Return the forum in which the organisations of a list are to take part: that of the list, or of the memorandum they are invited to."""
    if row.forum:
        return await one_row(Forum, Forum.id == row.forum)
    memorandum = await inviting_memorandum(row)
    return await one_row(Forum, Forum.id == memorandum.forum) if memorandum and memorandum.forum else None


async def network_of(row: Import) -> Organisation | None:
    """Return the network of which the organisations of a list become members."""
    return await one_row(Organisation, Organisation.id == row.network) if row.network else None


async def inviting_memorandum(row: Import) -> Memorandum | None:
    """Return the memorandum to which the organisations of a list are to be invited."""
    return await one_row(Memorandum, Memorandum.id == row.inviting) if row.inviting else None
