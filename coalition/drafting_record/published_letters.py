"""Letters to organisations whose proposals became public: that they are, where, and how an organisation takes its agreement back.

A job writes them, in the order of the organisations: one letter for each and for all its lines of a publication. Lines that were taken back
meanwhile, or whose organisations changed their answers, are in no letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition import clock
from coalition.acts.letter_times import leaves_when
from coalition.amendments.tables import Operation
from coalition.database import among, transaction
from coalition.drafting_record import queries
from coalition.drafting_record.tables import ProposalAuthor
from coalition.invitations.letters import is_discreet, letter_language, subject_of
from coalition.invitations.recipient_queries import confirmed_contacts
from coalition.jobs.long_work import STEP
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda import queries as memoranda
from coalition.memoranda.publication import when_published
from coalition.memoranda.tables import Publicity
from coalition.organisations import queries as organisations
from coalition.rounds.queries import contacts_of, last_seat_of, round_by_id
from coalition.rounds.seat_links import make_seat_link, valid_until
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.drafting_record.queries import UninformedAuthor
    from coalition.invitations.letters import Subject
    from coalition.memoranda.tables import Memorandum
    from coalition.organisations.tables import Contact
    from coalition.rounds.tables import ConsultationRound, Seat

_MOST = 10  # lines that a letter lists


class PublishedLine(Struct, frozen=True):
    """A line of an organisation in its letter; `named`: everybody reads its name there."""

    number: int
    operation: Operation
    named: bool


class _Recipient(Struct, frozen=True):
    """Who gets the letter of an organisation; with its last seat and the round of that, if their link can go to this contact."""

    contact: Contact
    seat: Seat | None = None
    round: ConsultationRound | None = None


async def inform_authors(memorandum_id: int, occasion: str) -> None:
    """Enqueue the letters about lines that are public now, inside the caller's transaction; `occasion` makes this known from other times.

    They are written at a random moment of the next half hour: whoever watches the mail learns less of whose the unnamed lines are.
    """
    key = f"published_lines:{memorandum_id}:{occasion}"
    await enqueue("published_lines", {"memorandum": memorandum_id}, run_at=leaves_when(named=False), dedupe_key=key)


@when_published
async def _inform_later(memorandum_id: int) -> None:
    """Enqueue the letters about lines that were published before everybody could read the memorandum."""
    if await queries.has_public_lines(memorandum_id):
        await inform_authors(memorandum_id, "public")


@handles("published_lines")
async def write_published_letters(payload: Mapping[str, Any]) -> None:
    """Write to the organisations of a record that were not informed yet, some in each transaction; to nobody while it is not public."""
    while await _write_some(payload["memorandum"]):
        pass


async def _write_some(memorandum_id: int) -> bool:
    """Write to the next organisations; return whether there are more."""
    async with transaction():
        memorandum = await memoranda.locked(memorandum_id)
        if memorandum.publicity != Publicity.PUBLIC:
            return False
        await organisations.lock({author.organisation for author in await queries.uninformed_authors(memorandum_id)})
        parties = _by_party(await queries.uninformed_authors(memorandum_id))
        subject = await subject_of(memorandum)
        for party, authors in [*parties.items()][:STEP]:
            await _write(memorandum, subject, party, authors)
            ids = [author.id for author in authors]
            await ProposalAuthor.update({ProposalAuthor.informed: True}).where(among(ProposalAuthor.id, ids))
    return len(parties) > STEP


def _by_party(authors: Sequence[UninformedAuthor]) -> Mapping[int, list[UninformedAuthor]]:
    """Return authors by their entries: a letter to the contact of one names no line that came from another, merged with it or not."""
    parties: dict[int, list[UninformedAuthor]] = {}
    for author in authors:
        parties.setdefault(author.organisation, []).append(author)
    return parties


async def _write(memorandum: Memorandum, subject: Subject, party: int, authors: Sequence[UninformedAuthor]) -> None:
    """Write the letter of an organisation, if there is somebody to write to."""
    recipient = await _recipient(memorandum.id, party)
    if recipient is None:
        return
    contact, view = recipient.contact, (await organisations.views_by_id([party]))[party]
    language, discreet = letter_language(contact), is_discreet(view, subject.forum, memorandum)
    lines = [PublishedLine(author.number, Operation(author.operation), author.named) for author in authors]
    await write_letter(
        "line_published",
        address=contact.email,
        language=language,
        answering=subject.answering,
        concerns=Concerns(memorandum.id, party),
        name=contact.name,
        organisation=view,
        memorandum=subject.memorandum,
        discreet=discreet,
        count=len(lines),
        lines=[] if discreet else lines[:_MOST],
        more=max(0, len(lines) - _MOST),
        base_url=load().base_url,
        link=await make_seat_link(recipient.seat.id, language) if recipient.seat else "",
        expires=valid_until(recipient.round) if recipient.round else None,
    )


async def _recipient(memorandum_id: int, party: int) -> _Recipient | None:
    """Return the contact of the last seat of an organisation, else the oldest that is confirmed; None if there is neither.

    A link is for the contact of its seat alone, as a fresh one is.
    """
    seat = await last_seat_of(memorandum_id, party)
    contact = (await contacts_of([seat])).get(seat.id) if seat else None
    if seat is None or contact is None:
        return next((_Recipient(confirmed) for confirmed in await confirmed_contacts(party)), None)
    row = await round_by_id(seat.round)
    return _Recipient(contact, seat, row) if row and clock.now() <= valid_until(row) else _Recipient(contact)
