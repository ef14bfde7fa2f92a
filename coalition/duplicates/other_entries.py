"""The other entries of an organisation, as its record at the desk shows them: those merged into it, and those that it may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.duplicates.candidates import candidates_for
from coalition.duplicates.merging import can_be_undone
from coalition.duplicates.queries import Numbers, mergers, numbers_of
from coalition.organisations.merged_queries import entries_merged_into
from coalition.organisations.queries import contacts_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from coalition.duplicates.candidates import Candidate
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView


class MergedRecord(Struct, frozen=True):
    """An entry that was merged: when and by whom, whether that can be undone, and what the reader may know that stays with it."""

    organisation: OrganisationView
    merged_at: datetime
    by: str
    undoable: bool
    contacts: Sequence[Contact]
    numbers: Numbers


class OtherEntries(Struct, frozen=True):
    """The entries that were merged into an entry, and those that may be the same organisation."""

    merged: Sequence[MergedRecord]
    likely: Sequence[Candidate]

    @property
    def shown_contacts(self) -> list[int]:
        """The ids of organisations at risk whose contacts are shown."""
        of_merged = [record.organisation.id for record in self.merged if record.organisation.at_risk and record.contacts]
        return [*of_merged, *(number for candidate in self.likely for number in candidate.shown_contacts)]


async def other_entries(reader: int, organisation_id: int) -> OtherEntries:
    """Return the other entries of an organisation as a coordinator may know them, inside the caller's read transaction."""
    likely = await candidates_for(reader, organisation_id)
    entries = (await entries_merged_into([organisation_id])).get(organisation_id, [])
    if not entries:
        return OtherEntries((), likely)
    ids = [entry.organisation.id for entry in entries]
    contacts, numbers, by = await contacts_of(ids), await numbers_of(ids, reader), await mergers([entry.merging for entry in entries])
    records = [
        MergedRecord(
            entry.organisation,
            entry.merged_at,
            by.get(entry.merging, ""),
            can_be_undone(entry.merged_at),
            contacts.get(entry.organisation.id, ()),
            numbers[entry.organisation.id],
        )
        for entry in entries
    ]
    return OtherEntries(records, likely)
