"""Finding notifications; each stays under its number, whatever becomes of what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.notices.tables import Notification

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from coalition.notices.tables import NoticeKind


async def by_number(year: int, number: int) -> Notification | None:
    """Return the notification `N.<number>.<year>`."""
    return await Notification.objects().get((Notification.year == year) & (Notification.number == number))


async def latest(*, memorandum: str | None = None, before: tuple[int, int] | None = None, limit: int = 50) -> Sequence[Notification]:
    """Return notifications, newest first, of one memorandum or of all; `before` is the (year, number) of the last one seen."""
    query = Notification.objects().order_by(Notification.year, ascending=False).order_by(Notification.number, ascending=False).limit(limit)
    if memorandum is not None:
        query = query.where(Notification.memorandum == memorandum)
    if before is not None:
        year, number = before
        query = query.where((Notification.year < year) | ((Notification.year == year) & (Notification.number < number)))
    return await query


async def following(*, after: tuple[int, int] | None = None, since: date | None = None, limit: int = 50) -> Sequence[Notification]:
    """Return notifications, oldest first: those after a (year, number), and those of what happened on or after a day."""
    query = Notification.objects().order_by(Notification.year).order_by(Notification.number).limit(limit)
    if since is not None:
        query = query.where(Notification.happened_on >= since)
    if after is not None:
        year, number = after
        query = query.where((Notification.year > year) | ((Notification.year == year) & (Notification.number > number)))
    return await query


async def was_told(kind: NoticeKind, memorandum: str, organisation: str, *, since: datetime) -> bool:
    """Whether a notification of this kind was issued after a moment."""
    same = (Notification.kind == kind.value) & (Notification.memorandum == memorandum) & (Notification.organisation == organisation)
    return bool(await Notification.exists().where(same & (Notification.issued_at >= since)))
