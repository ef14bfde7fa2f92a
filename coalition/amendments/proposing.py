"""What a seat does with its own amendments: they are private until they are handed in, and can be withdrawn until they are decided."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.amendments import queries
from coalition.amendments.errors import AmendmentNotOpen, ChangedByColleague, NoSuchAmendment, NothingToHandIn
from coalition.amendments.proposals import check_proposal, frozen_text
from coalition.amendments.readers import reader_in
from coalition.amendments.tables import AMENDMENT_REASON, AMENDMENT_TEXT, Amendment, AmendmentState
from coalition.database import put, transaction
from coalition.drafting.provision_texts import digest_of
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.errors import TextFrozen
from coalition.rounds.answering_rounds import note_commented
from coalition.rounds.queries import locked_round, texts_of
from coalition.rounds.round_days import is_overdue
from coalition.rounds.seat_sessions import hold_seat, hold_seat_alone
from coalition.rounds.tables import AnswerDisclosure, RoundState
from coalition.trail import Actor, ActorKind, TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.columns import Column

    from coalition.amendments.forms import AmendmentForm, HandInForm
    from coalition.amendments.proposals import Proposal
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.seat_links import OpenedSeat
    from coalition.rounds.tables import ConsultationRound

MOST_PRIVATE = 200
BY_LINK = Actor(ActorKind.LINK)


async def save_amendment(session: str, form: AmendmentForm, page_language: str, key: str = "", seen: str = "") -> str:
    """Save an amendment that is not handed in yet: a new one, or in place of the own one with a key; return its key.

    It is made on the frozen text of the round. Nobody but the holders of the seat's link reads it. `seen` is the digest of what the form
    showed (`PrivateAmendment.digest`); without it, the last to save wins.

    Raises:
        SessionEnded: the session is over.
        NoSuchAmendment: the seat has no private amendment with this key.
        ChangedByColleague: a colleague saved it after it was shown.
        InvalidForm, UncertainLines: the text has no such provision, or what is proposed is no provision, or nothing new.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        await check_worked_on(opened.memorandum, opened.round.edition)
        source = next((row for row in await texts_of(opened.round.id) if row.language == form.language), None)
        if source is None:
            raise InvalidForm({"language": Message("There is no text in this language.")})
        frozen = frozen_text(source)
        proposal = check_proposal(frozen, form)
        if key:
            await _change(opened, key, proposed(form, proposal, frozen.version, key), seen)
            return key
        if await queries.number_private(opened.seat.id) >= MOST_PRIVATE:
            raise InvalidForm({"": Message("Hand in some amendments first: {limit} wait already.", limit=MOST_PRIVATE)})
        columns = _of_seat(opened) | proposed(form, proposal, frozen.version, secrets.token_hex(16))
        row = await put(Amendment, page_language=page_language, disclosure=AnswerDisclosure.COORDINATORS.value, **columns)
    return row.key


async def _change(opened: OpenedSeat, key: str, columns: Mapping[str, Any], seen: str) -> None:
    private = await queries.own_private(opened.seat.id, key)
    if private is None:
        raise NoSuchAmendment
    saved = digest_of_private(AMENDMENT_TEXT.decrypt(private.text, key), AMENDMENT_REASON.decrypt(private.reason, key))
    if seen and seen != saved:
        raise ChangedByColleague
    await Amendment.update(dict(columns.items())).where(Amendment.id == private.id)


def digest_of_private(text: str, reason: str) -> str:
    """Return the digest of what a private amendment says."""
    return digest_of(f"{text}\n\n{reason}")


def _of_seat(opened: OpenedSeat) -> dict[str, Any]:
    return {
        "memorandum": opened.memorandum.id,
        "edition": opened.round.edition,
        "round": opened.round.id,
        "seat": opened.seat.id,
        "organisation": opened.seat.organisation,
    }


def proposed(form: AmendmentForm, proposal: Proposal, version: int, key: str) -> dict[str, Any]:
    """Return the columns that say what is proposed."""
    return {
        "key": key,
        "provision": form.provision,
        "provision_number": proposal.number,
        "operation": form.operation.value,
        "language": form.language,
        "version": version,
        "base": proposal.base,
        "text": AMENDMENT_TEXT.encrypt(proposal.text, key),
        "reason": AMENDMENT_REASON.encrypt(form.reason, key),
        "saved_at": clock.now(),
    }


