"""Inviting organisations, and revoking an invitation."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.changing_networks import note_invited
from coalition.acts.eligibility import check_may_sign
from coalition.acts.errors import OnlyParticipants, WindowClosed
from coalition.acts.queries import annulled_acts
from coalition.acts.standing_queries import acting_among
from coalition.database import among, transaction
from coalition.fields import InvalidForm
from coalition.forums.organisation_choice_queries import Choice
from coalition.invitations import queries
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.choice_queries import next_of_choice
from coalition.invitations.ending_links import end_answering_links
from coalition.invitations.first_invitations import invite_first
from coalition.invitations.first_letters import INVITATION
from coalition.invitations.forms import words_by_language
from coalition.invitations.letters import Invited, send_link, subject_of
from coalition.invitations.link_queries import invitations_of_some
from coalition.invitations.links import end_links_of
from coalition.invitations.recipient_queries import recipients_of
from coalition.invitations.recipients import addressee_of, choose_recipients, contact_to_invite
from coalition.invitations.saved_answers import erase_answers_of
from coalition.invitations.tables import Invitation
from coalition.jobs.long_work import LETTERS as STEP
from coalition.jobs.long_work import Stepped, begin, go_on_now, step_of
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, broken_rule
from coalition.memoranda.errors import NotOpen
from coalition.networks.member_choice_queries import networks_called
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable

    from coalition.invitations.forms import InvitingForm
    from coalition.invitations.letters import Subject
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.organisations.views import OrganisationView

MOST_MEMBERS = 5000  # members of networks that one request invites


async def invite(memorandum: Memorandum, form: InvitingForm) -> list[Invited]:
    """Invite organisations to sign; each has at most one invitation. A revoked invitation becomes valid again, without its old links.

    In the place of an entry that was merged, the one that remains is invited.

    An organisation that was invited before and has not answered gets a new link in place of the earlier one. An organisation whose
    signature or support stands is left out. An organisation that declined, or whose act was withdrawn, annulled or lapsed, is invited
    again; its earlier answer stays on record.

    Everything is checked before the first one is invited. Where letters are sent, jobs invite the later ones if there are many, and only the
    first ones are returned. Where none are, all are invited now, because their links are shown once; who asks again after an interruption
    gets new links to all of them.

    Raises:
        InvalidForm: an organisation is not in the register, or a network; or a published number would single out hidden names.
        NotAuthenticated: the text is not fixed, so that there is nothing to sign.
        WindowClosed: the memorandum cannot be signed any more.
        OnlyParticipants: an organisation may not sign by today's signature rule.

    """
    ids, networks = await _known(form)
    remaining = await organisations.remaining_ids(ids.values())
    parties = list(dict.fromkeys(remaining.get(ids[slug], ids[slug]) for slug in form.organisations))
    task = {"memorandum": memorandum.id, "send": form.send, "words": words_by_language(form.words)}
    async with transaction():
        await digest_to_sign(memorandum)
        await check_may_sign(memorandum, parties, clock.today())
        await note_invited(memorandum, networks.values())
        members = await next_of_choice(memorandum, Choice("network", tuple(networks)), 0, MOST_MEMBERS) if networks else []
        parties = task["organisations"] = list(dict.fromkeys([*parties, *members]))
        if form.send:
            begun = await begin(_invite_some, memorandum.id, task, total=len(parties))
    return list(await go_on_now(begun)) if form.send else await _invite_all(task)


async def _invite_all(task: Mapping[str, Any]) -> list[Invited]:
    invited: list[Invited] = []
    for place in range(0, len(task["organisations"]), STEP):
        async with transaction():
            invited += (await _invite_some(task, place)).done
    return invited


@step_of("invite")
async def _invite_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Invite the next organisations; nobody any more once the window is closed, and nobody who may not sign any more."""
    row = await memoranda.locked(task["memorandum"])
    if broken_rule(Action.INVITE, Situation(row)):
        return Stepped([], place, more=False)
    invited = await invite_parties(row, task["organisations"][place : place + STEP], send=task["send"], words=task.get("words"))
    return Stepped(invited, place + STEP, more=place + STEP < len(task["organisations"]))


