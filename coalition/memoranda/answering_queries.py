"""Reading who answers for a text: whoever gets a letter about it may know the name and the address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import prepared
from coalition.host.descriptions import Person
from coalition.memoranda.tables import MemorandumMember
from coalition.people.tables import Role

if TYPE_CHECKING:
    from piccolo.query import Select


async def answering_for(memorandum_id: int) -> Person | None:
    """Return the coordinator who answers for a text: who was chosen, else who has worked on it the longest; None if nobody coordinates it."""
    rows = await _coordinators(memorandum_id)
    return Person(rows[0]["name"], rows[0]["email"]) if rows else None


@prepared
def _coordinators(memorandum_id: int) -> Select[MemorandumMember]:
    person = MemorandumMember.coordinator
    active = person.disabled_at.is_null() & (person.role == Role.COORDINATOR.value)
    names = (person.name.as_alias("name"), person.email.as_alias("email"))
    query = MemorandumMember.select(*names).where((MemorandumMember.memorandum == memorandum_id) & active)
    return query.order_by(MemorandumMember.answers, ascending=False).order_by(MemorandumMember.id).limit(1)
