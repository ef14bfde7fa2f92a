"""Signing, supporting and declining: one invitation, one answer, all or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.acts.adding import add_act, tell
from coalition.acts.disclosures import HIDDEN
from coalition.acts.eligibility import check_kind, check_may_sign, check_window
from coalition.acts.tables import ActKind, Signer
from coalition.addresses import url_for
from coalition.database import prepared, put, transaction
from coalition.invitations.errors import LinkRevoked, LinkUsed, TextReplaced
from coalition.invitations.letters import letter_language
from coalition.invitations.links import check_link_again, keep_link, manage_token
from coalition.invitations.tables import Invitation, LinkPurpose
from coalition.mail.writing import write_letter
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.notices.tables import NoticeKind
from coalition.organisations.queries import contacts_of_one
from coalition.settings import load
from coalition.signatures.confirming import start_clock
from coalition.signatures.disclosing import release_when_due
from coalition.signatures.second_contact import ask_colleague

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from piccolo.query import Update

    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.signatures.forms import DeclineForm, SignatureForm


class Recorded(Struct, frozen=True):
    """An act that is on record: its reference, and the token of the link its signer keeps."""

    act: Act
    manage_token: str


async def sign(opened: Opened, form: SignatureForm, session: str) -> Recorded:
    """Record a signature, accession or support, with its notification and the letter of receipt, in one transaction.

    Raises:
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, taken back or handed over.
        TextReplaced: the text read is not the one in force.
        NotYetOpen, WindowClosed: it cannot be signed today.
        OnlyParticipants: by the rule of the day the organisation is not among those that may sign.
        InvalidForm: the kind of act is not one that can be done today.

    """
    async with transaction():
        memorandum = await memoranda.locked(opened.memorandum.id)
        check_window(memorandum, clock.today())
        await check_may_sign(memorandum, [opened.invitation.organisation])
        check_kind(memorandum, form.kind)
        await _use_up(opened)
        if form.digest != opened.invitation.digest or form.digest != await edition_queries.latest_digest(opened.memorandum.id):
            raise TextReplaced
        act = await _record(memorandum, opened.invitation, form)
        token = manage_token(session)
        await keep_link(opened.invitation.id, token, LinkPurpose.MANAGE, act.id)
        contacts = await contacts_of_one(act.organisation)
        await _write_receipt(opened.invitation, contacts, act, token)
        await ask_colleague(memorandum, opened.invitation, act, contacts)
    return Recorded(act, token)


async def _record(memorandum: Memorandum, invitation: Invitation, form: SignatureForm) -> Act:
    act = await add_act(memorandum, invitation.organisation, ActKind(form.kind), form.level, digest=form.digest)
    await put(Signer, act=act.id, name=form.representative_name, title=form.representative_title)
    if form.kind is ActKind.AD_REFERENDUM:
        await start_clock(memorandum, act)
    await release_when_due(act)
    await tell(memorandum, invitation.organisation, NoticeKind(form.kind), named=form.level.named)
    return act


async def decline(opened: Opened, form: DeclineForm) -> None:
    """Record that the organisation does not sign; nobody but the coordinators learns of it, and nobody is stopped by it.

    Raises:
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, taken back or handed over.

    """
    async with transaction():
        await _use_up(opened)
        act = await add_act(opened.memorandum, opened.invitation.organisation, ActKind.DECLINE, HIDDEN, digest=opened.invitation.digest)
        await Signer.insert(Signer(act=act.id, name="", reason=form.reason))


async def _use_up(opened: Opened) -> None:
    """Let the first of simultaneous answers through; all others find the invitation answered."""
    invitation = opened.invitation
    if await _answered(clock.now(), invitation.id):
        await check_link_again(opened.link)  # only now is the invitation held against one who hands it over
        return
    revoked = await Invitation.exists().where(Invitation.id == invitation.id, Invitation.revoked_at.is_not_null())
    raise LinkRevoked if revoked else LinkUsed


@prepared
def _answered(now: datetime, invitation: UUID) -> Update[Invitation]:
    free = (Invitation.id == invitation) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    return Invitation.update({Invitation.answered_at: now}).where(free).returning(Invitation.id)


async def _write_receipt(invitation: Invitation, contacts: Sequence[Contact], act: Act, token: str) -> None:
    contact = next((one for one in contacts if one.id == invitation.contact), None)
    if contact:
        language = letter_language(contact)
        await write_letter(
            "receipt",
            address=contact.email,
            language=language,
            name=contact.name,
            reference=act.reference,
            link=load().base_url + url_for("signing.invitation.show", lang=language, token=token),
        )
