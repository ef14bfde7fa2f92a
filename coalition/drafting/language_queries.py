"""Reading who translates and revises the languages of a memorandum (for those who work on it)."""

from __future__ import annotations

from typing import Any

from coalition.database import one_row
from coalition.drafting.tables import LanguagePart, LanguageRole
from coalition.memoranda.tables import MemorandumMember


async def people_of(memorandum_id: int) -> dict[str, dict[LanguageRole, dict[str, Any]]]:
    """Return by language and role the person: id, name, address, whether the account is disabled, and the ids of membership and part."""
    member: Any = LanguagePart.member
    columns = [getattr(member.coordinator, name).as_alias(name) for name in ("id", "name", "email", "disabled_at")]
    query = LanguagePart.select(*columns, LanguagePart.id.as_alias("part"), LanguagePart.member, LanguagePart.language, LanguagePart.role)
    people: dict[str, dict[LanguageRole, dict[str, Any]]] = {}
    for row in await query.where(member.memorandum == memorandum_id).order_by(LanguagePart.id):
        people.setdefault(row["language"], {})[LanguageRole(row["role"])] = row
    return people


async def roles_in(memorandum_id: int, language: str, person_id: int | None) -> set[LanguageRole]:
    """Return what a person does for a language."""
    people = (await people_of(memorandum_id)).get(language, {})
    return {role for role, person in people.items() if person["id"] == person_id}


async def languages_of(person_id: int, limit: int) -> list[dict[str, Any]]:
    """Return the languages that a person translates or revises: memorandum (id), language and role, oldest first, at most `limit`."""
    member: Any = LanguagePart.member
    columns = (member.memorandum.as_alias("memorandum"), LanguagePart.language, LanguagePart.role)
    return await LanguagePart.select(*columns).where(member.coordinator == person_id).order_by(LanguagePart.id).limit(limit)


async def member_with(memorandum_id: int, email: str) -> MemorandumMember | None:
    """Return the membership of whoever works on a memorandum with this address, if the account is not disabled."""
    person = MemorandumMember.coordinator
    here = (MemorandumMember.memorandum == memorandum_id) & (person.email == email) & person.disabled_at.is_null()
    return await one_row(MemorandumMember, here)
