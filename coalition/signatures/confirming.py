"""Signatures ad referendum: confirmed by the organisation in time, or lapsed; before that it is reminded twice."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.adding import add_act, level_of, tell
from coalition.acts.errors import NothingStands
from coalition.acts.tables import Act, ActKind, Signer
from coalition.database import one_row, transaction
from coalition.invitations.letters import letter_language
from coalition.invitations.tables import Invitation
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.memoranda import queries as memoranda
from coalition.notices.tables import NoticeKind
from coalition.organisations.tables import Contact
from coalition.signatures.errors import NothingToConfirm

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.signatures.forms import ConfirmationForm

_WARNINGS = (14, 3)


def last_day(memorandum: Memorandum, act: Act) -> date:
    """Return the last day on which a signature ad referendum can be confirmed."""
    signed: date = act.recorded_at.date()
    return signed + timedelta(days=memorandum.confirmation_days)


async def start_clock(memorandum: Memorandum, act: Act) -> None:
    """Ask for the reminders and the lapse of a signature ad referendum, inside the caller's transaction."""
    due = last_day(memorandum, act)
    for days in (*_WARNINGS, -1):
        day = due - timedelta(days=days)
        if day > clock.today():
            kind = "lapse_signature" if days < 0 else "remind_of_confirmation"
            at = datetime.combine(day, time(), UTC)
            await enqueue(kind, {"act": str(act.id), "by": due.isoformat()}, run_at=at, dedupe_key=f"{kind}:{act.id}:{days}")


async def confirm(opened: Opened, form: ConfirmationForm) -> Act:
    """Make a signature ad referendum definitive; whoever confirms need not be the one who signed.

    Raises:
        NothingStands: no signature of this organisation stands.
        NothingToConfirm: none waits, or its time is over.

    """
    async with transaction():
        memorandum = await memoranda.locked(opened.memorandum.id)
        found = await acts.standing_of(memorandum.id, opened.invitation.organisation)
        if not found.history.waits or clock.today() > last_day(memorandum, found.root):
            raise NothingToConfirm
        level = level_of(found.history)
        act = await add_act(memorandum, found.root.organisation, ActKind.CONFIRMATION, level, about=found.root.id, digest=found.root.digest)
        await Signer.insert(Signer(act=act.id, name=form.representative_name, title=form.representative_title))
        await tell(memorandum, act.organisation, NoticeKind.CONFIRMATION, named=found.named)
    return act


async def _waiting(act_id: str) -> acts.Standing | None:
    """Return a signature that still waits for its confirmation."""
    act = await one_row(Act, Act.id == UUID(act_id))
    try:
        found = await acts.standing_of(act.memorandum, act.organisation) if act else None
    except NothingStands:
        return None
    return found if act and found and found.root.id == act.id and found.history.waits else None


@handles("lapse_signature")
async def lapse(payload: Mapping[str, str]) -> None:
    """Record that a signature ad referendum was not confirmed in time, unless it was."""
    async with transaction():
        found = await _waiting(payload["act"])
        if found is None:
            return
        act = found.root
        memorandum = await memoranda.locked(act.memorandum)
        if clock.today() > last_day(memorandum, act):
            await add_act(memorandum, act.organisation, ActKind.LAPSE, level_of(found.history), about=act.id, digest=act.digest)
            await tell(memorandum, act.organisation, NoticeKind.LAPSE, named=found.named)


@handles("remind_of_confirmation")
async def remind_of_confirmation(payload: Mapping[str, str]) -> None:
    """Write to the contact that a signature ad referendum waits; its private link was in the receipt, and is not sent again."""
    async with transaction():
        found = await _waiting(payload["act"])
        if found is None:
            return
        act = found.root
        mine = (Invitation.memorandum == act.memorandum) & (Invitation.organisation == act.organisation)
        invitation = await one_row(Invitation, mine)
        contact = await one_row(Contact, Contact.id == invitation.contact) if invitation and invitation.contact else None
        if contact:
            await write_letter(
                "confirmation",
                address=contact.email,
                language=letter_language(contact),
                about=f"confirmation:{act.id}:{payload['by']}",
                name=contact.name,
                reference=act.reference,
                by=datetime.fromisoformat(payload["by"]).date(),
            )
