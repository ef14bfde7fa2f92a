"""Reading the trail; what is shown of it is for members of a memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.database import is_postgres, prepared, whole
from coalition.trail.tables import TrailAct, TrailEntry

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.query import Select


async def lock_chain() -> None:
    """Let nobody else add an entry until the transaction ends (SQLite has one writer at a time)."""
    if is_postgres():
        await TrailEntry.raw("SELECT pg_advisory_xact_lock(20261128)")


async def last_hash() -> str | None:
    """Return the hash of the last entry; None before the first."""
    rows = await _last()
    return str(rows[0]["hash"]) if rows else None


@prepared
def _last() -> Select[TrailEntry]:
    return TrailEntry.select(TrailEntry.hash).order_by(TrailEntry.id, ascending=False).limit(1)


async def is_recorded(values: Mapping[str, Any]) -> bool:
    """Return whether there is an entry with the same coordinator, act, object, memorandum and day (for recording a reading once)."""
    reading = [values[name] for name in ("day", "coordinator", "act", "about")]
    rows = await (_same_of_none(*reading) if values["memorandum"] is None else _same(*reading, values["memorandum"]))
    return bool(rows)


@prepared
def _same_of_none(day: Any, coordinator: Any, act: Any, about: Any) -> Select[TrailEntry]:
    same = (TrailEntry.day == day) & (TrailEntry.coordinator == coordinator) & (TrailEntry.act == act)
    return TrailEntry.select(TrailEntry.id).where(same & (TrailEntry.about == about) & TrailEntry.memorandum.is_null()).limit(1)


@prepared
def _same(day: Any, coordinator: Any, act: Any, about: Any, memorandum: Any) -> Select[TrailEntry]:
    same = (TrailEntry.day == day) & (TrailEntry.coordinator == coordinator) & (TrailEntry.act == act)
    return TrailEntry.select(TrailEntry.id).where(same & (TrailEntry.about == about) & (TrailEntry.memorandum == memorandum)).limit(1)


async def entries_of(memorandum_id: int | None, *, before: int = 0, limit: int = 50) -> Sequence[TrailEntry]:
    """Return the entries about a memorandum (for its members) or about none (for coordinators), newest first.

    `before` limits them to those before an entry. A memorandum may have the number of one that was deleted: what was done with that one
    is not shown.
    """
    if memorandum_id is None:
        query = TrailEntry.objects().where(TrailEntry.memorandum.is_null())
    else:
        query = TrailEntry.objects().where((TrailEntry.memorandum == memorandum_id) & (TrailEntry.id >= await _begun(memorandum_id)))
    query = query.order_by(TrailEntry.id, ascending=False).limit(limit)
    return await (query.where(TrailEntry.id < before) if before else query)


async def rows_after(entry_id: int, limit: int) -> Sequence[dict[str, Any]]:
    """Return entries in the order of the chain (for its check by those who run the server)."""
    return await TrailEntry.select(whole(TrailEntry)).where(TrailEntry.id > entry_id).order_by(TrailEntry.id).limit(limit)


async def _begun(memorandum_id: int) -> int:
    """Return the id of the last entry that begins a memorandum with this number; 0 if there is none."""
    begun = (TrailEntry.memorandum == memorandum_id) & (TrailEntry.act == TrailAct.MEMORANDUM_BEGUN.value)
    row = await TrailEntry.select(TrailEntry.id).where(begun).order_by(TrailEntry.id, ascending=False).first()
    return int(row["id"]) if row else 0
