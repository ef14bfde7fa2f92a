"""Withdrawing a signature: the line stays, in brackets and with its date; a withheld one disappears as quietly as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts import queries as acts
from coalition.acts import signers
from coalition.acts.adding import add_act, level_of, tell
from coalition.acts.disclosures import HIDDEN
from coalition.acts.tables import Act, ActKind, Signer
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from coalition.invitations.links import Opened
    from coalition.signatures.forms import WithdrawalForm


async def withdraw(opened: Opened, form: WithdrawalForm) -> Act:
    """Record the withdrawal of the organisation's standing signature or support; a quiet one leaves no line and no notification.

    Raises:
        NothingStands: there is none, or it was withdrawn before.
        InvalidForm: the typed name is not the signer's.

    """
    async with transaction():
        row = await memoranda.locked(opened.memorandum.id)
        found = await acts.standing_of(row.id, opened.invitation.organisation)
        signer = await signers.signer_of(found.root.id)
        if signer and signer.name and " ".join(form.typed_name.split()).casefold() != " ".join(signer.name.split()).casefold():
            raise InvalidForm({"typed_name": Message("This is not the name under which was signed.")})
        level = HIDDEN if form.quiet else level_of(found.history)
        act = await add_act(row, found.root.organisation, ActKind.WITHDRAWAL, level, about=found.root.id, digest=found.root.digest)
        await Signer.insert(Signer(act=act.id, name=form.typed_name, reason=form.reason))
        await tell(row, act.organisation, NoticeKind.WITHDRAWAL, named=found.named and not form.quiet)
    return act
