"""Issuing a notification, and invalidating the page cache when public pages change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import after_commit, prepared, put
from coalition.notices.letter_schedule import schedule_letters_if_subscribed
from coalition.notices.queries import ids_about, last_number, lock_numbers
from coalition.notices.tables import NoticeKind, Notification, NotificationChange, Publication

if TYPE_CHECKING:
    from piccolo.query import Update

_changes_in_this_process = 0


async def notify(kind: NoticeKind, memorandum: str, organisation: str | None = None, detail: str = "") -> Notification:
    """Issue the next notification of this year for a public act, inside the caller's transaction, and enqueue its letters.

    `memorandum` and `organisation` are slugs; `announcements/notice_kinds.py` describes the content of `detail` for each kind.
    """
    await lock_numbers()
    now = clock.now()
    notification = await put(
        Notification,
        year=now.year,
        number=await last_number(now.year) + 1,
        kind=kind.value,
        memorandum=memorandum,
        organisation=organisation,
        happened_on=now.date(),
        issued_at=now,
        detail=detail,
    )
    await schedule_letters_if_subscribed()
    return notification


async def mark_changed(memorandum: str, organisation: str) -> None:
    """Mark the notifications about an organisation's acts as changed today, inside the caller's transaction; the arguments are slugs."""
    for number in await ids_about(memorandum, organisation):
        await put(NotificationChange, notification=number, changed_on=clock.today())


async def pages_change() -> None:
    """Invalidate the cached public pages when the caller's transaction commits."""
    await _raise_version()
    after_commit(_count_change)


@prepared
def _raise_version() -> Update[Publication]:
    return Publication.update({Publication.version: Publication.version + 1}).where(Publication.id == 1)


def _count_change() -> None:
    global _changes_in_this_process  # noqa: PLW0603 -- one count for each process
    _changes_in_this_process += 1


def changes_in_this_process() -> int:
    """Return how many public changes this process has committed."""
    return _changes_in_this_process
