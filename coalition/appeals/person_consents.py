"""The consent of the people whom an appeal names: recorded, taken back, over. A name disappears at once, and the description stays."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from coalition import clock, trail
from coalition.appeals import queries
from coalition.appeals.tables import PERSON_MEANS, PERSON_NAMES, PERSON_PURPOSE, NamedPerson
from coalition.consent_terms import over_at
from coalition.database import put_rows, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import less_is_shown
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.appeals.forms import AppealForm, PersonForm
    from coalition.appeals.tables import Appeal
    from coalition.memoranda.tables import Memorandum

_ERASED: dict[Any, Any] = {NamedPerson.names: "", NamedPerson.means: "", NamedPerson.purpose: ""}


async def record_people(appeal: Appeal, form: AppealForm) -> None:
    """Replace what is on record of the people whom an appeal names, inside the caller's transaction; a form without names removes it."""
    before = await queries.people_of(appeal.id)
    await NamedPerson.delete().where(NamedPerson.appeal == appeal.id)
    await put_rows(NamedPerson, [_row(appeal, number, person) for number, person in enumerate(form.people, 1)])
    for until in sorted({person.until for person in form.people if person.until}):
        await enqueue("end_person_consents", {}, run_at=over_at(until), dedupe_key=f"end_person_consents:{until}")
    if form.people:
        await trail.record(TrailAct.PERSON_NAMED, f"appeal:{appeal.id}", appeal.memorandum)
    if len(form.people) < len(before):
        await trail.record(TrailAct.PERSON_NOT_NAMED, f"appeal:{appeal.id}", appeal.memorandum)


def _row(appeal: Appeal, number: int, person: PersonForm) -> dict[str, Any]:
    key = secrets.token_hex(16)
    return {
        "appeal": appeal.id,
        "number": number,
        "key": key,
        "names": PERSON_NAMES.encrypt(msgspec.json.encode(person.by_language).decode(), key),
        "means": PERSON_MEANS.encrypt(person.means, key),
        "purpose": PERSON_PURPOSE.encrypt(person.purpose, key),
        "agreed": person.agreed,
        "until": person.until,
    }


async def take_consent_back(memorandum: Memorandum, number: int) -> bool:
    """Take the name of a person out of an appeal, at once and for good; return whether there was one."""
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        appeal = await queries.appeal_of(row.id)
        people = await queries.people_of(appeal.id) if appeal else []
        person = next((each for each in people if each.number == number and not each.taken_back_on), None)
        if person is None:
            return False
        await NamedPerson.update({**_ERASED, NamedPerson.taken_back_on: clock.today()}).where(NamedPerson.id == person.id)
        await trail.record(TrailAct.PERSON_NOT_NAMED, f"appeal:{person.appeal}", row.id)
        await less_is_shown(row)
    return True


async def record_reading(appeal: Appeal, people: Sequence[object]) -> None:
    """Record that a coordinator read what people agreed to; nothing if the appeal names nobody."""
    if people:
        await trail.record_reading(TrailAct.CONSENTS_READ, f"appeal:{appeal.id}", appeal.memorandum)


@handles("end_person_consents")
async def erase_ended(_: Mapping[str, Any]) -> None:
    """Erase the names for which the time of the consent is over; no output has shown them since then."""
    for person in await queries.with_ended_consent():
        async with transaction():
            row = await memoranda.locked(person.memorandum)
            await NamedPerson.update(_ERASED).where(NamedPerson.id == person.id)
            await trail.record(TrailAct.PERSON_NOT_NAMED, f"appeal:{person.appeal}", row.id)
            await less_is_shown(row)
