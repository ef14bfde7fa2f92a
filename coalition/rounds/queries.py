"""Reading rounds (for those who work on the memorandum), and single seats (for the holder of their link)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from piccolo.query.functions import Max

from coalition.database import among, is_postgres, made_of, one_row, whole
from coalition.organisations.tables import Contact
from coalition.rounds.tables import ConsultationRound, RoundExtension, RoundMessage, RoundState, RoundText, Seat, SeatAnswer, SeatComment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable


async def last_number(memorandum_id: int) -> int:
    """Return the number of the last round of a memorandum; 0 if there was none."""
    rows = await ConsultationRound.select(Max(ConsultationRound.number, alias="last")).where(ConsultationRound.memorandum == memorandum_id)
    return int(rows[0]["last"] or 0)


async def open_round(memorandum_id: int) -> ConsultationRound | None:
    """Return the round that is open, if one is."""
    return await one_row(ConsultationRound, (ConsultationRound.memorandum == memorandum_id) & (ConsultationRound.state == RoundState.OPEN.value))


async def rounds_of(memorandum_id: int, *, before: int = 0, limit: int) -> list[ConsultationRound]:
    """Return rounds of a memorandum, newest first; `before`: those before a number."""
    query = ConsultationRound.select(whole(ConsultationRound)).where(ConsultationRound.memorandum == memorandum_id)
    if before:
        query = query.where(ConsultationRound.number < before)
    return [made_of(ConsultationRound, row) for row in await query.order_by(ConsultationRound.number, ascending=False).limit(limit)]


async def round_called(memorandum_id: int, number: int) -> ConsultationRound | None:
    """Return a round by its number."""
    return await one_row(ConsultationRound, (ConsultationRound.memorandum == memorandum_id) & (ConsultationRound.number == number))


async def round_before(row: ConsultationRound, organisation_id: int) -> ConsultationRound | None:
    """Return the last round before another in which an organisation had a seat (for that organisation)."""
    round_: Any = Seat.round
    these = (Seat.organisation == organisation_id) & (round_.memorandum == row.memorandum) & (round_.number < row.number)
    rows = await Seat.select(Seat.round, round_.number.as_alias("number")).where(these).order_by(round_.number, ascending=False).limit(1)
    return await round_by_id(rows[0]["round"]) if rows else None


async def round_before_of_all(row: ConsultationRound) -> ConsultationRound | None:
    """Return the last round before another in which every entry that has a seat in that one had one too (for their letters)."""
    round_: Any = Seat.round
    these = (round_.memorandum == row.memorandum) & (round_.number <= row.number)
    seats = await Seat.select(Seat.round, Seat.organisation, round_.number.as_alias("number")).where(these).order_by(round_.number, ascending=False)
    parties: dict[int, set[int]] = {}
    for seat in seats:
        parties.setdefault(seat["round"], set()).add(seat["organisation"])
    all_parties = parties.pop(row.id, set())
    before = next((number for number, others in parties.items() if all_parties <= others), None)
    return await round_by_id(before) if before and all_parties else None


async def all_rounds(memorandum_id: int) -> list[ConsultationRound]:
    """Return the rounds of a memorandum, oldest first (for what is erased after them)."""
    query = ConsultationRound.select(whole(ConsultationRound)).where(ConsultationRound.memorandum == memorandum_id)
    return [made_of(ConsultationRound, row) for row in await query.order_by(ConsultationRound.id)]


async def round_by_id(round_id: int) -> ConsultationRound | None:
    """Return a round of any memorandum (for its seats and jobs)."""
    return await one_row(ConsultationRound, ConsultationRound.id == round_id)


async def locked_round(round_id: int) -> ConsultationRound:
    """Return a round, locked until the transaction ends (SQLite locks the whole file).

    Raises:
        LookupError: there is none.

    """
    if is_postgres():
        await ConsultationRound.select(ConsultationRound.id).where(ConsultationRound.id == round_id).lock_rows("NO KEY UPDATE")
    row = await round_by_id(round_id)
    if row is None:
        raise LookupError(round_id)
    return row


async def texts_of(round_id: int) -> list[RoundText]:
    """Return the frozen texts of a round, authentic ones first."""
    rows = await RoundText.select(whole(RoundText)).where(RoundText.round == round_id).order_by(RoundText.id)
    return [made_of(RoundText, row) for row in rows]


async def messages_of(round_id: int) -> Mapping[str, str]:
    """Return the coordinator's own words of a round, by language."""
    return {row["language"]: row["text"] for row in await RoundMessage.select().where(RoundMessage.round == round_id)}


async def extensions_of(round_id: int) -> list[RoundExtension]:
    """Return the extensions of a round, oldest first."""
    return await RoundExtension.objects().where(RoundExtension.round == round_id).order_by(RoundExtension.id)


