"""Reads of imports that whoever answers for them may not go on with: other coordinators with the same right see them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import is_postgres, made_of, prepared
from coalition.imports.tables import Import
from coalition.memoranda.queries import is_member
from coalition.memoranda.tables import MemorandumMember
from coalition.people.queries import active
from coalition.people.tables import Coordinator, Role

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable
    from piccolo.query import Select

_TURN = (
    *(Import.id, Import.coordinator, Import.memorandum, Import.inviting, Import.turn),
    *(Import.confirmed_at, Import.stopped_at, Import.finished_at, Import.undone_at),
)


async def locked_turn(import_id: int) -> Import | None:
    """Return an import without its file, locked until the transaction ends (for operations)."""
    rows = await _locked_turn(import_id)
    return made_of(Import, rows[0]) if rows else None


@prepared
def _locked_turn(import_id: int) -> Select[Import]:
    query = Import.select(*_TURN).where(Import.id == import_id)
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
    rows = await Import.select(*_TURN, Import.file_name, Import.created_at).where(these).order_by(Import.id, ascending=False).limit(most)
    return [made_of(Import, row) for row in rows]


async def number_stopped(person_id: int) -> int:
    """Return how many imports of organisations stopped, that a coordinator may take over, their own among them."""
    return int(await Import.count().where(Import.finished_at.is_null() & _left(person_id, None)))


def _left(person_id: int, memorandum_id: int | None) -> Combinable:
    own = MemorandumMember.select(MemorandumMember.memorandum).where(MemorandumMember.coordinator == person_id)
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