async def remove_amendment(session: str, key: str) -> None:
    """Delete an amendment of the own seat that is not handed in.

    Raises:
        SessionEnded: the session is over.
        NoSuchAmendment: the seat has no private amendment with this key.

    """
    async with transaction():
        opened = await hold_seat(session)
        private = await queries.own_private(opened.seat.id, key)
        if private is None:
            raise NoSuchAmendment
        await Amendment.delete().where(Amendment.id == private.id)


async def hand_in(session: str, form: HandInForm, *keys: str) -> list[int]:
    """Hand in the private amendments of a seat, or those with some keys; return the numbers they get, in the order in which they were saved.

    They are late if the round is closed or its deadline is over: they are recorded and marked. In a round that asks for comments, an
    organisation that has not answered has answered with them.

    Raises:
        SessionEnded: the session is over.
        NothingToHandIn: there is none.
        TextFrozen, WasAbandoned: nobody works on the draft any more.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        memorandum = await check_worked_on(opened.memorandum, opened.round.edition)
        row = await locked_round(opened.round.id)
        waiting = [amendment for amendment in await queries.private_of(opened.seat.id) if not keys or amendment.key in keys]
        if not waiting:
            raise NothingToHandIn
        numbers = await _number(memorandum, row, waiting, form)
        await note_commented(row, opened.seat.id, form.disclosure, waiting[0].page_language)
        for number in numbers:
            await trail.record(TrailAct.AMENDMENT_HANDED_IN, f"amendment:{number}", memorandum.id, actor=BY_LINK)
    return numbers


async def _number(memorandum: Memorandum, row: ConsultationRound, waiting: Sequence[Amendment], form: HandInForm) -> list[int]:
    last, numbers = await queries.last_number(memorandum.id), list[int]()
    is_late = row.state != RoundState.OPEN or is_overdue(row, clock.now())
    for number, amendment in enumerate(waiting, start=last + 1):
        values: dict[Column | str, Any] = {
            Amendment.number: number,
            Amendment.state: AmendmentState.SUBMITTED.value,
            Amendment.disclosure: form.disclosure.value,
            Amendment.published: form.published.value,
            Amendment.submitted_at: clock.now(),
            Amendment.late: is_late,
        }
        await Amendment.update(values).where(Amendment.id == amendment.id)
        numbers.append(number)
    return numbers


async def withdraw_amendment(session: str, number: int) -> None:
    """Withdraw an amendment of the own organisation; other seats do not read it any more.

    Raises:
        SessionEnded: the session is over.
        NoSuchAmendment: the organisation has none with this number.
        AmendmentNotOpen: it was decided or withdrawn before.

    """
    async with transaction():
        opened = await hold_seat_alone(session)
        reader = reader_in(opened)
        amendment = await queries.amendment_for(reader, number)
        if amendment is None or not reader.owns(amendment.organisation):
            raise NoSuchAmendment
        check_open(amendment)
        await note_withdrawn(amendment)
        await trail.record(TrailAct.AMENDMENT_WITHDRAWN, f"amendment:{number}", opened.memorandum.id, actor=BY_LINK)


async def note_withdrawn(amendment: Amendment) -> None:
    """Store that an amendment was withdrawn, inside the caller's transaction."""
    values: dict[Column | str, Any] = {Amendment.state: AmendmentState.WITHDRAWN.value, Amendment.withdrawn_at: clock.now()}
    await Amendment.update(values).where(Amendment.id == amendment.id)


def check_open(amendment: Amendment) -> None:
    """Refuse what can be done with open amendments only.

    Raises:
        AmendmentNotOpen: it was decided or withdrawn.

    """
    if amendment.state != AmendmentState.SUBMITTED:
        raise AmendmentNotOpen


async def check_worked_on(memorandum: Memorandum, edition_number: int) -> Memorandum:
    """Return a memorandum, locked, if the text of this edition is still a draft.

    Raises:
        TextFrozen, WasAbandoned: it is not.

    """
    row = await memoranda.locked(memorandum.id)
    edition = await edition_queries.edition_worked_on(row.id)
    check(Action.WRITE, Situation(row, drafted=edition.digest is None))
    if edition.number != edition_number:
        raise TextFrozen
    return row
