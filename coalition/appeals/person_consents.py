"""The consent of the person whom an appeal names: recorded, taken back, over. The name disappears at once, and the description stays."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

import msgspec

from coalition import clock, trail
from coalition.appeals import queries
from coalition.appeals.tables import PERSON_MEANS, PERSON_NAMES, PERSON_PURPOSE, NamedPerson
from coalition.consent_terms import over_at
from coalition.database import put, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.memoranda import queries as memoranda
from coalition.memoranda.public_changes import less_is_shown
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.appeals.forms import AppealForm
    from coalition.appeals.tables import Appeal
    from coalition.memoranda.tables import Memorandum

_ERASED: dict[Any, Any] = {NamedPerson.names: "", NamedPerson.means: "", NamedPerson.purpose: ""}


async def record_person(appeal: Appeal, form: AppealForm) -> None:
    """Replace what is on record of the person whom an appeal names, inside the caller's transaction; a form without a name removes it."""
    before = await queries.person_of(appeal.id)
    await NamedPerson.delete().where(NamedPerson.appeal == appeal.id)
    if not form.names:
        if before:
            await trail.record(TrailAct.PERSON_NOT_NAMED, f"appeal:{appeal.id}", appeal.memorandum)
        return
    key = secrets.token_hex(16)
    await put(
        NamedPerson,
        appeal=appeal.id,
        key=key,
        names=PERSON_NAMES.encrypt(msgspec.json.encode(form.names).decode(), key),
        means=PERSON_MEANS.encrypt(form.means, key),
        purpose=PERSON_PURPOSE.encrypt(form.purpose, key),
        agreed=form.agreed,
        until=form.until,
    )
    if form.until:
        await enqueue("end_person_consents", {}, run_at=over_at(form.until), dedupe_key=f"end_person_consents:{form.until}")
    await trail.record(TrailAct.PERSON_NAMED, f"appeal:{appeal.id}", appeal.memorandum)


async def take_consent_back(memorandum: Memorandum) -> bool:
    """Take the name of the person out of an appeal, at once and for good; return whether there was one."""
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        appeal = await queries.appeal_of(row.id)
        person = await queries.person_of(appeal.id) if appeal else None
        if person is None or person.taken_back_on:
            return False
        await NamedPerson.update({**_ERASED, NamedPerson.taken_back_on: clock.today()}).where(NamedPerson.id == person.id)
        await trail.record(TrailAct.PERSON_NOT_NAMED, f"appeal:{person.appeal}", row.id)
        await less_is_shown(row)
    return True


@handles("end_person_consents")
async def erase_ended(_: Mapping[str, Any]) -> None:
    """Erase the names for which the time of the consent is over; no output has shown them since then."""
    for appeal, memorandum in await queries.with_ended_consent():
        async with transaction():
            row = await memoranda.locked(memorandum)
            await NamedPerson.update(_ERASED).where(NamedPerson.appeal == appeal)
            await trail.record(TrailAct.PERSON_NOT_NAMED, f"appeal:{appeal}", row.id)
            await less_is_shown(row)
