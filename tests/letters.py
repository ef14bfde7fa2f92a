"""The letters in the tray, as their recipients read them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec

from coalition.jobs import worker
from coalition.jobs.queue import payload_of
from coalition.jobs.tables import Job
from coalition.mail.content import Content
from coalition.mail.tables import Letter
from coalition.mail.writing import rendered

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

ERASED = Content("", "", "")


async def letters_in_tray(*conditions: Combinable) -> list[Any]:
    """Return the letters for which some conditions are true, oldest first: the columns of each and its content, empty if it was erased."""
    query = Letter.objects().order_by(Letter.id)
    for condition in conditions:
        query = query.where(condition)
    return [await readable(letter) for letter in await query]


async def readable(letter: Letter) -> Any:
    content = await rendered(letter) if letter.content else ERASED
    return SimpleNamespace(**letter.to_dict() | msgspec.structs.asdict(content))


async def last_letter() -> Any:
    return (await letters_in_tray())[-1]


async def answer_requests() -> None:
    """Do what strangers asked for, without waiting for the seconds after which it is done; the letters stay in the tray."""
    for job in await Job.objects().where(Job.secret != "").order_by(Job.id):
        await worker._handlers[job.kind](payload_of(job))
        await Job.delete().where(Job.id == job.id)
