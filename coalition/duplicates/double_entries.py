"""Texts in which an organisation takes part under two entries that were merged; told to those who work on the text, and to nobody else.

A merging is not refused for what its coordinator may not know. So the coordinators of a text are told afterwards, and decide what ends.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.database import among
from coalition.duplicates.engagements import Engaged, Engagement, clashes, engagements
from coalition.duplicates.queries import merged_between, merged_entries
from coalition.languages import Message
from coalition.memoranda.queries import served_by
from coalition.organisations.queries import entries_of_each, views_by_id
from coalition.words import for_each

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from coalition.organisations.views import OrganisationView


class DoubleEntry(Struct, frozen=True):
    """An organisation that takes part in a text under several entries: which, and how; the one that remains stands first."""

    clash: Engagement
    entries: Sequence[OrganisationView]

    @property
    def sentence(self) -> Message:
        """What both entries have."""
        return _SENTENCES[self.clash]

    @property
    def has_seats(self) -> bool:
        """Whether it is about seats in a round."""
        return self.clash is Engagement.SEAT


_SENTENCES: Mapping[Engagement, Message] = for_each(
    Engagement,
    {
        Engagement.ACT: Message("An act of each stands."),
        Engagement.INVITATION: Message("Each can answer an invitation, or one can and the other has acted."),
        Engagement.SEAT: Message("Each has a seat in the open round."),
    },
)


async def double_entries_on(memorandum_id: int) -> list[DoubleEntry]:
    """Return the organisations that take part in a text under two entries (for those who coordinate it)."""
    merged = await merged_entries()
    if not merged:
        return []
    rows = await engagements.ask(lambda party, memorandum: (memorandum == memorandum_id) & among(party, merged))
    if not rows:
        return []
    remaining = await entries_of_each({merged[row.organisation] for row in rows})
    rows = await engagements.ask(lambda party, memorandum: (memorandum == memorandum_id) & among(party, remaining))
    doubles = [(clash, {row.organisation for row in own}) for own in _by_organisation(rows, remaining) for clash in _clashes(own).values()]
    views = await views_by_id({number for _, entries in doubles for number in entries})
    return [DoubleEntry(clash, _remaining_first(views[number] for number in entries)) for clash, entries in doubles]


async def double_texts_of(entries: Collection[int]) -> Collection[int]:
    """Return the ids of the texts in which an organisation takes part under two of its entries (for operations)."""
    return _clashes(await engagements.ask(lambda party, _: among(party, entries)))


async def texts_with_new_doubles(coordinator_id: int, since: datetime, until: datetime) -> list[int]:
    """Return the memorandum of each organisation that takes part twice in a text of a coordinator since a merging of that time."""
    merged = await merged_between(since, until)
    if not merged:
        return []
    remaining = await entries_of_each(merged)
    rows = await engagements.ask(lambda party, memorandum: memorandum.is_in(served_by(coordinator_id)) & among(party, remaining))
    return [memorandum for own in _by_organisation(rows, remaining) for memorandum in _clashes(own)]


def _by_organisation(rows: Iterable[Engaged], remaining: Mapping[int, int]) -> Collection[list[Engaged]]:
    of_organisation: dict[int, list[Engaged]] = defaultdict(list)
    for row in rows:
        of_organisation[remaining[row.organisation]].append(row)
    return of_organisation.values()


def _clashes(rows: Collection[Engaged]) -> dict[int, Engagement]:
    return clashes(rows, {row.organisation: row.organisation for row in rows})


def _remaining_first(views: Iterable[OrganisationView]) -> list[OrganisationView]:
    return sorted(views, key=lambda view: (view.merged_into is not None, view.id))
