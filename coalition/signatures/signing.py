"""Signing, supporting and declining: one invitation, one answer, all or nothing."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from coalition import clock
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.mail.writing import write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import notify, pages_change
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.organisations.tables import Contact
from coalition.settings import load
from coalition.signatures.errors import LinkRevoked, LinkUsed, TextReplaced
from coalition.signatures.inviting import letter_language
from coalition.signatures.linking import keep_link, manage_token
from coalition.signatures.queries import check_window
from coalition.signatures.tables import Act, ActKind, Channel, Disclosure, Invitation, LinkPurpose, Signer

if TYPE_CHECKING:
    from coalition.signatures.forms import DeclineForm, SignatureForm
    from coalition.signatures.linking import Opened

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_NOTICES = {ActKind.SIGNATURE: NoticeKind.SIGNATURE, ActKind.SUPPORT: NoticeKind.SUPPORT}


@dataclass(frozen=True)
class Recorded:
    """An act that is on record: its reference, and the token of the link its signer keeps."""

    act: Act
    manage_token: str


async def sign(opened: Opened, form: SignatureForm, session: str) -> Recorded:
    """Record a signature or a support, with its notification and the letter of receipt, in one transaction.

    Raises:
        LinkUsed, LinkRevoked: the invitation was answered or taken back.
        TextReplaced: the text read is not the one in force.
        NotYetOpen, WindowClosed: it cannot be signed today.

    """
    async with transaction():
        check_window(await memoranda.locked(opened.memorandum.id, share=True), clock.today())
        await _use_up(opened.invitation)
        if form.digest != opened.invitation.digest or form.digest != await memoranda.latest_digest(opened.memorandum.id):
            raise TextReplaced
        act = await _record(opened.invitation, form.kind, form.disclosure, form.digest)
        await Signer.insert(Signer(act=act.id, name=form.representative_name, title=form.representative_title))
        token = manage_token(session)
        await keep_link(opened.invitation.id, token, LinkPurpose.MANAGE)
        await _tell(opened, act, token)
    return Recorded(act, token)


async def decline(opened: Opened, form: DeclineForm) -> None:
    """Record that the organisation does not sign; nobody but the coordinators learns of it, and nobody is stopped by it.

    Raises:
        LinkUsed, LinkRevoked: the invitation was answered or taken back.

    """
    async with transaction():
        await _use_up(opened.invitation)
        act = await _record(opened.invitation, ActKind.DECLINE, Disclosure.COUNTED, opened.invitation.digest)
        await Signer.insert(Signer(act=act.id, name="", reason=form.reason))


async def _use_up(invitation: Invitation) -> None:
    """Let the first of simultaneous answers through; all others find the invitation answered."""
    free = (Invitation.id == invitation.id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    if await Invitation.update({Invitation.answered_at: clock.now()}).where(free).returning(Invitation.id):
        return
    revoked = await Invitation.exists().where(Invitation.id == invitation.id, Invitation.revoked_at.is_not_null())
    raise LinkRevoked if revoked else LinkUsed


async def _record(invitation: Invitation, kind: ActKind, disclosure: Disclosure, digest: str | None) -> Act:
    act = Act(
        memorandum=invitation.memorandum,
        organisation=invitation.organisation,
        kind=kind.value,
        digest=digest,
        disclosure=disclosure.value,
        reference=new_reference(),
        channel=Channel.ONLINE.value,
        acted=clock.today().isoformat(),
        recorded_at=clock.now(),
    )
    await Act.insert(act)
    return act


def new_reference() -> str:
    """Return a reference people can read out over the telephone: ten characters without look-alikes."""
    drawn = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    return f"{drawn[:5]}-{drawn[5:]}"


async def _tell(opened: Opened, act: Act, token: str) -> None:
    """Issue the notification of a public act, and write the receipt to the contact."""
    if act.disclosure == Disclosure.PUBLIC and opened.memorandum.publicity == Publicity.PUBLIC:
        organisation = await organisations.slug_of(opened.invitation.organisation)
        await notify(_NOTICES[ActKind(act.kind)], opened.memorandum.slug, organisation)
    await pages_change()
    contact = await Contact.objects().get(Contact.id == opened.invitation.contact) if opened.invitation.contact else None
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
