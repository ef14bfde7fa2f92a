"""Fresh links for seats whose link does not work any more: only by letter, and only to the contact of the seat; three times a day at most."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import transaction
from coalition.invitations.fresh_links import MOST_A_DAY, when_no_invitation
from coalition.invitations.letters import letter_language
from coalition.mail.writing import Concerns, write_letter
from coalition.memoranda.answering_queries import answering_for
from coalition.rounds import queries
from coalition.rounds.delivery_queries import subject_of_seat
from coalition.rounds.seat_link_queries import seat_link_by_hash
from coalition.rounds.seat_links import make_seat_link, opened_by, valid_until
from coalition.rounds.tables import Seat

if TYPE_CHECKING:
    from piccolo.columns import Column


@when_no_invitation
async def _send_fresh_seat_link(token_hash: str) -> None:
    """Mail a fresh link to the contact of a seat, inside a transaction of its own; a link that works is not replaced by asking."""
    link = await seat_link_by_hash(token_hash)
    if link is None:
        return
    async with transaction():
        opened = await opened_by(link)
        await queries.locked_round(opened.round.id)
        seat = await queries.seat_by_id(opened.seat.id) or opened.seat
        contact = (await queries.contacts_of([seat])).get(seat.id)
        works = not (link.replaced_at or link.ended_at)
        if contact is None or works or clock.now() > valid_until(opened.round) or _asked_today(seat) >= MOST_A_DAY:
            return
        values: dict[Column | str, Any] = {Seat.fresh_links_on: clock.today(), Seat.fresh_links: _asked_today(seat) + 1}
        await Seat.update(values).where(Seat.id == seat.id)
        language = letter_language(contact)
        await write_letter(
            "fresh_link",
            address=contact.email,
            language=language,
            answering=await answering_for(opened.memorandum.id),
            about=subject_of_seat(seat.id),
            concerns=Concerns(opened.memorandum.id, seat.organisation),
            name=contact.name,
            succeeding=False,
            link=await make_seat_link(seat.id, language),
            expires=valid_until(opened.round),
        )


def _asked_today(seat: Seat) -> int:
    return seat.fresh_links if seat.fresh_links_on == clock.today() else 0
