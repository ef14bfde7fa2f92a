"""Private addresses of calendars: a calendar program has no session, so whoever holds the address reads the deadlines."""

from __future__ import annotations

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.database import put, transaction
from coalition.deadlines import queries
from coalition.deadlines.tables import CalendarAddress
from coalition.people import queries as people
from coalition.people.after_disabling import when_disabled
from coalition.people.tables import Coordinator
from coalition.people.tokens import new_token
from coalition.settings import load
from coalition.trail import TrailAct

ENDING = ".ics"


async def make_address(person: Coordinator, language: str) -> str:
    """Make an address for the calendar of a person and return it, which is possible only now; the one before it ends."""
    token, token_hash = new_token()
    async with transaction():
        await CalendarAddress.delete().where(CalendarAddress.coordinator == person.id)
        await put(CalendarAddress, coordinator=person.id, token_hash=token_hash, made_at=clock.now())
        await trail.record(TrailAct.ACCOUNT_CHANGED)
    return load().base_url + url_for("public.calendar.show", lang=language, token=token + ENDING)


async def end_address(person: Coordinator) -> None:
    """End the address of a person's calendar, if there is one."""
    async with transaction():
        await CalendarAddress.delete().where(CalendarAddress.coordinator == person.id)
        await trail.record(TrailAct.ACCOUNT_CHANGED)


@when_disabled
async def _end_address_of(coordinator_id: int) -> None:
    """End the address of an account that is disabled, inside the caller's transaction."""
    await CalendarAddress.delete().where(CalendarAddress.coordinator == coordinator_id)


async def holder_of(name: str) -> Coordinator | None:
    """Return the person whose calendar a file name opens; None if there is no such address, or the account is disabled."""
    token, ending = name[: -len(ENDING)], name[-len(ENDING) :]
    row = await queries.calendar_by_token(token) if ending == ENDING else None
    return await people.active(row.coordinator) if row else None
