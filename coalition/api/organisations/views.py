"""Builds the response models of organisations from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.organisations import models
from coalition.approvals.queries import waits_already
from coalition.approvals.tables import ApprovalKind
from coalition.duplicates.merging import UNDO
from coalition.organisations.visible_queries import Viewer, visible_organisations

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.duplicates.candidates import Candidate
    from coalition.organisations.merged_queries import MergedEntry
    from coalition.organisations.tables import Merging, Organisation
    from coalition.organisations.views import OrganisationView


def of_organisation(named: OrganisationView, viewer: Viewer) -> models.OrganisationInList:
    """Return an organisation in a list; only coordinators learn whether it is listed."""
    shown = models.OrganisationInList.model_validate(named)
    return shown if viewer is Viewer.COORDINATOR else shown.model_copy(update={"listed": None})


def organisation(record: OrganisationView, viewer: Viewer, merged: Iterable[MergedEntry] = ()) -> models.Organisation:
    """Return an organisation with its past, and with the entries of it that were merged into this one."""
    former = [
        models.FormerName(**models.OrganisationName.model_validate(name).model_dump(), until=str(past.until) if past.until else None)
        for past in record.former_names
        for name in past.names
    ]
    events = [
        models.OrganisationEvent(
            kind=event.kind,
            happened=str(event.happened) if event.happened else None,
            other=event.other.slug if event.other else None,
            source=event.source,
        )
        for event in record.events
    ]
    others = [_merged(entry) for entry in merged]
    return models.Organisation(**of_organisation(record, viewer).model_dump(), former_names=former, events=events, merged=others)


async def shown_to_coordinator(slug: str) -> models.Organisation:
    """Return an organisation as coordinators read it."""
    visible = visible_organisations(Viewer.COORDINATOR)
    record = (await visible.histories([slug]))[slug]
    return organisation(record, Viewer.COORDINATOR, (await visible.merged_into([record.id])).get(record.id, ()))


async def merging(row: Merging) -> models.Merging:
    """Return the decision that merged an entry into another."""
    slugs = {view.id: view.slug for view in (await visible_organisations(Viewer.COORDINATOR).by_ids([row.organisation, row.remaining])).values()}
    until = (row.merged_at + UNDO).date()
    return models.Merging(organisation=slugs[row.organisation], remaining=slugs[row.remaining], merged_on=row.merged_at.date(), undo_until=until)


async def merging_asked(row: Organisation, other: Organisation) -> models.MergingAsked:
    """Return the request to approve the merging of an entry into another."""
    [asked] = await waits_already(ApprovalKind.ENTRIES_MERGED, f"organisation:{row.id}")
    return models.MergingAsked(organisation=row.slug, remaining=other.slug, approval=asked.id, expires=asked.expires_at)


async def undoing_asked(row: Organisation) -> models.MergingAsked:
    """Return the request to approve that the merging of an entry is undone."""
    [asked] = await waits_already(ApprovalKind.MERGING_UNDONE, f"organisation:{row.id}")
    into = (await visible_organisations(Viewer.COORDINATOR).by_ids([row.merged_into]))[row.merged_into]
    return models.MergingAsked(organisation=row.slug, remaining=into.slug, approval=asked.id, expires=asked.expires_at)


def candidate(pair: Candidate, language: str) -> models.DuplicatePair:
    """Return two entries that may be one organisation."""
    entries = [
        models.DuplicateEntry(
            **of_organisation(entry, Viewer.COORDINATOR).model_dump(), at_risk=entry.at_risk, acts=numbers.acts, invitations=numbers.invitations
        )
        for entry, numbers in zip((pair.first, pair.second), pair.numbers, strict=True)
    ]
    return models.DuplicatePair(entries=entries, reasons=[reason.text(language) for reason in pair.reasons], imitates=pair.imitates)


def _merged(entry: MergedEntry) -> models.MergedEntry:
    names = [models.OrganisationName.model_validate(name) for name in entry.names]
    return models.MergedEntry(slug=entry.organisation.slug, merged_on=entry.merged_at.date(), names=names)
