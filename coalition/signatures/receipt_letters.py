"""The letter of receipt with the signer's private link, also for those who signed on paper, by letter, or before this register began."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, trail
from coalition.acts import queries as acts
from coalition.acts.histories import level_of
from coalition.acts.letter_times import leaves_at, write_about
from coalition.acts.new_acts import LetterToWrite
from coalition.acts.tables import Channel
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.invitations import queries as invitations
from coalition.invitations.entered_acts import keep_for_receipt
from coalition.invitations.letters import letter_language
from coalition.invitations.links import RECEIPT_LASTS, make_link
from coalition.invitations.recipient_queries import confirmed_contacts, recipients_of
from coalition.invitations.recipients import addressee_of
from coalition.invitations.tables import LinkPurpose
from coalition.jobs.long_work import STEP, Stepped, begin, go_on_now, step_of
from coalition.memoranda import queries as memoranda
from coalition.organisations import queries as organisations
from coalition.organisations.tables import Contact
from coalition.settings import load
from coalition.signatures import queries
from coalition.signatures.errors import NoContact, ReceiptSentToday, SignedOnline
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from coalition.acts.queries import OwnRecord, Standing
    from coalition.memoranda.tables import Memorandum


def letters_to_signer(
    contact_id: int | None, recipients: Sequence[Contact], reference: str, token: str, template: str = "receipt", **more: Any
) -> Sequence[LetterToWrite]:
    """Return the letter of receipt to one of the recipients, unless that contact was removed; it names neither text nor organisation.

    `more` is for the template; `stated` says that a statement was recorded with the act.
    """
    contact = next((contact for contact in recipients if contact.id == contact_id), None)
    if contact is None:
        return ()
    language = letter_language(contact)
    link = load().base_url + url_for("signing.invitation.show", lang=language, token=token)
    context: dict[str, Any] = {"name": contact.name, "reference": reference, "link": link, "until": clock.now() + RECEIPT_LASTS}
    return (LetterToWrite(template, contact.email, language, {"stated": False} | context | more),)


async def receipt_contact(memorandum_id: int, organisation_id: int) -> Contact | None:
    """Return the contact to whom the receipt of an act goes that was entered on behalf: a recipient of the invitation, as for other letters.

    An organisation without recipients is written to as if it was invited now: at its oldest confirmed contact, else at its oldest contact.
    """
    invitation = await invitations.invitation_of(memorandum_id, organisation_id)
    bound = addressee_of(invitation, await recipients_of(invitation.id)) if invitation else None
    if bound:
        return bound
    confirmed = await confirmed_contacts(organisation_id)
    return next(iter(confirmed or await organisations.contacts_of_one(organisation_id)), None)


class EnteredReceipt(Struct, frozen=True):
    """The letter of receipt of an act that was entered on behalf: who gets it, and when the last one was written."""

    contact: Contact | None
    sent_at: datetime | None


async def entered_receipt(own: OwnRecord) -> EnteredReceipt | None:
    """Return the letter of receipt of an act (for those who work on the memorandum); None unless it stands and was entered on behalf."""
    root = own.root
    if root is None or not own.stands or root.channel == Channel.ONLINE:
        return None
    return EnteredReceipt(await receipt_contact(root.memorandum, root.organisation), await queries.receipt_sent_at(root.id))


async def letters_of_receipt(  # noqa: PLR0913 -- the act and its party, and what the letter says
    memorandum: Memorandum, organisation_id: int, act_id: UUID, reference: str, template: str = "receipt", *, stated: bool = False
) -> Sequence[LetterToWrite]:
    """Create a private link of an act and return the letter with it, inside the caller's transaction; none without a contact."""
    contact = await receipt_contact(memorandum.id, organisation_id)
    if contact is None:
        return ()
    invitation = await keep_for_receipt(memorandum, organisation_id, contact)
    token, _ = await make_link(invitation.id, LinkPurpose.MANAGE, act=act_id, recipient=contact.id)
    return letters_to_signer(contact.id, [contact], reference, token, template, stated=stated)


async def send_receipt(memorandum: Memorandum, organisation_id: int) -> None:
    """Send the letter of receipt with the private link to an organisation whose act was entered on its behalf.

    Raises:
        NothingStands: no signature or support of this organisation stands.
        SignedOnline: it signed with its invitation, and can ask for a fresh link itself.
        NoContact: it has no contact.
        ReceiptSentToday: such a letter was written today.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        standing = await acts.standing_of(row.id, organisation_id)
        if standing.root.channel == Channel.ONLINE:
            raise SignedOnline
        sent_at = await queries.receipt_sent_at(standing.root.id)
        if sent_at and sent_at.date() == clock.today():
            raise ReceiptSentToday
        await _send(row, standing)


async def _send(memorandum: Memorandum, standing: Standing) -> None:
    root = standing.root
    letters = await letters_of_receipt(memorandum, root.organisation, root.id, root.reference)
    if not letters:
        raise NoContact
    for letter in letters:
        not_before = leaves_at(level_of(standing.history))
        await write_about(memorandum.id, root.organisation, letter, not_before)
    await trail.record(TrailAct.RECEIPT_SENT, f"organisation:{root.organisation}", memorandum.id)


async def send_missing_receipts(memorandum: Memorandum) -> int:
    """Send the letter of receipt to the organisations that `queries.parties_without_receipt` returns, and return their number.

    Jobs write to the later ones if there are many.
    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        total = await queries.number_without_receipt(row.id)
        begun = await begin(_send_some, row.id, {"memorandum": row.id}, total=total)
    await go_on_now(begun)
    return total


@step_of("send_receipts")
async def _send_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Send it to the next organisations in the order of their ids."""
    row = await memoranda.locked(task["memorandum"])
    parties = await queries.parties_without_receipt(row.id, after=place, limit=STEP)
    await organisations.lock(parties)
    for party in parties:
        await _send(row, await acts.standing_of(row.id, party))
    return Stepped(parties, parties[-1] if parties else place, more=len(parties) == STEP)
