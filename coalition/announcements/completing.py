"""Completing notifications that were issued before they were final: from the rows of today, and marked as completed later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.announcements.notice_sentences import kind_of
from coalition.database import transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.notices.issuing import Issue, Snapshot, mark, pages_change, snapshot_of, store
from coalition.notices.queries import incomplete

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.notices.tables import Notification

AT_ONCE = 50


@handles("complete_notifications")
async def complete_notifications(_: Mapping[str, Any]) -> None:
    """Complete some notifications, oldest first, and enqueue the rest; one that is complete is never changed."""
    async with transaction():
        rows = await incomplete(AT_ONCE)
        if not rows:
            return
        for row in rows:
            await _complete(row)
        mark(row.id for row in rows)
        await pages_change()
        await enqueue("complete_notifications", {}, dedupe_key=f"complete_notifications:{rows[-1].id}")


async def _complete(row: Notification) -> None:
    kind = kind_of(row)
    if kind is None:  # a newer version wrote it
        await store(row.id, Snapshot("{}"))
        return
    snapshot = await snapshot_of(Issue(kind, row.memorandum, row.organisation, row.detail, row.issued_at))
    await store(row.id, snapshot, clock.today())
