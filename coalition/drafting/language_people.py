"""Choosing who translates and who revises a language of a memorandum, among those who work on it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import trail
from coalition.database import put, transaction
from coalition.drafting.errors import NotOnIt
from coalition.drafting.language_queries import member_with, people_of
from coalition.drafting.tables import LanguagePart, LanguageRole
from coalition.fields import Form, OptionalEmail
from coalition.memoranda import queries
from coalition.steps import Steps
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum


class LanguagePeopleForm(Form):
    """Who translates and who revises a language, by the addresses of their accounts; nobody where there is none."""

    translator: OptionalEmail = None
    reviser: OptionalEmail = None


class Named(Struct, frozen=True):
    """The id of an account that was named for a language of a memorandum, and for what."""

    memorandum: Memorandum
    language: str
    person: int
    roles: Sequence[LanguageRole]


_steps: Steps[Named] = Steps()
when_named = _steps.add


async def choose_people(memorandum: Memorandum, language: str, form: LanguagePeopleForm) -> None:
    """Choose who translates and who revises a language; a person may do both. Whoever does it already is not named again.

    Raises:
        NotOnIt: a person does not work on the memorandum.

    """
    wanted = {LanguageRole.TRANSLATOR: form.translator, LanguageRole.REVISER: form.reviser}
    async with transaction():
        row = await queries.locked(memorandum.id)
        now = (await people_of(row.id)).get(language, {})
        named: dict[int, list[LanguageRole]] = defaultdict(list)
        for role, email in wanted.items():
            member = await member_with(row.id, email) if email else None
            if email and member is None:
                raise NotOnIt(role)
            if member and role in now and now[role]["member"] == member.id:
                continue
            if role in now:
                await LanguagePart.delete().where(LanguagePart.id == now[role]["part"])
            if member:
                await put(LanguagePart, member=member.id, language=language, role=role.value)
                named[member.coordinator].append(role)
        await trail.record(TrailAct.TRANSLATOR_CHOSEN, f"language:{language}", row.id)
        for person, roles in named.items():
            await _steps.run(Named(row, language, person, roles))
