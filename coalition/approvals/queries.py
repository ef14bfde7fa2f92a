"""Reading requests for approval (for coordinators; editors have no part in them)."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.approvals.tables import Approval, Outcome
from coalition.database import is_postgres, made_of, prepared, whole
from coalition.people import queries as people
from coalition.people.tables import Coordinator, Role

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from piccolo.columns.combination import And
    from piccolo.query import Select

# An account that was disabled at the desk counts as a second coordinator for these days: disabling colleagues opens no way around them.
DISABLED_COUNTS = timedelta(days=7)
SHOWN = timedelta(days=30)


async def checkers(coordinator_id: int) -> Sequence[Coordinator]:
    """Return the other coordinators who can approve, and lock the accounts of all until the transaction ends."""
    await people.lock_coordinators()
    return [person for person in await people.active_coordinators() if person.id != coordinator_id]


async def was_disabled_lately(coordinator_id: int) -> bool:
    """Return whether another coordinator was disabled at the desk within the last days."""
    lately = (Coordinator.disabled_at > clock.now() - DISABLED_COUNTS) & Coordinator.disabled_by.is_not_null()
    return await Coordinator.exists().where(lately & (Coordinator.role == Role.COORDINATOR.value) & (Coordinator.id != coordinator_id))


async def is_alone(coordinator_id: int) -> bool:
    """Return whether nobody else can check what a coordinator does."""
    others = [person for person in await people.active_coordinators() if person.id != coordinator_id]
    return not others and not await was_disabled_lately(coordinator_id)


def _waiting() -> And:
    """Return the condition for requests that can be decided: whoever asked may still sign in."""
    return (Approval.outcome == Outcome.WAITING.value) & (Approval.expires_at > clock.now()) & Approval.requested_by.is_in(_enabled())


def _enabled() -> Select[Coordinator]:
    return Coordinator.select(Coordinator.id).where(Coordinator.disabled_at.is_null())


async def waiting() -> Sequence[Approval]:
    """Return the requests that wait, oldest first."""
    return await Approval.objects().where(_waiting()).order_by(Approval.id)


async def waiting_for(coordinator_id: int) -> int:
    """Return the number of requests that a coordinator can decide."""
    return len(await _waiting_for(coordinator_id, clock.now()))


@prepared
def _waiting_for(coordinator_id: int, now: datetime) -> Select[Approval]:
    waiting = (Approval.outcome == Outcome.WAITING.value) & (Approval.expires_at > now) & Approval.requested_by.is_in(_enabled())
    return Approval.select(Approval.id).where(waiting & (Approval.requested_by != coordinator_id))


async def decided_lately() -> Sequence[Approval]:
    """Return the requests of the last days that do not wait any more, newest first."""
    return await Approval.objects().where(Approval.requested_at > clock.now() - SHOWN).order_by(Approval.id, ascending=False)


async def approval(number: int) -> Approval | None:
    """Return a request."""
    rows = await Approval.select(whole(Approval)).where(Approval.id == number)
    return made_of(Approval, rows[0]) if rows else None


async def locked_approval(number: int) -> Approval | None:
    """Return a request that waits, locked until the transaction ends."""
    query = Approval.select(whole(Approval)).where((Approval.id == number) & _waiting())
    rows = await (query.lock_rows("UPDATE") if is_postgres() else query)
    return made_of(Approval, rows[0]) if rows else None


async def expired() -> Sequence[Approval]:
    """Return the requests whose time is over and which were not closed yet (for the job that closes them)."""
    over = (Approval.outcome == Outcome.WAITING.value) & (Approval.expires_at <= clock.now())
    return await Approval.objects().where(over).order_by(Approval.id)


async def waits_about(about: str) -> int:
    """Return the number of requests about one thing that wait."""
    return int(await Approval.count().where(_waiting() & (Approval.about == about)))


async def waits_already(kind: str, about: str) -> Sequence[Approval]:
    """Return the requests of one kind about one thing that wait."""
    return await Approval.objects().where(_waiting() & (Approval.kind == kind) & (Approval.about == about))
