"""Adopting an edition: the first one fixes the text; a later one supersedes the edition in force, and parties are asked to sign again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.standing_queries import standing_on_superseded
from coalition.database import among, transaction
from coalition.editions.errors import NothingChanged
from coalition.editions.queries import number_to_ask_again, to_ask_again
from coalition.invitations.addressees import addressees
from coalition.invitations.chase_rows import refresh_rows
from coalition.invitations.inviting import reopen
from coalition.invitations.letters import send_link, subject_of
from coalition.invitations.queries import invitation_of
from coalition.invitations.recipients import bind
from coalition.invitations.tables import Invitation
from coalition.jobs.long_work import STEP, Begun, Stepped, begin, go_on_now, step_of, stop
from coalition.languages import Message
from coalition.memoranda import authenticating, edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.errors import CorrectionPending
from coalition.memoranda.last_hours import hour_is_over
from coalition.memoranda.obstacles import Obstacle, check_obstacles, obstacles
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.replaced_days import change_days
from coalition.memoranda.tables import Memorandum, Publicity, SigningState
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from coalition.memoranda.forms import AdoptionForm
    from coalition.memoranda.obstacles import TextToAdopt
    from coalition.memoranda.tables import Edition, Memorandum
    from coalition.organisations.tables import Contact


async def adopt_edition(memorandum: Memorandum, form: AdoptionForm) -> Edition:
    """Adopt the edition that is being drafted; a later one supersedes the edition in force.

    Raises:
        TextFrozen: no edition is being drafted.
        WordingMissing: an authentic language has no text.
        NothingChanged: the text of the draft is the same as that of the edition in force.
        ChangedMeanwhile: the text is not the one of which the form names the digest.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        draft = await edition_queries.drafted_edition(row.id)
        if draft is None:
            return await authenticating.adopt(row, form)
        check(Action.ADOPT_EDITION, Situation(row, drafted=True))
        await authenticating.check_seen(row, draft, form)
        await check_obstacles(row, draft)
        edition = await authenticating.authenticate(row, draft, form)
        await trail.record(TrailAct.TEXT_ADOPTED, f"edition:{edition.number}", row.id)
        await _reopen_window(row)
        begun = await _ask_again(row)
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.SUPERSEDED, row.slug, detail=str(edition.number))
        await record_changes(row)
    await go_on_now(begun)
    return edition


@obstacles.at(70)
async def _what_a_further_edition_forbids(about: TextToAdopt) -> Sequence[Obstacle]:
    """A further edition has to differ from the one in force, and no correction of that one may be undecided."""
    if about.edition.number == 1:
        return []
    forbidding: list[Obstacle] = []
    if await edition_queries.open_corrections(about.memorandum.id):
        forbidding.append(Obstacle("correction", Message("A correction is not decided yet."), CorrectionPending(), "desk.corrections.list"))
    written = {wording.language for wording in about.authentic} == set(about.memorandum.authentic_languages.split(","))
    if written and await authenticating.digest_of(about.memorandum, about.edition) == await edition_queries.latest_digest(about.memorandum.id):
        forbidding.append(Obstacle("same", Message("The new edition says the same as the present one."), NothingChanged(), "desk.wording.edit"))
    return forbidding


async def _reopen_window(row: Memorandum) -> None:
    """Open the window again, without a last day, if the time for the old text is over; coordinators close it later."""
    is_over = row.closes_on is not None and (row.closes_on < clock.today() or hour_is_over(row))
    values: dict[str, Any] = {"updated_at": clock.now()}
    if row.signing_state not in {SigningState.NOT_OPEN, SigningState.OPEN} or is_over:
        values |= {"signing_state": SigningState.OPEN.value, "closes_on": None, "closes_at": None}
    if row.signing_state == SigningState.ACCESSION_ONLY:
        values["accession_ended_on"] = clock.today()
    await change_days(row, values)


async def _ask_again(row: Memorandum) -> Begun:
    """Begin to move open invitations to the new text, and to write to every organisation whose act on an earlier edition stands."""
    await stop("ask_again", row.id)
    return await begin(_ask_some_again, row.id, {"memorandum": row.id}, total=await number_to_ask_again(row.id, await _digest(row)))


async def _digest(row: Memorandum) -> str:
    return str(await edition_queries.latest_digest(row.id))


@step_of("ask_again")
async def _ask_some_again(task: Mapping[str, Any], place: int) -> Stepped:
    """Do so for the next organisations in the order of their ids."""
    row = await memoranda.locked(task["memorandum"])
    digest = await _digest(row)
    parties = await to_ask_again(row.id, digest, after=place, limit=STEP)
    await organisations.lock(parties)
    unanswered = (Invitation.memorandum == row.id) & Invitation.answered_at.is_null() & among(Invitation.organisation, parties)
    await Invitation.update({Invitation.digest: digest}).where(unanswered)
    signatories = await standing_on_superseded(row.id, parties)
    contacts = {addressee.organisation.id: addressee.contact for addressee in await addressees(row.id, signatories)}
    named = await organisations.views_by_id(signatories)
    subject = await subject_of(row)
    for party in signatories:
        invitation = await _reopened_invitation(row, party, digest, contacts.get(party))
        await send_link("new_edition", row, invitation, named[party], contacts.get(party), subject=subject)
    await refresh_rows(row.id, [party for party in parties if party not in signatories])
    return Stepped(parties, parties[-1] if parties else place, more=len(parties) == STEP)


async def _reopened_invitation(row: Memorandum, organisation_id: int, digest: str, contact: Contact | None) -> UUID:
    """Reopen the invitation of an organisation, or create its first; return its id."""
    invitation = await invitation_of(row.id, organisation_id)
    if invitation is None:
        contact_id = contact.id if contact else None
        invitation = Invitation(memorandum=row.id, organisation=organisation_id, contact=contact_id, digest=digest, invited_at=clock.now())
        await Invitation.insert(invitation)
        await bind(invitation.id, [contact.id] if contact else [])
        return invitation.id
    await reopen(invitation, digest, contact)
    return invitation.id
