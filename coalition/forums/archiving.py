"""The archive of forums and programmes that were begun by mistake, or are over, and cannot be deleted.

What is archived leaves the lists and menus of the desk. Everything else stays as it is: what the public reads, what belongs to the
record, and what may be done with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.forums.archive_queries import set_archived
from coalition.forums.tables import Forum
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.forums.tables import Programme


async def archive(record: Forum | Programme) -> None:
    """Archive a forum or a programme; one that is archived stays so, and nothing is recorded."""
    async with transaction():
        if await set_archived(record, archived=True):
            is_forum = isinstance(record, Forum)
            await trail.record(TrailAct.FORUM_ARCHIVED if is_forum else TrailAct.PROGRAMME_ARCHIVED, _about(record))


async def take_back(record: Forum | Programme) -> None:
    """Take a forum or a programme back from the archive; nothing is recorded of one that is not archived."""
    async with transaction():
        if await set_archived(record, archived=False):
            is_forum = isinstance(record, Forum)
            await trail.record(TrailAct.FORUM_TAKEN_BACK if is_forum else TrailAct.PROGRAMME_TAKEN_BACK, _about(record))


def _about(record: Forum | Programme) -> str:
    return f"forum:{record.id}" if isinstance(record, Forum) else f"programme:{record.id}"
