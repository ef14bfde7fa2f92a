"""The public register: which organisations are listed in it, and why. `acts/unlisting.py` takes them out again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import trail
from coalition.database import among, prepared, transaction
from coalition.errors import CoalitionError
from coalition.languages import Message
from coalition.notices import page_subjects
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import REGISTER
from coalition.organisations.after_changes import changed
from coalition.organisations.errors import IsMerged
from coalition.organisations.event_queries import related_to
from coalition.organisations.merged_queries import is_one_at_risk
from coalition.organisations.queries import remaining_ids
from coalition.organisations.tables import Organisation
from coalition.trail import TrailAct
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column
    from piccolo.query import Update


class ListingReason(Word):
    """The reasons that the system gives by itself; coordinators write any other."""

    NAMED = "named_by_an_act", Message("A public act names it.")
    NOT_NAMED = "not_named_by_an_act", Message("No public act names it.")


class ListingNeedsApproval(CoalitionError):
    """An organisation at risk is listed by two coordinators only."""


def reason_words(reason: str) -> Message | str:
    """Return the words of a reason: the system's own in the reader's language, a coordinator's as they were written."""
    return {str(member): member.word for member in ListingReason}.get(reason, reason)


async def list_by_act(organisation_id: int) -> None:
    """List an organisation that a public act names, inside the caller's transaction; if it is listed, nothing changes.

    If it is merged into another entry, that one is listed too: the page of the organisation is there.
    """
    if await _list_unlisted(organisation_id, ListingReason.NAMED, True):  # noqa: FBT003 -- a value of the column
        await changed(organisation_id)
        await organisation_appears(organisation_id)
        for remaining in (await remaining_ids([organisation_id])).values():
            await list_by_act(remaining)


async def organisation_appears(organisation_id: int) -> None:
    """Render the pages again that show an organisation now, or name it beside another one as its successor or predecessor."""
    concerned = [organisation_id, *await related_to(organisation_id)]
    await pages_change(REGISTER, *map(page_subjects.organisation, concerned))


@prepared
def _list_unlisted(organisation_id: int, reason: str, listed: bool) -> Update[Organisation]:  # noqa: FBT001 -- a value of the column
    unlisted = (Organisation.id == organisation_id) & Organisation.listed.eq(False)  # noqa: FBT003
    return Organisation.update({Organisation.listed: listed, Organisation.listing_reason: reason}).where(unlisted).returning(Organisation.id)


async def list_organisation(organisation: Organisation, reason: str, *, approved: bool = False) -> None:
    """List an organisation in the public register, with the reason; listing it again only changes the reason.

    Raises:
        ListingNeedsApproval: it is at risk, and no second coordinator `approved` that.
        IsMerged: it is merged into another entry, which is the one to list.

    """
    if organisation.merged_into and not organisation.listed:
        raise IsMerged
    if not organisation.listed and not approved and await is_one_at_risk([organisation.id]):
        raise ListingNeedsApproval
    async with transaction():
        await _decide(organisation.id, reason, listed=True)
        await trail.record(TrailAct.ORGANISATION_LISTED, f"organisation:{organisation.id}")
        await organisation_appears(organisation.id)


async def take_out(organisation: Organisation, reason: str) -> None:
    """Take an organisation out of the public register, inside the caller's transaction; the caller checked that no output names it."""
    await _decide(organisation.id, reason, listed=False)
    await trail.record(TrailAct.ORGANISATION_UNLISTED, f"organisation:{organisation.id}")
    await pages_change()


async def _decide(organisation_id: int, reason: str, *, listed: bool) -> None:
    columns: dict[Column | str, Any] = {Organisation.listed: listed, Organisation.listing_reason: reason, Organisation.listing_confirmed: True}
    await Organisation.update(columns).where(Organisation.id == organisation_id)
    await changed(organisation_id)


async def confirm_listings(seen: Mapping[int, bool]) -> None:
    """Record that a coordinator agrees with what they saw: organisation ids, each with whether it is listed; what changed meanwhile stays open."""
    async with transaction():
        for listed in (True, False):
            ids = [number for number, was_listed in seen.items() if was_listed is listed]
            unchanged = among(Organisation.id, ids) & Organisation.listed.eq(listed)
            confirmed = await Organisation.update({Organisation.listing_confirmed: True}).where(unchanged).returning(Organisation.id)
            for row in confirmed:
                await trail.record(TrailAct.LISTING_CONFIRMED, f"organisation:{row['id']}")
