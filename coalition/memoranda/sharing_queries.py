"""Sharing a memorandum with others who sign it at the same time: nobody may change it meanwhile, and they do not wait for each other's end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import RowLock, made_of, prepared, share_row, whole
from coalition.memoranda.tables import Memorandum

if TYPE_CHECKING:
    from piccolo.query import Select


async def shared(memorandum_id: int) -> Memorandum:
    """Return the current row; until the transaction ends, others may share it, and who wants to lock it waits (on SQLite everybody does).

    A transaction that shares a memorandum cannot lock it any more.
    """
    await share_row(RowLock.MEMORANDUM, memorandum_id)
    [row] = await _current(memorandum_id)
    return made_of(Memorandum, row)


@prepared
def _current(memorandum_id: int) -> Select[Memorandum]:
    return Memorandum.select(whole(Memorandum)).where(Memorandum.id == memorandum_id)
