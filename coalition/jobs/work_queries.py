"""Reading how far long work is."""

from __future__ import annotations

from coalition.database import is_postgres, one_row
from coalition.jobs.tables import LongWork


async def locked_work(work_id: int) -> LongWork | None:
    """Return work that is not done, locked until the transaction ends; None if it is done or was stopped (for the worker)."""
    if is_postgres():
        await LongWork.select(LongWork.id).where(LongWork.id == work_id).lock_rows("UPDATE")
    return await one_row(LongWork, LongWork.id == work_id)


async def steps_of(work_id: int) -> int:
    """Return how many steps of work were done (for the job that goes on)."""
    [row] = await LongWork.select(LongWork.steps).where(LongWork.id == work_id)
    return int(row["steps"])


async def work_on(memorandum_id: int) -> list[LongWork]:
    """Return the work on a memorandum that is not done, oldest first (for those who work on the memorandum)."""
    return await LongWork.objects().where(LongWork.memorandum == memorandum_id).order_by(LongWork.id)
