"""Reading who answers for a text: for whoever gets a letter about it, and for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import prepared
from coalition.host.descriptions import Person
from coalition.memoranda.tables import MemorandumMember
from coalition.notices.page_subjects import CONTACTS, depends_on
from coalition.people.tables import Role

if TYPE_CHECKING:
    from piccolo.query import Select


async def answering_for(memorandum_id: int) -> Person | None:
    """Return the coordinator who answers for a text: who was chosen, else who has worked on it the longest; None if nobody coordinates it."""
    rows = await _coordinators(memorandum_id)
    return Person(rows[0]["name"], rows[0]["email"]) if rows else None


async def public_contacts(memorandum_id: int) -> list[Person]:
    """Return the coordinators who let everybody read their name and address as a contact for a text, oldest first."""
    depends_on(CONTACTS)
    return [Person(row["name"], row["email"]) for row in await _contacts(memorandum_id)]


@prepared
def _contacts(memorandum_id: int) -> Select[MemorandumMember]:
    person = MemorandumMember.coordinator
    active = person.disabled_at.is_null() & (person.role == Role.COORDINATOR.value)
    shown = (MemorandumMember.memorandum == memorandum_id) & MemorandumMember.public_contact.eq(True) & active  # noqa: FBT003 -- a value
    return MemorandumMember.select(person.name.as_alias("name"), person.email.as_alias("email")).where(shown).order_by(MemorandumMember.id)


@prepared
def _coordinators(memorandum_id: int) -> Select[MemorandumMember]:
    person = MemorandumMember.coordinator
    active = person.disabled_at.is_null() & (person.role == Role.COORDINATOR.value)
    names = (person.name.as_alias("name"), person.email.as_alias("email"))
    query = MemorandumMember.select(*names).where((MemorandumMember.memorandum == memorandum_id) & active)
    return query.order_by(MemorandumMember.answers, ascending=False).order_by(MemorandumMember.id).limit(1)