async def seats_of(round_ids: Iterable[int]) -> list[Seat]:
    """Return all seats of some rounds, at most as many rounds as a page has."""
    rows = await Seat.select(whole(Seat)).where(among(Seat.round, round_ids)).order_by(Seat.id)
    return [made_of(Seat, row) for row in rows]


async def seats_of_organisation(memorandum_id: int, organisation_id: int) -> list[int]:
    """Return the ids of the seats of an organisation in all rounds of a memorandum (for operations only)."""
    round_: Any = Seat.round
    these = (Seat.organisation == organisation_id) & (round_.memorandum == memorandum_id)
    return await Seat.select(Seat.id).where(these).output(as_list=True)


async def last_seat_of(memorandum_id: int, organisation_id: int) -> Seat | None:
    """Return the seat of an organisation in the last round of a memorandum in which it had one (for its letters)."""
    round_: Any = Seat.round
    these = (Seat.organisation == organisation_id) & (round_.memorandum == memorandum_id)
    rows = await Seat.select(whole(Seat)).where(these).order_by(round_.number, ascending=False).limit(1)
    return made_of(Seat, rows[0]) if rows else None


async def seats_in_open_rounds(these: Callable[[Column, Column], Combinable]) -> list[tuple[int, int]]:
    """Return the organisation and memorandum of each seat in an open round, with a condition on both (for those who work on the memorandum)."""
    round_: Any = Seat.round
    where = (round_.state == RoundState.OPEN.value) & these(Seat.organisation, round_.memorandum)
    rows = await Seat.select(Seat.organisation, round_.memorandum.as_alias("memorandum")).where(where)
    return [(row["organisation"], row["memorandum"]) for row in rows]


async def seat_by_id(seat_id: int) -> Seat | None:
    """Return one seat (for its own organisation, and for jobs)."""
    return await one_row(Seat, Seat.id == seat_id)


async def seats_after(round_id: int, place: int, limit: int) -> list[Seat]:
    """Return the next seats of a round in the order of their ids (for jobs that write to them)."""
    return await Seat.objects().where((Seat.round == round_id) & (Seat.id > place)).order_by(Seat.id).limit(limit)


async def answers_of(seat_ids: Iterable[int]) -> list[SeatAnswer]:
    """Return all answers of some seats, oldest first; their names and reasons are encrypted."""
    rows = await SeatAnswer.select(whole(SeatAnswer)).where(among(SeatAnswer.seat, seat_ids)).order_by(SeatAnswer.id)
    return [made_of(SeatAnswer, row) for row in rows]


async def comments_with(answer_ids: Iterable[int], provision: str | None = None) -> list[SeatComment]:
    """Return the comments that were handed in with some answers, all or those on a provision; encrypted."""
    of_answers = among(SeatComment.answer, answer_ids)
    these = of_answers if provision is None else of_answers & (SeatComment.provision == provision)
    rows = await SeatComment.select(whole(SeatComment)).where(these).order_by(SeatComment.id)
    return [made_of(SeatComment, row) for row in rows]


async def places_of_answered(answer_ids: Iterable[int]) -> list[tuple[int, int]]:
    """Return the id and the answer of each comment that was handed in with some answers, oldest first."""
    rows = await SeatComment.select(SeatComment.id, SeatComment.answer).where(among(SeatComment.answer, answer_ids)).order_by(SeatComment.id)
    return [(row["id"], row["answer"]) for row in rows]


async def comments_by_id(comment_ids: Iterable[int]) -> list[SeatComment]:
    """Return some comments that were handed in, oldest first; encrypted."""
    rows = await SeatComment.select(whole(SeatComment)).where(among(SeatComment.id, comment_ids)).order_by(SeatComment.id)
    return [made_of(SeatComment, row) for row in rows]


async def saved_comments_of(seat_id: int) -> list[SeatComment]:
    """Return the comments of a seat that were saved and not handed in (for its own organisation only); encrypted."""
    these = (SeatComment.seat == seat_id) & SeatComment.answer.is_null()
    return await SeatComment.objects().where(these).order_by(SeatComment.id)


async def contacts_of(seats: Sequence[Seat]) -> Mapping[int, Contact]:
    """Return by seat the contact to whom its letters go; nobody who is not on record any more (for letters only)."""
    wanted = {seat.contact for seat in seats if seat.contact}
    contacts = {contact.id: contact for contact in await Contact.objects().where(among(Contact.id, wanted))}
    return {seat.id: contacts[seat.contact] for seat in seats if seat.contact in contacts}


async def answered_among(seat_ids: Iterable[int]) -> frozenset[int]:
    """Return those of some seats that answered in time."""
    rows = await SeatAnswer.select(SeatAnswer.seat).where(among(SeatAnswer.seat, seat_ids) & SeatAnswer.late.eq(False))  # noqa: FBT003 -- a value
    return frozenset(row["seat"] for row in rows)