async def invite_parties(row: Memorandum, parties: Sequence[int], *, send: bool, words: Mapping[str, str] | None = None) -> list[Invited]:
    """Invite some organisations inside the caller's transaction; those whose signature or support stands, or who may not sign, are left out.

    So are those of which a merged entry can still answer an invitation.

    Raises:
        NotAuthenticated, WindowClosed: as `invite`.

    """
    digest = await digest_to_sign(row)
    await organisations.lock(parties)
    named = await organisations.views_by_id(parties)
    left_out = await acting_among(row.id, parties) | await queries.invited_under_merged_entry(row.id, parties)
    subject = await subject_of(row) if send else None
    wanted = [named[party] for party in await _may_sign(row, parties) if party in named and party not in left_out]
    before = await queries.invitations_of(row.id, [organisation.id for organisation in wanted])
    never = [organisation for organisation in wanted if organisation.id not in before]
    invited = {answer.organisation: answer for answer in await invite_first(row, digest, never, subject, words or {})}
    for organisation in wanted:
        if organisation.id in before:
            invited[organisation.slug] = await _invite(row, digest, organisation, send=send, words=words, subject=subject)
    return [invited[organisation.slug] for organisation in wanted]


async def _may_sign(row: Memorandum, parties: Sequence[int]) -> list[int]:
    """Return those of some organisations that may sign by today's signature rule."""
    allowed = list[int]()
    for party in parties:
        with suppress(OnlyParticipants):
            await check_may_sign(row, [party], clock.today())
            allowed.append(party)
    return allowed


async def invite_one(memorandum: Memorandum, organisation_id: int, contact: Contact | None = None) -> Invited | None:
    """Invite one organisation and mail the link to `contact`, or as `invite` does; None if its signature or support stands.

    Raises:
        NotAuthenticated, WindowClosed: as `invite`.

    """
    async with transaction():
        digest = await digest_to_sign(memorandum)
        if await acting_among(memorandum.id, [organisation_id]):
            return None
        organisation = (await organisations.views_by_id([organisation_id]))[organisation_id]
        return await _invite(memorandum, digest, organisation, send=True, chosen=contact)


async def _known(form: InvitingForm) -> tuple[dict[str, int], dict[str, int]]:
    """Return slug → id of the organisations and of the networks that a form names.

    Raises:
        InvalidForm: one of them is not in the register, or is no network.

    """
    ids, networks = await organisations.ids_by_slug(form.organisations), await networks_called(form.networks)
    unknown = {f"organisations/{at}": _unknown(slug) for at, slug in enumerate(form.organisations) if slug not in ids}
    no_network = Message("No network with this address name is in the register.")
    unknown |= {f"networks/{at}": no_network for at, slug in enumerate(form.networks) if slug not in networks}
    if unknown:
        raise InvalidForm(unknown)
    return ids, networks


def _unknown(slug: str) -> Message:
    return Message("No organisation with the address name {slug} is in the register.", slug=slug)


async def digest_to_sign(memorandum: Memorandum) -> str:
    """Return the digest of the text in force, and lock the memorandum, inside the caller's transaction.

    Raises:
        NotAuthenticated, WindowClosed: as `invite`.

    """
    row = await memoranda.locked(memorandum.id)
    error = broken_rule(Action.INVITE, Situation(row))
    if error:
        raise WindowClosed if error is NotOpen else error
    edition = await edition_queries.latest_edition(row.id)
    return str(edition.digest)


async def _invite(  # noqa: PLR0913 -- what an invitation is, and how it is sent
    memorandum: Memorandum,
    digest: str,
    organisation: OrganisationView,
    *,
    send: bool,
    chosen: Contact | None = None,
    words: Mapping[str, str] | None = None,
    subject: Subject | None = None,
) -> Invited:
    invitation = await queries.invitation_of(memorandum.id, organisation.id)
    if invitation and not (invitation.answered_at or invitation.revoked_at) and not chosen:
        return await _invite_again(memorandum, invitation, digest, organisation, send=send, words=words, subject=subject)
    contact = chosen or await _addressee(invitation, organisation.id)
    invitation = await _made(invitation, memorandum, digest, organisation, contact)
    await choose_recipients(invitation, contact)
    return await send_link(INVITATION, memorandum, invitation.id, organisation, contact if send else None, subject=subject, words=words)


