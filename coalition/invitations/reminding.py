"""Reminding organisations that have not answered, each at most once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.errors import WindowClosed
from coalition.database import transaction
from coalition.invitations import queries
from coalition.invitations.letters import send_link
from coalition.invitations.recipient_queries import recipients_by_invitation
from coalition.invitations.recipients import addressee_of
from coalition.invitations.tables import Invitation
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.columns import Column

    from coalition.memoranda.tables import Memorandum


async def remind(memorandum: Memorandum, slugs: Sequence[str] | None = None) -> list[str]:
    """Remind organisations that have not answered, each at most once a day; return the slugs of those that were reminded.

    `slugs` limits the organisations; None means all. An organisation is left out if it answered, if no recipient of its invitation is on
    record any more, or if the invitation was revoked. The link of a reminder replaces the earlier one.

    Raises:
        WindowClosed: the memorandum is open neither for signature nor for accession.

    """
    today = clock.today()
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        if not is_possible(Action.REMIND, Situation(row)):
            raise WindowClosed
        waiting = await queries.without_answer(memorandum.id, reminded_before=today)
        named = await organisations.views_by_id(invitation.organisation for invitation in waiting)
        recipients = await recipients_by_invitation(invitation.id for invitation in waiting)
        reminded = []
        for invitation in waiting:
            organisation = named[invitation.organisation]
            addressee = addressee_of(invitation, recipients.get(invitation.id, []))
            if addressee and (slugs is None or organisation.slug in slugs):
                await send_link("reminder", row, invitation.id, organisation, addressee)
                values: dict[Column | str, Any] = {Invitation.reminded_on: today, Invitation.reminders: invitation.reminders + 1}
                await Invitation.update(values).where(Invitation.id == invitation.id)
                reminded.append(organisation.slug)
                await trail.record(TrailAct.REMINDED, f"organisation:{organisation.id}", row.id)
    return reminded
