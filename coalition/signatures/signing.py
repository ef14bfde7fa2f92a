"""Signing, supporting and declining: each invitation is answered once, in one transaction."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition import clock
from coalition.acts import queries as acts
from coalition.acts.disclosure_levels import HIDDEN
from coalition.acts.effect import rules_wait
from coalition.acts.eligibility import check_kind, check_may_sign, check_window
from coalition.acts.new_acts import NewAct, Person
from coalition.acts.recording import record
from coalition.acts.tables import ActKind
from coalition.database import is_postgres, prepared, transaction
from coalition.invitations import queries as invitations
from coalition.invitations.errors import LinkRevoked, LinkUsed, TextReplaced
from coalition.invitations.link_sessions import check_form_token, hold_to_answer, manage_token
from coalition.invitations.links import check_link_again, keep_link
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.recipients import confirm_recipient
from coalition.invitations.saved_answers import erase_answers
from coalition.invitations.tables import Invitation, LinkPurpose
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.signatures.receipt_letters import letters_to_signer
from coalition.signatures.second_contact import ask_colleague
from coalition.statements.stating import state_with

if TYPE_CHECKING:
    from datetime import date, datetime
    from uuid import UUID

    from piccolo.query import Update

    from coalition.acts.tables import Act
    from coalition.invitations.links import Opened
    from coalition.signatures.forms import DeclineForm, SignatureForm


class Signed(Struct, frozen=True):
    """A recorded signature: its act, and the token of the signer's own link."""

    act: Act
    manage_token: str


class _OneAfterTheOther(Exception):
    """Signatures of a memorandum depend on those before them, so none may be recorded beside another."""


async def sign_in_session(session: str, form: SignatureForm, *, form_token: object = None) -> Signed:
    """Record the signature of a signing session; everything is loaded and checked once, in one short transaction.

    On PostgreSQL several sign a memorandum at the same time, unless one signature decides what the next may do.

    Raises:
        SessionEnded: the session is over, or the form belongs to another session.
        LinkUsed, TextReplaced, InvalidForm and others: as `sign`.

    """
    if is_postgres():
        with suppress(_OneAfterTheOther):
            return await _sign_once(session, form, form_token, together=True)
    return await _sign_once(session, form, form_token, together=False)


async def _sign_once(session: str, form: SignatureForm, form_token: object, *, together: bool) -> Signed:
    async with transaction(brief=True):
        opened = await hold_to_answer(session, together=together)
        if together and (form.statement or opened.memorandum.withheld_known or rules_wait(opened.memorandum)):
            raise _OneAfterTheOther
        digest = await edition_queries.latest_digest(opened.memorandum.id)
        if opened.invitation.digest != digest:
            raise TextReplaced
        check_form_token(session, form_token)
        return await _sign(opened, form, session, digest, read_before=is_postgres())  # SQLite locked the file before it was read


async def sign(opened: Opened, form: SignatureForm, session: str) -> Signed:
    """Record a signature, accession or support, with its statement, its notification and the letter of receipt, in one transaction.

    Raises:
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, revoked or handed over.
        TextReplaced: the signer read another text than the one in force.
        NotYetOpen, WindowClosed: the memorandum cannot be signed today.
        OnlyParticipants: the organisation may not sign by today's signature rule.
        InvalidForm: this kind of act is not possible today, or the organisation may not make this statement.

    """
    async with transaction():
        memorandum = await memoranda.locked(opened.memorandum.id)
        digest = await edition_queries.latest_digest(memorandum.id)
        return await _sign(replace(opened, memorandum=memorandum), form, session, digest, read_before=True)


async def _sign(opened: Opened, form: SignatureForm, session: str, digest: str | None, *, read_before: bool) -> Signed:
    """Sign the edition in force, which has this digest; the memorandum is held, and the link too unless it was `read_before` that."""
    today = clock.today()
    check_window(opened.memorandum, today)
    await check_may_sign(opened.memorandum, [opened.invitation.organisation], today)
    check_kind(opened.memorandum, form.kind)
    await _use_up(opened, read_before=read_before)
    if form.digest != opened.invitation.digest or form.digest != digest:
        raise TextReplaced
    return await _record(opened, form, manage_token(session), today)


async def _record(opened: Opened, form: SignatureForm, token: str, today: date) -> Signed:
    invitation = opened.invitation
    recipients = await recipients_of(invitation.id)
    signer = Person(form.representative_name, form.representative_title)
    signature = NewAct(
        memorandum=opened.memorandum,
        organisation=invitation.organisation,
        organisation_slug=opened.organisation_slug,
        is_active=opened.is_active,
        kind=ActKind(form.kind),
        level=form.level,
        signer=signer,
        acted=today.isoformat(),
        digest=form.digest,
    )
    letters = letters_to_signer(invitation.contact, recipients, signature.reference, token, stated=form.statement is not None)
    recorded = await record(replace(signature, letters=letters))
    await keep_link(invitation.id, token, LinkPurpose.MANAGE, act=recorded.act.id, recipient=invitation.contact)
    if form.statement:
        party = await acts.standing_of(opened.memorandum.id, invitation.organisation)
        await state_with(opened.memorandum, party, form.statement, signer)
    await ask_colleague(opened.memorandum, invitation, recorded.act, recipients)
    if opened.link.recipient:
        await confirm_recipient(opened.link, recipients)
    return Signed(recorded.act, token)


async def decline(opened: Opened, form: DeclineForm) -> None:
    """Record that the organisation does not sign; only the coordinators can see it, and it has no effect on others.

    Raises:
        LinkUsed, LinkRevoked, LinkExpired: the invitation was answered, revoked or handed over.

    """
    async with transaction():
        await _use_up(opened)
        declined = NewAct(
            memorandum=opened.memorandum,
            organisation=opened.invitation.organisation,
            kind=ActKind.DECLINE,
            level=HIDDEN,
            signer=Person("", reason=form.reason),
            digest=opened.invitation.digest,
        )
        await record(declined)
        await confirm_recipient(opened.link, await recipients_of(opened.invitation.id))


async def _use_up(opened: Opened, *, read_before: bool = True) -> None:
    """Mark the invitation as answered; of simultaneous answers only the first succeeds. Answers saved for later are erased.

    A link that was `read_before` the invitation was locked is checked again: the invitation may have been handed over since.
    """
    invitation = opened.invitation
    if await _answered(clock.now(), invitation.id):
        if read_before:
            await check_link_again(opened.link)
        await erase_answers(invitation.id)
        return
    raise LinkRevoked if await invitations.was_revoked(invitation.id) else LinkUsed


@prepared
def _answered(now: datetime, invitation: UUID) -> Update[Invitation]:
    free = (Invitation.id == invitation) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    return Invitation.update({Invitation.answered_at: now}).where(free).returning(Invitation.id)
