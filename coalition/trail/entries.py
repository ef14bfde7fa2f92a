"""Adding entries to the trail, in the transaction of what they record."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import AdvisoryLock, before_commit, put, reading, transaction
from coalition.shown_again import as_usual
from coalition.trail import queries
from coalition.trail.actors import current_actor
from coalition.trail.chain import START, hash_of_entry
from coalition.trail.tables import TrailEntry

if TYPE_CHECKING:
    from coalition.trail.actors import Actor
    from coalition.trail.tables import TrailAct

# A kind of thing, and its number or address name: no mail address, no name and no sentence fits.
_ABOUT = re.compile(r"(?:[a-z_]{1,30}(?::[A-Za-z0-9-]{1,80})?)?")


class NotAReference(ValueError):
    """The object of an entry is not `kind:number`; only references are stored in the trail."""


async def record(act: TrailAct, about: str = "", memorandum: int | None = None, *, actor: Actor | None = None) -> None:
    """Record what was done, inside the caller's transaction: the entry is written with it or not at all.

    The entry is inserted at the end of the transaction, so that the lock of the chain is the last that is taken, and is held for
    a moment. `about` is a reference such as `organisation:12`. The actor is whoever a guard or a command named.

    Raises:
        NotAReference: `about` has another shape.

    """
    values = _values(act, about, memorandum, actor)
    if values is None:
        return
    async with transaction():
        before_commit(lambda: _append(values), AdvisoryLock.CHAIN_OF_THE_TRAIL.place)


async def record_reading(act: TrailAct, about: str, memorandum: int | None = None) -> None:
    """Record that private data was read: one entry for each coordinator, object and day; a second reading writes nothing.

    Raises:
        NotAReference: `about` has another shape.

    """
    values = _values(act, about, memorandum)
    if values is None:
        return
    async with reading():
        if await queries.is_recorded(values):
            return
    with as_usual():  # who reads is recorded, also where a form is only shown again
        async with transaction(brief=True):
            before_commit(lambda: _append(values, once=True), AdvisoryLock.CHAIN_OF_THE_TRAIL.place)


def _values(act: TrailAct, about: str, memorandum: int | None, actor: Actor | None = None) -> dict[str, Any] | None:
    """Return the columns of an entry; None if the one who acts is not recorded."""
    if not _ABOUT.fullmatch(about):
        raise NotAReference(about)
    actor = actor or current_actor()
    if actor is None:
        return None
    who = {"actor_kind": actor.kind.value, "coordinator": actor.coordinator, "token": actor.token}
    return {**who, "act": act.value, "about": about, "memorandum": memorandum, "day": clock.today()}


async def _append(values: dict[str, Any], *, once: bool = False) -> None:
    await queries.lock_chain()
    if once and await queries.is_recorded(values):
        return
    previous = await queries.last_hash() or START
    await put(TrailEntry, **values, previous=previous, hash=hash_of_entry(previous, values))
