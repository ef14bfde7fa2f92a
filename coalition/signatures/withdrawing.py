"""Withdrawing a signature: the line stays, in brackets and with its date; a withheld one disappears as quietly as it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import notify, pages_change
from coalition.notices.tables import NoticeKind
from coalition.organisations.tables import Organisation
from coalition.signatures import queries
from coalition.signatures.errors import NothingToWithdraw
from coalition.signatures.signing import new_reference
from coalition.signatures.tables import Act, ActKind, Channel, Disclosure, Signer

if TYPE_CHECKING:
    from coalition.signatures.forms import WithdrawalForm
    from coalition.signatures.linking import Opened


async def withdraw(opened: Opened, form: WithdrawalForm) -> Act:
    """Record the withdrawal of the organisation's standing signature or support.

    Raises:
        NothingToWithdraw: there is none, or it was withdrawn before.
        InvalidForm: the typed name is not the signer's.

    """
    async with transaction():
        await memoranda.locked(opened.memorandum.id)
        standing = await queries.standing_act(opened.memorandum.id, opened.invitation.organisation)
        if standing is None:
            raise NothingToWithdraw
        signer = await queries.signer_of(standing.id)
        if signer and " ".join(form.typed_name.split()).casefold() != " ".join(signer.name.split()).casefold():
            raise InvalidForm({"typed_name": Message("This is not the name under which was signed.")})
        act = _withdrawal(standing)
        await Act.insert(act)
        await Signer.insert(Signer(act=act.id, name=form.typed_name, reason=form.reason))
        if act.disclosure == Disclosure.PUBLIC and opened.memorandum.publicity == Publicity.PUBLIC:
            slugs = await Organisation.select(Organisation.slug).where(Organisation.id == act.organisation).output(as_list=True)
            await notify(NoticeKind.WITHDRAWAL, opened.memorandum.slug, slugs[0])
        await pages_change()
    return act


def _withdrawal(standing: Act) -> Act:
    return Act(
        memorandum=standing.memorandum,
        organisation=standing.organisation,
        kind=ActKind.WITHDRAWAL.value,
        digest=standing.digest,
        disclosure=standing.disclosure,
        reference=new_reference(),
        channel=Channel.ONLINE.value,
        acted=clock.today().isoformat(),
        recorded_at=clock.now(),
    )
