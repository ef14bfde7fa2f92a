"""Letters that tell coordinators about changes of accounts and of who works on what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.mail.letter_queries import UNDELIVERED
from coalition.mail.queries import states_by_subject
from coalition.mail.writing import Concerns, write_letter
from coalition.people import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.languages import Message
    from coalition.people.tables import Coordinator


def letter_subject(person: Coordinator) -> str:
    """Return the subject of letters to a person that are not about memoranda."""
    return f"account:{person.id}"


async def not_reached(people: Sequence[Coordinator]) -> set[int]:
    """Return the ids of those people whose last letter that is not about memoranda did not arrive (for coordinators); a page of them."""
    states = await states_by_subject([letter_subject(person) for person in people]) if people else {}
    return {person.id for person in people if states.get(letter_subject(person)) in UNDELIVERED}


async def tell_colleagues(sentence: Message, *, whom: Coordinator, by: Coordinator | None = None) -> None:
    """Write to every active coordinator except the one who did it, and to the person it is about; inside the caller's transaction.

    A disabled account gets no letter.
    """
    people = {person.id: person for person in await queries.active_coordinators()}
    if whom.disabled_at is None:
        people[whom.id] = whom
    await tell(people.values(), sentence, by=by)


async def tell(people: Iterable[Coordinator], sentence: Message, *, by: Coordinator | None = None, memorandum: int | None = None) -> None:
    """Write a letter with one sentence to some people, each in their language, except to the one who did it; perhaps about a memorandum."""
    for person in people:
        if by is None or person.id != by.id:
            letter: dict[str, Any] = {"name": person.name, "sentence": sentence, "by": by.name if by else "", "concerns": Concerns(memorandum)}
            letter["about"] = "" if memorandum else letter_subject(person)
            await write_letter("account_change", address=person.email, language=person.language, answering=None, discreet=False, **letter)
