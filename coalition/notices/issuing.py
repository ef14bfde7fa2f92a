"""Issuing a notification, and telling the page cache that the public may read something new."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import after_commit, is_postgres, prepared, put
from coalition.notices.gathering import gather_if_anybody_reads
from coalition.notices.tables import NoticeKind, Notification, Publication

if TYPE_CHECKING:
    from piccolo.query import Select, Update

_published_in_this_process = 0


async def notify(kind: NoticeKind, memorandum: str, organisation: str | None = None, detail: str = "") -> Notification:
    """Issue the next number of this year for a public act, inside the caller's transaction, and have it mailed; `detail` as the table says."""
    if is_postgres():
        await Notification.raw("SELECT pg_advisory_xact_lock(20130430)")
    now = clock.now()
    last = await _last(now.year)
    notification = await put(
        Notification,
        year=now.year,
        number=last[0]["number"] + 1 if last else 1,
        kind=kind.value,
        memorandum=memorandum,
        organisation=organisation,
        happened_on=now.date(),
        issued_at=now,
        detail=detail,
    )
    await gather_if_anybody_reads()
    return notification


@prepared
def _last(year: int) -> Select[Notification]:
    return Notification.select(Notification.number).where(Notification.year == year).order_by(Notification.number, ascending=False).limit(1)


async def pages_change() -> None:
    """Say, inside the caller's transaction, that public pages are to be made anew."""
    await _raise_version()
    after_commit(_note_change)


@prepared
def _raise_version() -> Update[Publication]:
    return Publication.update({Publication.version: Publication.version + 1}).where(Publication.id == 1)


def _note_change() -> None:
    global _published_in_this_process  # noqa: PLW0603 -- the count of this process is all there is to keep
    _published_in_this_process += 1


def changes_in_this_process() -> int:
    """Return how many public changes this process has committed."""
    return _published_in_this_process


async def published_version() -> int:
    """Return the stored version, which other processes raise too."""
    row = await Publication.select(Publication.version).where(Publication.id == 1).first()
    return int(row["version"]) if row else 0
