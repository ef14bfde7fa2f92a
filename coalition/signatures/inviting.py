"""Inviting organisations, reminding those without an answer, and taking an invitation back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.forums.tables import RiskProfile
from coalition.languages import Message
from coalition.mail.writing import write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.errors import NotAuthenticated
from coalition.memoranda.tables import SigningState, TextState
from coalition.organisations import queries as organisations
from coalition.settings import SUPPORTED_LANGUAGES, load
from coalition.signatures import queries
from coalition.signatures.eligibility import check_may_sign
from coalition.signatures.errors import WindowClosed
from coalition.signatures.linking import end_links_of, make_link
from coalition.signatures.parties import acting
from coalition.signatures.tables import Act, ActKind, Invitation, Link, LinkPurpose

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime
    from uuid import UUID

    from piccolo.columns import Column

    from coalition.forums.queries import ForumView
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.queries import Named
    from coalition.organisations.tables import Contact
    from coalition.signatures.forms import InvitingForm


class Invited(Struct, frozen=True):
    """An invitation just made, with its link, which is shown this once."""

    organisation: str
    link: str
    expires_at: datetime
    mailed: bool


async def invite(memorandum: Memorandum, form: InvitingForm) -> list[Invited]:
    """Invite organisations to sign; each has at most one invitation, and one that was revoked is made valid again, without its old links.

    An organisation that was invited before and has not answered gets a further link; one whose signature or support stands is left out.
    One that declined, or whose act was withdrawn, annulled or lapsed, is asked afresh; what it answered stays on record.

    Raises:
        InvalidForm: an organisation is not in the register.
        NotAuthenticated: the text is not fixed, so that there is nothing to bind.
        WindowClosed: it cannot be signed any more.
        OnlyParticipants: by the rule of the day an organisation is not among those that may sign.

    """
    ids = await organisations.by_slugs(form.organisations)
    unknown = {f"organisations/{at}": _unknown(slug) for at, slug in enumerate(form.organisations) if slug not in ids}
    if unknown:
        raise InvalidForm(unknown)
    async with transaction():
        digest = await _digest_to_sign(memorandum)
        await check_may_sign(memorandum, ids.values())
        named = await organisations.named(ids.values())
        contacts = await organisations.contacts_of(ids.values())
        there = await acting(memorandum.id)
        asked = [ids[slug] for slug in dict.fromkeys(form.organisations) if ids[slug] not in there]
        return [await _invite(memorandum, digest, named[one], contacts.get(one, []), send=form.send) for one in asked]


async def invite_one(memorandum: Memorandum, organisation_id: int, contact: Contact | None = None) -> Invited | None:
    """Invite one organisation and mail the link to a contact, or to the first one known; None when its signature or support stands.

    Raises:
        NotAuthenticated, WindowClosed: as `invite`.

    """
    async with transaction():
        digest = await _digest_to_sign(memorandum)
        if organisation_id in await acting(memorandum.id):
            return None
        organisation = (await organisations.named([organisation_id]))[organisation_id]
        contacts = [contact] if contact else (await organisations.contacts_of([organisation_id])).get(organisation_id, [])
        return await _invite(memorandum, digest, organisation, contacts, send=True)


def _unknown(slug: str) -> Message:
    return Message("No organisation with the address name {slug} is in the register.", slug=slug)


async def _digest_to_sign(memorandum: Memorandum) -> str:
    row = await memoranda.locked(memorandum.id)
    if row.text_state != TextState.AUTHENTICATED:
        raise NotAuthenticated
    if row.signing_state not in {SigningState.NOT_OPEN, SigningState.OPEN, SigningState.ACCESSION_ONLY}:
        raise WindowClosed
    edition = await memoranda.latest_edition(row.id)
    return str(edition.digest)


async def _invite(memorandum: Memorandum, digest: str, organisation: Named, contacts: Sequence[Contact], *, send: bool) -> Invited:
    invitation = await queries.invitation_of(memorandum.id, organisation.id)
    contact = _addressee(invitation, contacts)
    if invitation is None:
        columns: dict[str, Any] = {"memorandum": memorandum.id, "organisation": organisation.id, "digest": digest, "invited_at": clock.now()}
        invitation = Invitation(**columns, contact=contact.id if contact else None)
        await Invitation.insert(invitation)
    elif invitation.answered_at:
        await _end_links_of_annulled(invitation)
        await open_anew(invitation, digest, contact)
    else:
        if invitation.revoked_at:
            await _end_links_to_answer(invitation)
        values: dict[Column | str, Any] = {Invitation.revoked_at: None, Invitation.digest: digest}
        values[Invitation.contact] = contact.id if contact else None
        await Invitation.update(values).where(Invitation.id == invitation.id)
    return await send_link("invitation", memorandum, invitation.id, organisation, contact if send else None)


async def open_anew(invitation: Invitation, digest: str, contact: Contact | None) -> None:
    """Ask for a further answer, inside the caller's transaction, without the old links to answer; the link a signer keeps stays good."""
    await _end_links_to_answer(invitation)
    values: dict[Column | str, Any] = {
        Invitation.digest: digest,
        Invitation.invited_at: clock.now(),
        Invitation.contact: contact.id if contact else None,
    }
    values |= dict.fromkeys((Invitation.answered_at, Invitation.visited_at, Invitation.revoked_at, Invitation.reminded_on))
    await Invitation.update(values | {Invitation.reminders: 0}).where(Invitation.id == invitation.id)


