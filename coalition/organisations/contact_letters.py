"""Letters about the register to contacts: by which subject they are stored, and which contacts the last one did not reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.mail.letter_queries import UNDELIVERED
from coalition.mail.queries import states_by_subject

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.organisations.tables import Contact


def letter_subject(contact: Contact) -> str:
    """Return the subject of letters to a contact: SQLite gives the id of a removed contact to the next one, so the id alone is not enough."""
    return f"contact:{contact.id}:{int(contact.created_at.timestamp() * 1_000_000)}"


async def not_reached(contacts: Sequence[Contact]) -> set[int]:
    """Return the ids of those contacts of an organisation whose last letter about the register did not arrive (for coordinators)."""
    states = await states_by_subject([letter_subject(contact) for contact in contacts]) if contacts else {}
    return {contact.id for contact in contacts if states.get(letter_subject(contact)) in UNDELIVERED}
