"""Reading the trail; what is shown of it is for members of a memorandum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.database import AdvisoryLock, among, hold, is_postgres, prepared, whole
from coalition.trail.tables import TrailAct, TrailEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


async def lock_chain() -> None:
    """Let nobody else add an entry until the transaction ends (SQLite has one writer at a time)."""
    await hold(AdvisoryLock.CHAIN_OF_THE_TRAIL)


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


class EntriesAsked(Struct, frozen=True):
    """Which entries a reader asks for: acts of one kind, by some people, or about some people or organisations. Empty: any.

    `after` is the entry that they follow, in the order that is asked for.
    """

    act: str = ""
    people: Sequence[int] | None = None
    organisations: Sequence[int] | None = None
    oldest_first: bool = False
    after: int = 0


async def entries_of(memorandum_id: int | None, asked: EntriesAsked, limit: int) -> Sequence[TrailEntry]:
    """Return the entries about a memorandum (for its members) or about none (for coordinators), newest or oldest first.

    A memorandum may have the number of one that was deleted: what was done with that one is not shown.
    """
    begun = 0 if memorandum_id is None else await _begun(memorandum_id)
    if asked.people is not None or asked.organisations is not None:
        these: Combinable = among(TrailEntry.id, await _ids_about(memorandum_id, begun, asked, limit))
    else:
        these = TrailEntry.memorandum.is_null() if memorandum_id is None else TrailEntry.memorandum == memorandum_id
        these &= TrailEntry.id >= begun
        if asked.act:
            these &= TrailEntry.act == asked.act
        if asked.after:
            these &= TrailEntry.id > asked.after if asked.oldest_first else TrailEntry.id < asked.after
    return await TrailEntry.objects().where(these).order_by(TrailEntry.id, ascending=asked.oldest_first).limit(limit)


async def _ids_about(memorandum_id: int | None, begun: int, asked: EntriesAsked, limit: int) -> list[int]:
    """Read the first entries by each person, and about each person and organisation, from an index, and return the first of all.

    A condition on all of them would let the database sort all their entries. Piccolo cannot say "for each".
    """
    order, beyond = ("ASC", ">") if asked.oldest_first else ("DESC", "<")
    where = ["entry.memorandum IS NULL" if memorandum_id is None else f"entry.memorandum = {memorandum_id:d}", f"entry.id >= {begun:d}"]
    where += [f"entry.id {beyond} {asked.after:d}"] if asked.after else []
    where += ["entry.act = {}"] if asked.act else []
    parts = [
        _part(source, f"{' AND '.join(where)} AND {match}", f"ORDER BY entry.id {order} LIMIT {limit:d}")
        for ids, matches in ((asked.people or (), _BY_PERSON), (asked.organisations or (), _ABOUT_ORGANISATION))
        for source, match in (((",".join(f"({int(number)})" for number in ids), match) for match in matches) if ids else ())
    ]
    if not parts:
        return []
    query = f"SELECT id FROM ({' UNION '.join(parts)}) AS entries ORDER BY id {order} LIMIT {limit:d}"  # noqa: S608 -- numbers only
    return [row["id"] for row in await TrailEntry.raw(query, *([asked.act] * len(parts) if asked.act else []))]


_BY_PERSON = ("entry.coordinator = own.number", "entry.about = 'coordinator:' || own.number")
_ABOUT_ORGANISATION = ("entry.about = 'organisation:' || own.number",)


def _part(numbers: str, where: str, first: str) -> str:
    entries = f"SELECT entry.id FROM trail_entry entry WHERE {where} {first}"  # noqa: S608 -- texts of the program, and numbers
    own = f"(SELECT column1 AS number FROM (VALUES {numbers}) AS given) own"  # noqa: S608 -- numbers only
    joined = f"CROSS JOIN LATERAL ({entries}) newest" if is_postgres() else f"CROSS JOIN trail_entry newest ON newest.id IN ({entries})"
    return f"SELECT newest.id AS id FROM {own} {joined}"  # noqa: S608 -- as above


async def rows_after(entry_id: int, limit: int) -> Sequence[dict[str, Any]]:
    """Return entries in the order of the chain (for its check by those who run the server)."""
    return await TrailEntry.select(whole(TrailEntry)).where(TrailEntry.id > entry_id).order_by(TrailEntry.id).limit(limit)


async def _begun(memorandum_id: int) -> int:
    """Return the id of the last entry that begins a memorandum with this number; 0 if there is none."""
    begun = (TrailEntry.memorandum == memorandum_id) & (TrailEntry.act == TrailAct.MEMORANDUM_BEGUN.value)
    row = await TrailEntry.select(TrailEntry.id).where(begun).order_by(TrailEntry.id, ascending=False).first()
    return int(row["id"]) if row else 0
