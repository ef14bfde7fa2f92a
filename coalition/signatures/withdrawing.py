"""Withdrawing a signature: a public line stays, in brackets and with its date; a withheld signature leaves no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts import queries as acts
from coalition.acts import signer_queries as signers
from coalition.acts.disclosure_levels import HIDDEN
from coalition.acts.histories import level_of
from coalition.acts.new_acts import Person, follow_up
from coalition.acts.recording import record
from coalition.acts.tables import ActKind
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.invitations.successors import acting_successor
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.signatures.disclosing import stop_requests
from coalition.typed_names import is_same_name

if TYPE_CHECKING:
    from uuid import UUID

    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.signatures.forms import WithdrawalForm


async def withdraw(opened: Opened, form: WithdrawalForm) -> Act:
    """Record the withdrawal of the organisation's standing signature or support; a quiet one leaves no line and no notification.

    Raises:
        NothingStands: there is no such signature or support, or it was withdrawn before.
        InvalidForm: the typed name is not the name of the signer.

    """
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        standing = await acts.standing_of(row.id, opened.invitation.organisation)
        successor = await check_who_acts(opened, standing.root.id, form.typed_name)
        level = HIDDEN if form.quiet else level_of(standing.history)
        signer = Person(form.typed_name, reason=form.reason)
        withdrawal = follow_up(row, standing, ActKind.WITHDRAWAL, level=level, signer=signer, digest=standing.root.digest, successor=successor)
        recorded = await record(withdrawal)
        await stop_requests(row.id, opened.invitation.organisation)
    return recorded.act


async def check_who_acts(opened: Opened, act_id: UUID, typed_name: str) -> int | None:
    """Return the successor that acts under its own name, if any; else refuse a typed name that is not that of the signer.

    Raises:
        InvalidForm: as `check_signer`.

    """
    successor = await acting_successor(opened)
    if successor is None:
        await check_signer(act_id, typed_name)
    return successor


async def check_signer(act_id: UUID, typed_name: str) -> None:
    """Refuse a typed name that is not that of the signer, unless the signer was erased.

    Raises:
        InvalidForm: with the message for the field `typed_name`.

    """
    signer = await signers.signer_of(act_id)
    if signer and signer.name and not is_same_name(typed_name, signer.name):
        raise InvalidForm({"typed_name": Message("This is not the name under which was signed.")})
