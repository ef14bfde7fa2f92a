"""Corrections of an authentic text: proposed with notice to all parties, open to their objections, then made, failed or withdrawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.letter_times import leaves_when
from coalition.acts.parties import check_party, number_of_parties, parties
from coalition.acts.queries import is_from_sources
from coalition.addresses import url_for
from coalition.database import transaction
from coalition.editions import corrected_text
from coalition.editions.correction_states import CorrectionAction, check_correction
from coalition.editions.errors import NothingToObjectTo
from coalition.editions.queries import objections_to
from coalition.editions.tables import CorrectionObjection
from coalition.fields import InvalidForm
from coalition.invitations.addressees import addressees
from coalition.invitations.letters import deadline_link, forum_of, is_discreet, letter_language
from coalition.invitations.links import end_of
from coalition.invitations.tables import Invitation
from coalition.jobs.long_work import STEP, Begun, Stepped, begin, go_on_now, step_of
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.feed_titles import feed_follows_titles
from coalition.memoranda.public_changes import less_is_shown, record_changes
from coalition.memoranda.searched_memoranda import let_memorandum_be_found
from coalition.memoranda.tables import Correction, CorrectionState, Memorandum, Publicity
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.settings import load
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.editions.forms import CorrectionForm, ObjectionForm
    from coalition.invitations.addressees import Addressee


async def propose_correction(memorandum: Memorandum, form: CorrectionForm) -> Correction:
    """Propose a correction: it is announced, every party gets a letter, and a job decides it after the last day for objections.

    Raises:
        NotAuthenticated, DraftInHand, InvalidForm: as `corrected_text.propose`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        correction = await corrected_text.propose(row, form)
        due = datetime.combine(correction.objections_until + timedelta(days=1), time(), UTC)
        await enqueue("decide_correction", {"correction": correction.id}, run_at=due, dedupe_key=f"decide_correction:{correction.id}")
        begun = await _write_to_parties("correction", row, correction)
        await trail.record(TrailAct.CORRECTION_PROPOSED, f"correction:{correction.number}", row.id)
        await _announce(row, NoticeKind.CORRECTION_PROPOSED, f"{correction.number} {correction.objections_until}")
    await go_on_now(begun)
    return correction


async def record_correction(memorandum: Memorandum, form: CorrectionForm, made_on: date) -> Correction:
    """Enter a correction that was made elsewhere on a past day: it is valid at once, without objections and without an announcement.

    Raises:
        NotAuthenticated, DraftInHand: as `corrected_text.propose`.
        InvalidForm: as `corrected_text.propose`; or an organisation signed here, so that it must be able to object.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        if not await is_from_sources(row.id):
            raise InvalidForm({"rectified": Message("Somebody has signed here: propose the correction, so that all parties can object.")})
        correction = await corrected_text.propose(row, form)
        async with feed_follows_titles(row):
            await _make(row, correction, made_on)
        await trail.record(TrailAct.CORRECTION_DECIDED, f"correction:{correction.number}", row.id)
        await less_is_shown(row)
    return correction


async def _announce(memorandum: Memorandum, kind: NoticeKind, detail: str) -> None:
    if memorandum.publicity == Publicity.PUBLIC:
        await notify(kind, memorandum.slug, detail=detail)
    await record_changes(memorandum)


async def _write_to_parties(letter: str, memorandum: Memorandum, correction: Correction) -> Begun:
    """Begin to write to every party, some of them in each step."""
    task = {"letter": letter, "correction": correction.id}
    return await begin(_write_to_some, memorandum.id, task, total=await number_of_parties(memorandum.id))


@step_of("write_to_parties")
async def _write_to_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Write to the next parties in the order of their ids; nobody is asked for objections once the correction is decided or withdrawn."""
    correction = await edition_queries.correction_by_id(task["correction"])
    if correction is None or (task["letter"] == "correction" and correction.state != CorrectionState.PROPOSED):
        return Stepped([], place, more=False)
    row = await memoranda.locked(correction.memorandum)
    named = await parties(row.id, after=place, limit=STEP)
    await _write_letters(task["letter"], row, correction, named)
    return Stepped(list(named), max(named, default=place), more=len(named) == STEP)


async def _write_letters(letter: str, memorandum: Memorandum, correction: Correction, named: Mapping[int, bool]) -> None:
    """Write to some parties; a letter to one that is not named leaves at a random moment of the next half hour."""
    view, forum = await memoranda.view(memorandum), await forum_of(memorandum)
    answering = await answering_for(memorandum.id)
    for addressee in await addressees(memorandum.id, named):
        contact, organisation = addressee.contact, addressee.organisation
        language = letter_language(contact)
        place = {"lang": language, "memorandum": memorandum.slug, "number": correction.number}
        public = memorandum.publicity == Publicity.PUBLIC
        await write_letter(
            letter,
            address=contact.email,
            language=language,
            answering=answering,
            about=f"correction:{correction.id}",
            concerns=Concerns(memorandum.id, organisation.id),
            not_before=leaves_when(named=named[organisation.id]),
            name=contact.name,
            organisation=organisation,
            invited=addressee.invitation is not None,
            memorandum=view,
            discreet=is_discreet(organisation, forum, memorandum),
            correction=correction,
            link=load().base_url + url_for("public.correction.show", **place) if public else "",
            private_link=await _private_link(addressee, correction, language),
        )