async def _invite_again(  # noqa: PLR0913 -- as `_invite`
    memorandum: Memorandum,
    invitation: Invitation,
    digest: str,
    organisation: OrganisationView,
    *,
    send: bool,
    words: Mapping[str, str] | None,
    subject: Subject | None,
) -> Invited:
    """Make another link to an open invitation, whose recipients stay those that were chosen when it was made.

    If none of them is on record any more, the link is to be handed over; an invitation that is revoked and made again has new recipients.
    """
    contact = addressee_of(invitation, await recipients_of(invitation.id))
    values: dict[Column | str, Any] = {Invitation.digest: digest, Invitation.contact: contact.id if contact else None}
    await Invitation.update(values).where(Invitation.id == invitation.id)
    await trail.record(TrailAct.INVITED, f"organisation:{organisation.id}", memorandum.id)
    return await send_link(INVITATION, memorandum, invitation.id, organisation, contact if send else None, subject=subject, words=words)


async def _addressee(invitation: Invitation | None, organisation_id: int) -> Contact | None:
    """Return the contact to invite: whoever was invited before, else the oldest confirmed contact, else the oldest contact."""
    before = await queries.contact_of(invitation) if invitation else None
    return before or contact_to_invite(await organisations.contacts_of_one(organisation_id))


async def _made(
    invitation: Invitation | None, memorandum: Memorandum, digest: str, organisation: OrganisationView, contact: Contact | None
) -> Invitation:
    """Return a new invitation, or one that was answered or revoked, open again."""
    if invitation is None:
        columns: dict[str, Any] = {"memorandum": memorandum.id, "organisation": organisation.id, "digest": digest, "invited_at": clock.now()}
        invitation = Invitation(**columns, contact=contact.id if contact else None)
        await Invitation.insert(invitation)
    else:
        if invitation.answered_at:
            await _end_links_of_annulled(invitation)
        await reopen(invitation, digest, contact)
    await trail.record(TrailAct.INVITED, f"organisation:{organisation.id}", memorandum.id)
    return invitation


_FORGOTTEN = (Invitation.answered_at, Invitation.visited_at, Invitation.revoked_at, Invitation.reminded_on, Invitation.reconsidered_at)


async def reopen(invitation: Invitation, digest: str, contact: Contact | None) -> None:
    """Let an invitation be answered again, inside the caller's transaction; old links to answer end, the signer's own link stays valid."""
    await end_answering_links(invitation.id)
    values: dict[Column | str, Any] = {
        Invitation.digest: digest,
        Invitation.invited_at: clock.now(),
        Invitation.contact: contact.id if contact else None,
        Invitation.asked: True,
    }
    values |= dict.fromkeys(_FORGOTTEN)
    await Invitation.update(values | {Invitation.reminders: 0}).where(Invitation.id == invitation.id)
    await refresh_rows(invitation.memorandum, [invitation.organisation])


async def _end_links_of_annulled(invitation: Invitation) -> None:
    """End the links that annulled acts created: their holders could otherwise open the new answer of the organisation."""
    annulled = await annulled_acts(invitation.memorandum, invitation.organisation)
    if annulled:
        await end_links_of(invitation.id, annulled)


async def revoke(memorandum: Memorandum, invitation_id: UUID) -> None:
    """Revoke an invitation that was not answered; one that was answered does not change."""
    async with transaction():
        await _revoke(memorandum.id, Invitation.id == invitation_id)


async def revoke_those(memorandum_id: int, parties: Sequence[int]) -> list[int]:
    """Revoke the invitations of some organisations that were not answered, inside the caller's transaction; return the organisations."""
    return await _revoke(memorandum_id, among(Invitation.organisation, parties))


async def _revoke(memorandum_id: int, these: Combinable) -> list[int]:
    still_open = (Invitation.memorandum == memorandum_id) & Invitation.answered_at.is_null() & Invitation.revoked_at.is_null()
    rows = await Invitation.update({Invitation.revoked_at: clock.now()}).where(still_open & these).returning(Invitation.organisation)
    revoked = [int(row["organisation"]) for row in rows]
    await erase_answers_of(invitations_of_some(memorandum_id, revoked))
    for organisation in revoked:
        await refresh_rows(memorandum_id, [organisation])
        await trail.record(TrailAct.INVITATION_REVOKED, f"organisation:{organisation}", memorandum_id)
    return revoked
