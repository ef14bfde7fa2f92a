"""Letters to seats: the opening of a round, reminders, a later deadline, broken silence, the result. Long work writes them in steps.

A letter that asks for an answer brings a new link, which replaces the earlier one, and its fate is that of the seat. Letters in careful
forums, or to organisations at risk, name neither the text nor an organisation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock, trail
from coalition.invitations.addressees import Addressee
from coalition.invitations.letters import is_discreet, letter_language, subject_of
from coalition.jobs.long_work import STEP, Begun, Stepped, begin, step_of
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.organisations import queries as organisations
from coalition.rounds import queries
from coalition.rounds.broken_silence import breaker_of
from coalition.rounds.delivery_queries import subject_of_seat
from coalition.rounds.letter_sources import as_discreet, said_in
from coalition.rounds.result_sentences import sentence_of
from coalition.rounds.round_days import is_overdue
from coalition.rounds.round_results import result_of
from coalition.rounds.seat_links import make_seat_link, valid_until
from coalition.rounds.seats import views_of
from coalition.rounds.tables import RoundState, Seat
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from piccolo.columns import Column

    from coalition.invitations.letters import Subject
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.tables import ConsultationRound

OPENED, REMINDER, EXTENDED, BROKEN, CLOSED = "round_opened", "round_reminder", "round_extended", "round_broken", "round_closed"
VIEW = "round_view"
_ASKING = frozenset({OPENED, REMINDER, EXTENDED, VIEW})


async def begin_letters(row: ConsultationRound, letter: str, *, words: Mapping[str, str] | None = None, view: str = "") -> Begun:
    """Begin to write to the seats of a round, inside the caller's transaction; a reminder goes only to those that are silent.

    `view` is the way in which letters with the draft show it.
    """
    total = len(await queries.seats_of([row.id]))
    task = {"round": row.id, "letter": letter, "closes_on": row.closes_on.isoformat(), "words": dict(words or {}), "view": view}
    return await begin(_write_some, row.memorandum, task, total=total)


@step_of("round_letters")
async def _write_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Write to the next seats in the order of their ids; to nobody any more once what the letter says is not true."""
    row = await queries.locked_round(task["round"])
    if not _is_true_still(row, task):
        return Stepped([], place, more=False)
    seats = await queries.seats_after(row.id, place, STEP)
    written = await _write_to(row, seats, task)
    return Stepped(written, seats[-1].id if seats else place, more=len(seats) == STEP)


def _is_true_still(row: ConsultationRound, task: Mapping[str, Any]) -> bool:
    if task["letter"] == CLOSED:
        return row.state == RoundState.CLOSED
    is_open = row.state == RoundState.OPEN and not is_overdue(row, clock.now())
    return is_open and (task["letter"] == BROKEN or task["closes_on"] == row.closes_on.isoformat())


class _Writing(Struct, frozen=True):
    """What the letters of one step share."""

    row: ConsultationRound
    memorandum: Memorandum
    subject: Subject
    task: Mapping[str, Any]
    about: Mapping[str, Any]


async def _write_to(row: ConsultationRound, seats: list[Seat], task: Mapping[str, Any]) -> list[int]:
    """Write to those of some seats that have a contact and are meant; return their organisations."""
    memorandum = await memoranda.by_id(row.memorandum)
    if memorandum is None:  # pragma: no cover -- the foreign key forbids it
        return []
    writing = _Writing(row, memorandum, await subject_of(memorandum), task, await what_it_says(row, task["letter"], task.get("view", "")))
    contacts = await queries.contacts_of(seats)
    named = await organisations.views_by_id(seat.organisation for seat in seats)
    answered = await queries.answered_among(seat.id for seat in seats) if task["letter"] == REMINDER else frozenset()
    written = []
    for seat in seats:
        if seat.id in contacts and (task["letter"] != REMINDER or may_be_reminded(seat, answered)):
            await _write(writing, seat, Addressee(named[seat.organisation], contacts[seat.id], None))
            written.append(seat.organisation)
    return written


def may_be_reminded(seat: Seat, answered: Collection[int]) -> bool:
    """Whether a seat is reminded now: it is not among those that `answered`, and was not reminded today."""
    return seat.id not in answered and seat.reminded_on != clock.today()


async def what_it_says(row: ConsultationRound, letter: str, view: str = "") -> Mapping[str, Any]:
    """Return what a letter says besides the round: the result, who broke silence, if they let others know, or what its source reads."""
    if letter == CLOSED:
        return {"result": sentence_of(result_of(row, (await views_of([row]))[row.id]))}
    if letter == BROKEN:
        breaker = await breaker_of(row)
        return {"breaker": (await organisations.views_by_id([breaker])).get(breaker) if breaker else None}
    return await said_in(letter, row, view)


async def _write(writing: _Writing, seat: Seat, addressee: Addressee) -> None:
    letter, memorandum = writing.task["letter"], writing.memorandum
    context = context_of(writing.row, writing.subject, memorandum, addressee, writing.task.get("words", {}))
    context |= {"view": writing.task.get("view", ""), **as_discreet(letter, writing.about, discreet=context["discreet"])}
    await write_letter(
        letter,
        address=addressee.contact.email,
        about=subject_of_seat(seat.id) if letter in _ASKING else "",
        concerns=Concerns(memorandum.id, addressee.organisation.id),
        link=await make_seat_link(seat.id, context["language"]),
        **context,
    )
    if letter == REMINDER:
        values: dict[Column | str, Any] = {Seat.reminded_on: clock.today(), Seat.reminders: seat.reminders + 1}
        await Seat.update(values).where(Seat.id == seat.id)
        await trail.record(TrailAct.SEAT_REMINDED, f"organisation:{seat.organisation}", memorandum.id)


def context_of(row: ConsultationRound, subject: Subject, memorandum: Memorandum, addressee: Addressee, words: Mapping[str, str]) -> dict[str, Any]:
    """Return what a letter about a round says to a contact, whether it is sent or looked at first; its link is added.

    A discreet letter has no words of a coordinator: they would name the text by accident.
    """
    contact, organisation = addressee.contact, addressee.organisation
    language, discreet = letter_language(contact), is_discreet(organisation, subject.forum, memorandum)
    return {
        "language": language,
        "answering": subject.answering,
        "name": contact.name,
        "organisation": organisation,
        "memorandum": subject.memorandum,
        "discreet": discreet,
        "kind": row.kind,
        "closes_on": row.closes_on,
        "expires": valid_until(row),
        "words": "" if discreet else words.get(language, ""),
    }