async def _private_link(addressee: Addressee, correction: Correction, language: str) -> str:
    """Return a link with which a party can object until the last day; empty after the decision, and for parties that were not invited."""
    if addressee.invitation is None or correction.state != CorrectionState.PROPOSED:
        return ""
    return await deadline_link(addressee.invitation.id, addressee.contact, end_of(correction.objections_until), language)


async def object_to(memorandum: Memorandum, organisation_id: int, form: ObjectionForm) -> None:
    """Record the objection of a party; a second objection changes nothing. Only those who work on the memorandum see whose it is.

    Raises:
        NothingToObjectTo: there is no such correction, it is decided, or the last day for objections is over.
        NotAParty: the organisation has not signed the edition in force, or its signature does not stand.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        correction = await edition_queries.correction(row.id, form.correction)
        if correction is None:
            raise NothingToObjectTo
        check_correction(CorrectionAction.OBJECT, correction)
        await check_party(row, organisation_id)
        objection = CorrectionObjection(correction=correction.id, organisation=organisation_id, reason=form.reason, made_at=clock.now())
        await CorrectionObjection.insert(objection).on_conflict(action="DO NOTHING")
        await trail.record(TrailAct.CORRECTION_OBJECTED, f"correction:{correction.number}", row.id)


async def take_objection_back(memorandum: Memorandum, organisation_id: int, number: int) -> None:
    """Delete the objection of a party; without an objection nothing changes.

    Raises:
        NothingToObjectTo: there is no such correction, or it is decided.
        NotAParty: as `object_to`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        correction = await edition_queries.correction(row.id, number)
        if correction is None:
            raise NothingToObjectTo
        check_correction(CorrectionAction.TAKE_OBJECTION_BACK, correction)
        await check_party(row, organisation_id)
        await CorrectionObjection.delete().where(
            (CorrectionObjection.correction == correction.id) & (CorrectionObjection.organisation == organisation_id)
        )


async def decide(memorandum: Memorandum, number: int) -> Correction:
    """Decide a correction after the last day for objections: with an objection it fails, else the corrected edition is made.

    Either way every party gets a letter.

    The corrected edition is valid from the beginning. Acts keep their digests; open invitations are for the corrected text from now on.

    Raises:
        NothingToObjectTo: there is no such correction.
        Decided: the correction was decided before.
        TooEarly: parties may still object.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        correction = await _correction_open_to(row, number, CorrectionAction.DECIDE)
        await trail.record(TrailAct.CORRECTION_DECIDED, f"correction:{number}", row.id)
        if await objections_to([correction.id]):
            await corrected_text.end(correction, CorrectionState.FAILED)
            begun = await _write_to_parties("correction_failed", row, correction)
            await _announce(row, NoticeKind.CORRECTION_FAILED, str(number))
        else:
            await _make(row, correction, clock.today())
            begun = await _write_to_parties("correction_made", row, correction)
            await _announce(row, NoticeKind.CORRECTED, str(number))
    await go_on_now(begun)
    return correction


async def withdraw_correction(memorandum: Memorandum, number: int) -> Correction:
    """Withdraw a proposed correction: it stays readable, the text does not change, and the parties get a letter again.

    Raises:
        NothingToObjectTo, Decided: as `decide`.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        correction = await _correction_open_to(row, number, CorrectionAction.WITHDRAW)
        await corrected_text.end(correction, CorrectionState.WITHDRAWN)
        await trail.record(TrailAct.CORRECTION_WITHDRAWN, f"correction:{number}", row.id)
        begun = await _write_to_parties("correction_withdrawn", row, correction)
        await _announce(row, NoticeKind.CORRECTION_WITHDRAWN, str(number))
    await go_on_now(begun)
    return correction


async def _correction_open_to(memorandum: Memorandum, number: int, action: CorrectionAction) -> Correction:
    correction = await edition_queries.correction(memorandum.id, number)
    if correction is None:
        raise NothingToObjectTo
    check_correction(action, correction)
    return correction


async def _make(memorandum: Memorandum, correction: Correction, made_on: date) -> None:
    before = await edition_queries.latest_digest(memorandum.id)
    edition = await corrected_text.rectify(memorandum, correction, made_on)
    waiting = (Invitation.memorandum == memorandum.id) & Invitation.answered_at.is_null() & (Invitation.digest == before)
    await Invitation.update({Invitation.digest: edition.digest}).where(waiting)
    await let_memorandum_be_found(memorandum.id)


@handles("decide_correction")
async def decide_when_due(payload: Mapping[str, Any]) -> None:
    """Decide a correction after the last day for objections, unless a coordinator decided or withdrew it before."""
    correction = await edition_queries.correction_by_id(payload["correction"])
    row = await memoranda.by_id(correction.memorandum) if correction else None
    if correction and row and correction.state == CorrectionState.PROPOSED:
        await decide(row, correction.number)
