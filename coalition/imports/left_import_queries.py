"""Reads of imports that whoever answers for them may not go on with: other coordinators with the same right see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from piccolo.query.functions import Count

from coalition.database import among, is_postgres, made_of, prepared
from coalition.imports.queries import LISTED, TURN
from coalition.imports.tables import Import
from coalition.memoranda.queries import is_member, served_by
from coalition.memoranda.tables import MemorandumMember
from coalition.people.queries import active
from coalition.people.tables import Coordinator, Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


async def locked_turn(import_id: int) -> Import | None:
    """Return an import without its file, locked until the transaction ends (for operations)."""
    rows = await _locked_turn(import_id)
    return made_of(Import, rows[0]) if rows else None


@prepared
def _locked_turn(import_id: int) -> Select[Import]:
    query = Import.select(*TURN).where(Import.id == import_id)
    return query.lock_rows("NO KEY UPDATE") if is_postgres() else query


async def answers_for(row: Import) -> bool:
    """Return whether the coordinator of an import may go on with it: their account is not disabled, and they work on its memorandum."""
    person = await active(row.coordinator)
    if person is None or person.role != Role.COORDINATOR:
        return False
    return row.memorandum is None or await is_member(row.memorandum, person.id)


async def is_left(row: Import) -> bool:
    """Return whether another coordinator may take an import over: it was confirmed once, and stopped or nobody answers for it any more."""
    if row.stopped_at and row.confirmed_at:
        return True
    return bool(row.confirmed_at or row.stopped_at) and not await answers_for(row)


async def left_imports(person_id: int, memorandum_id: int | None = None, most: int = 20) -> list[Import]:
    """Return imports of others without their files, as lists show those that a coordinator may take over, the newest first.

    They are of a memorandum's signatories, or of organisations without one.

    A list of those who are to be invited is shown to those who work on the memorandum.
    """
    these = (Import.coordinator != person_id) & _left(person_id, memorandum_id)
    rows = await Import.select(*LISTED).where(these).order_by(Import.id, ascending=False).limit(most)
    return [made_of(Import, row) for row in rows]


async def number_stopped(person_id: int) -> int:
    """Return how many imports of organisations stopped, that a coordinator may take over, their own among them."""
    return int(await Import.count().where(Import.finished_at.is_null() & _left(person_id, None)))


async def with_stopped_imports(person_id: int, *, limit: int) -> list[int]:
    """Return the ids of memoranda that a person works on and where an import of signatories stopped, the newest first."""
    these = _stopped_midway() & Import.memorandum.is_in(served_by(person_id))
    query = Import.select(Import.memorandum).where(these).order_by(Import.memorandum, ascending=False)
    return await query.distinct().limit(limit).output(as_list=True)


async def stopped_counts(memorandum_ids: Iterable[int]) -> dict[int, int]:
    """Return how many imports of signatories stopped, by memorandum (for their coordinators)."""
    rows = (
        await Import.select(Import.memorandum, Count())
        .where(_stopped_midway() & among(Import.memorandum, memorandum_ids))
        .group_by(Import.memorandum)
    )
    return {row["memorandum"]: row["count"] for row in rows}


def _stopped_midway() -> Combinable:
    """Return the condition of an import that was confirmed, and stopped before its end because nobody answers for it."""
    return Import.stopped_at.is_not_null() & Import.confirmed_at.is_not_null() & Import.finished_at.is_null() & Import.undone_at.is_null()


def _left(person_id: int, memorandum_id: int | None) -> Combinable:
    own = served_by(person_id)
    about: Combinable = Import.memorandum == memorandum_id
    if memorandum_id is None:
        about = Import.memorandum.is_null() & (Import.inviting.is_null() | Import.inviting.is_in(own))
    begun = Import.undone_at.is_null() & (Import.confirmed_at.is_not_null() | Import.stopped_at.is_not_null())
    left = (Import.stopped_at.is_not_null() & Import.confirmed_at.is_not_null()) | Import.coordinator.not_in(_able(memorandum_id))
    return about & begun & left


def _able(memorandum_id: int | None) -> Select[Coordinator]:
    """Return the query of the coordinators who may go on with imports: those who can sign in, and work on the memorandum if there is one."""
    able: Combinable = Coordinator.disabled_at.is_null() & (Coordinator.role == Role.COORDINATOR.value)
    if memorandum_id is not None:
        members = MemorandumMember.select(MemorandumMember.coordinator).where(MemorandumMember.memorandum == memorandum_id)
        able &= Coordinator.id.is_in(members)
    return Coordinator.select(Coordinator.id).where(able)
