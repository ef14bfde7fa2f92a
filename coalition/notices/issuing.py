"""Issuing a notification, marking one as changed, and saying which public pages change."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import datetime
from importlib import import_module
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.database import before_commit, prepared, put, put_all, transaction
from coalition.notices.letter_schedule import schedule_letters_if_subscribed
from coalition.notices.page_changes import gather
from coalition.notices.page_subjects import EVERYTHING, NOTIFICATIONS, notifications_about
from coalition.notices.queries import NUMBERED, contents_of, ids_about, last_number, lock_numbers, mentioning, steps_taken
from coalition.notices.tables import FeedChange, NoticeKind, Notification, NotificationChange, NotificationContent, NotificationMention, Publication

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from piccolo.query import Update

    from coalition.notices.page_subjects import Subject

# The module that knows what each kind of notification says; it stands above this one and is loaded with the first notification.
_SNAPSHOTS = "coalition.announcements.snapshots"


class Issue(Struct, frozen=True):
    """A notification that is about to be issued; `rows` are the ids of the acts, the statement or the event that it announces."""

    kind: NoticeKind
    memorandum: str
    organisation: str | None
    detail: str
    issued_at: datetime
    rows: Sequence[UUID | int] = ()


class Snapshot(Struct, frozen=True):
    """The record of a day as JSON, and the slugs of the other organisations that it speaks of."""

    content: str
    mentions: Sequence[str] = ()


class ContentWriter(Struct, frozen=True):
    """What reads a snapshot from the rows of a register, and what deletes an organisation (a slug) from a content."""

    read: Callable[[Issue], Awaitable[Snapshot]]
    without: Callable[[str, str], str]


_writers: list[ContentWriter] = []


def write_contents_with(writer: ContentWriter) -> None:
    """Let a package above this one write the contents of notifications."""
    _writers.append(writer)


def _writer() -> ContentWriter:
    if not _writers:
        import_module(_SNAPSHOTS)
    return _writers[-1]


async def notify(kind: NoticeKind, memorandum: str, organisation: str | None = None, detail: str = "", *, rows: Sequence[UUID | int] = ()) -> None:
    """Issue a notification of a public act with the caller's transaction, and enqueue its letters.

    `memorandum` and `organisation` are slugs; `announcements/notice_kinds.py` describes the content of `detail` for each kind. What
    `rows` say now, and the names of the day, are stored with it. It takes the next number of its year as one of the last steps, because
    all others wait for their numbers meanwhile.
    """
    issue = Issue(kind, memorandum, organisation, detail, clock.now(), rows)
    snapshot = await snapshot_of(issue)
    before_commit(lambda: _issue(issue, snapshot), NUMBERED)


async def _issue(issue: Issue, snapshot: Snapshot) -> None:
    await lock_numbers()
    now = clock.now()  # so that numbers, days and moments have one order
    notification = await put(
        Notification,
        year=now.year,
        number=await last_number(now.year) + 1,
        kind=issue.kind.value,
        memorandum=issue.memorandum,
        organisation=issue.organisation,
        issued_on=now.date(),
        issued_at=now,
        step=await _next_step(now.date()),
        detail=issue.detail,
    )
    await store(notification.id, snapshot)
    await schedule_letters_if_subscribed()
    await gather([NOTIFICATIONS, notifications_about(issue.memorandum)])


async def snapshot_of(issue: Issue) -> Snapshot:
    """Return what a notification says for good, as the packages above this one read it from their rows."""
    return await _writer().read(issue)


async def store(notification_id: int, snapshot: Snapshot, completed_on: date | None = None) -> None:
    """Store the content of a notification, and which other organisations it speaks of."""
    await put(NotificationContent, notification=notification_id, content=snapshot.content, completed_on=completed_on)
    await put_all(NotificationMention(notification=notification_id, organisation=slug) for slug in snapshot.mentions)


async def mark_changed(memorandum: str, organisation: str | None = None) -> None:
    """Mark the notifications of a memorandum as changed now, of all or of those that speak of an organisation; both are slugs."""
    changed = await ids_about(memorandum, organisation)
    if changed:
        mark(changed)
        await pages_change(NOTIFICATIONS, notifications_about(memorandum))


async def remove_mentions(organisation: str, public: Collection[str]) -> None:
    """Delete an organisation (a slug) from the content of every notification that mentions it beside its party.

    Those about a `public` memorandum (slugs) are marked as changed; of the others nobody learns anything.
    """
    notifications = await mentioning(organisation)
    for notification, row in (await contents_of(notification.id for notification in notifications)).items():
        content = _writer().without(row.content, organisation)
        await NotificationContent.update({NotificationContent.content: content}).where(NotificationContent.notification == notification)
    await NotificationMention.delete().where(NotificationMention.organisation == organisation)
    mark(notification.id for notification in notifications if notification.memorandum in public)


def mark(ids: Iterable[int]) -> None:
    """Mark notifications as changed, as one of the last steps of the caller's transaction: all of them in one step of the day."""
    changed = sorted(set(ids))
    if changed:
        before_commit(lambda: _mark(changed), NUMBERED)


async def _mark(changed: Sequence[int]) -> None:
    await lock_numbers()
    day = clock.today()
    step = await _next_step(day)
    await put_all(NotificationChange(notification=number, changed_on=day, step=step) for number in changed)


def mark_feed(memorandum: str) -> None:
    """Mark the feed of a public memorandum (a slug) as changed, as one of the last steps of the caller's transaction: it has another title."""
    before_commit(lambda: _mark_feed(memorandum), NUMBERED)


async def _mark_feed(memorandum: str) -> None:
    await lock_numbers()
    day = clock.today()
    await put(FeedChange, memorandum=memorandum, changed_on=day, step=await _next_step(day))


async def _next_step(day: date) -> int:
    """Count one more change of what notifications or feeds say on a day; the caller holds the lock of the numbers."""
    step = await steps_taken(day) + 1
    await _set_steps(day, step)
    return step


@prepared
def _set_steps(day: date, step: int) -> Update[Publication]:
    return Publication.update({Publication.steps_on: day, Publication.steps: step}).where(Publication.id == 1)


async def pages_change(*subjects: Subject) -> None:
    """Let public pages be rendered again once the caller's transaction has committed.

    With `subjects` (`page_subjects.py`) everybody reads more about them: pages about one of them are served as they are for another
    moment, and all others stay. Without any, everybody may read less: no page that was rendered before is served any more, and the
    request that changed it is answered once every process has confirmed that.
    """
    async with transaction():
        before_commit(lambda: gather(subjects or (EVERYTHING,)))