async def _end_links_to_answer(invitation: Invitation) -> None:
    await Link.delete().where((Link.invitation == invitation.id) & (Link.purpose == LinkPurpose.ANSWER.value))


async def _end_links_of_annulled(invitation: Invitation) -> None:
    """Let who signed without a right have no link any more: it would open what the organisation answers now."""
    mine = (Act.memorandum == invitation.memorandum) & (Act.organisation == invitation.organisation)
    annulled = await Act.select(Act.about).where(mine & (Act.kind == ActKind.ANNULMENT.value)).output(as_list=True)
    if annulled:
        await end_links_of(invitation.id, annulled)


def _addressee(invitation: Invitation | None, contacts: Sequence[Contact]) -> Contact | None:
    """Return to whom a link goes: to whom it went before or was handed over, else to the first contact."""
    first = contacts[0] if contacts else None
    return next((one for one in contacts if invitation and one.id == invitation.contact), first)


async def send_link(letter: str, memorandum: Memorandum, invitation_id: UUID, organisation: Named, contact: Contact | None) -> Invited:
    """Make a further link to an invitation and mail it to the contact, if there is one."""
    token, link = await make_link(invitation_id)
    language = letter_language(contact)
    address = load().base_url + url_for("signing.invitation.show", lang=language, token=token)
    if contact:
        view = await memoranda.view(memorandum)
        forum = await forum_of(memorandum)
        await write_letter(
            letter,
            address=contact.email,
            language=language,
            about=f"invitation:{invitation_id}",
            name=contact.name,
            organisation=organisation,
            memorandum=view,
            forum=forum,
            discreet=is_discreet(organisation, forum),
            link=address,
            expires=link.expires_at,
        )
    return Invited(organisation.slug, address, link.expires_at, mailed=contact is not None)


async def forum_of(memorandum: Memorandum) -> ForumView | None:
    """Return the forum a memorandum belongs to, if it belongs to one."""
    return await forums.view_of(memorandum.forum)


def is_discreet(organisation: Named, forum: ForumView | None) -> bool:
    """Whether letters must name neither organisation nor memorandum, and the cautious answer is offered first."""
    return organisation.at_risk or (forum is not None and forum.risk_profile != RiskProfile.OPEN)


def letter_language(contact: Contact | None) -> str:
    """Return the interface language in which to write to a contact."""
    return contact.language if contact and contact.language in SUPPORTED_LANGUAGES else "en"


async def revoke(memorandum: Memorandum, invitation_id: UUID) -> None:
    """Take an invitation back; an answer that was given stays."""
    mine = (Invitation.id == invitation_id) & (Invitation.memorandum == memorandum.id)
    async with transaction():
        open_one = mine & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
        await Invitation.update({Invitation.revoked_at: clock.now()}).where(open_one)


def awaits_answers(memorandum: Memorandum, today: date) -> bool:
    """Whether an invitation can be answered by signing or acceding on a day, so that reminders go out."""
    if memorandum.signing_state == SigningState.ACCESSION_ONLY:
        return True
    return memorandum.signing_state == SigningState.OPEN and not (memorandum.closes_on and memorandum.closes_on < today)


async def remind(memorandum: Memorandum, slugs: Sequence[str] | None = None) -> list[str]:
    """Remind organisations that have not answered, each at most once a day; return the slugs of those written to.

    `slugs` limits whom; None means all. Nobody is written to who answered, was revoked, or has no contact.

    Raises:
        WindowClosed: it is open neither for signature nor for accession.

    """
    today = clock.today()
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        if not awaits_answers(row, today):
            raise WindowClosed
        waiting = await queries.without_answer(memorandum.id, reminded_before=today)
        named = await organisations.named(invitation.organisation for invitation in waiting)
        contacts = await organisations.contacts_of(named)
        reminded = []
        for invitation in waiting:
            organisation = named[invitation.organisation]
            known = contacts.get(organisation.id)
            if known and (slugs is None or organisation.slug in slugs):
                await send_link("reminder", row, invitation.id, organisation, _addressee(invitation, known))
                values: dict[Column | str, Any] = {Invitation.reminded_on: today, Invitation.reminders: invitation.reminders + 1}
                await Invitation.update(values).where(Invitation.id == invitation.id)
                reminded.append(organisation.slug)
    return reminded
