"""Copying an edition, with the same wordings and provision ids, as the beginning of a correction or of the next edition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import put_all
from coalition.memoranda import edition_queries
from coalition.memoranda.confirming_wordings import copy_confirmations
from coalition.memoranda.recording_revisions import changing
from coalition.memoranda.tables import Edition, Provision, RevisionKind, Wording
from coalition.memoranda.wording import place

if TYPE_CHECKING:
    from collections.abc import Mapping


async def copy_edition(edition: Edition, number: int, **columns: Any) -> Edition:
    """Copy an edition under a new number, inside the caller's transaction; wordings keep the time of their last change and what was confirmed."""
    row = Edition(memorandum=edition.memorandum, number=number, created_at=clock.now(), **columns)
    await row.save()
    with changing(RevisionKind.CORRECTED if row.corrects else RevisionKind.COPIED):
        copied = [(wording, await _copy_wording(wording, row.id)) for wording in await edition_queries.wordings(edition.id)]
    await copy_confirmations(copied)
    provisions = await edition_queries.provisions(edition.id)
    if provisions:
        copies = (Provision(edition=row.id, key=old.key, label=old.label, position=old.position) for old in provisions)
        await put_all(copies)
    return row


async def _copy_wording(wording: Wording, edition_id: int) -> Wording:
    columns: Mapping[str, Any] = {name: getattr(wording, name) for name in ("language", "status", "title", "body", "updated_at")}
    copy = Wording(edition=edition_id, version=1, **columns)
    await copy.save()
    await place(copy, await edition_queries.blocks_of(wording.id))
    return copy
