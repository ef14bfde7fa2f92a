"""Signatures ad referendum: the organisation is reminded twice and confirms in time, or the signature lapses."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.deadlines import last_day_to_confirm
from coalition.acts.errors import NothingStands
from coalition.acts.histories import level_of
from coalition.acts.letter_times import leaves_at
from coalition.acts.new_acts import Person, follow_up
from coalition.acts.recording import record
from coalition.acts.tables import ActKind
from coalition.database import transaction
from coalition.invitations.letters import deadline_link, letter_language
from coalition.invitations.links import check_does_everything, end_of
from coalition.invitations.queries import contact_of, invitation_of
from coalition.invitations.successors import acting_successor
from coalition.jobs.worker import handles
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.signatures.errors import NothingToConfirm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coalition.acts.queries import Standing
    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.signatures.forms import ConfirmationForm


async def confirm(opened: Opened, form: ConfirmationForm) -> Act:
    """Confirm a signature ad referendum; another person than the signer may confirm it.

    Raises:
        NothingStands: no signature of this organisation stands.
        NothingToConfirm: no signature waits for confirmation, or its time is over.
        FreshLinkNeeded: the link is that of a receipt, and older than thirty days.

    """
    check_does_everything(opened)
    async with transaction():
        memorandum = await memoranda.locked(opened.memorandum.id)
        standing = await acts.standing_of(memorandum.id, opened.invitation.organisation)
        if not standing.history.waits or _is_over(last_day_to_confirm(memorandum, standing.root)):
            raise NothingToConfirm
        signer = Person(form.representative_name, form.representative_title)
        successor = await acting_successor(opened)
        confirmation = follow_up(memorandum, standing, ActKind.CONFIRMATION, signer=signer, digest=standing.root.digest, successor=successor)
        recorded = await record(confirmation)
    return recorded.act


def _is_over(last_day: date | None) -> bool:
    return last_day is not None and clock.today() > last_day


async def _waiting(act_id: str) -> tuple[Memorandum, Standing] | None:
    """Return the memorandum, locked, and the signature with this id if it still waits for its confirmation."""
    act = await acts.act_by_id(UUID(act_id))
    if act is None:
        return None
    memorandum = await memoranda.locked(act.memorandum)
    try:
        standing = await acts.standing_of(memorandum.id, act.organisation)
    except NothingStands:
        return None
    return (memorandum, standing) if standing.root.id == act.id and standing.history.waits else None


@handles("lapse_signature")
async def lapse(payload: Mapping[str, str]) -> None:
    """Record the lapse of a signature ad referendum, unless it was confirmed in time; its day is the one after the last day, however late."""
    async with transaction():
        waiting = await _waiting(payload["act"])
        if waiting is None:
            return
        memorandum, standing = waiting
        last_day = last_day_to_confirm(memorandum, standing.root)
        if last_day and _is_over(last_day):
            acted = (last_day + timedelta(days=1)).isoformat()
            await record(follow_up(memorandum, standing, ActKind.LAPSE, digest=standing.root.digest, acted=acted))


@handles("remind_of_confirmation")
async def remind_of_confirmation(payload: Mapping[str, str]) -> None:
    """Remind the contact of a signature ad referendum; the private link in the letter works until the last day to confirm."""
    by = datetime.fromisoformat(payload["by"]).date()
    async with transaction():
        waiting = await _waiting(payload["act"])
        if waiting is None:
            return
        memorandum, standing = waiting
        act = standing.root
        if last_day_to_confirm(memorandum, act) != by:
            return
        invitation = await invitation_of(memorandum.id, act.organisation)
        contact = await contact_of(invitation) if invitation else None
        if invitation and contact:
            language = letter_language(contact)
            await write_letter(
                "confirmation",
                address=contact.email,
                language=language,
                answering=await answering_for(memorandum.id),
                about=f"confirmation:{act.id}:{payload['by']}",
                concerns=Concerns(memorandum.id, act.organisation),
                not_before=leaves_at(level_of(standing.history)),
                name=contact.name,
                reference=act.reference,
                by=by,
                link=await deadline_link(invitation.id, contact, end_of(by), language),
            )
