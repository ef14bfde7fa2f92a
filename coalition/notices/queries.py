"""Reading notifications, their subscriptions, and the version of the public pages.

A notification remains under its number, also if its act is withdrawn, annulled or hidden later.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from coalition.database import AdvisoryLock, among, hold, in_parts, is_postgres, made_of, none_of, one_of, one_row, prepared, take_last_steps, whole
from coalition.notices.page_subjects import NOTIFICATIONS, depends_on, notifications_about
from coalition.notices.tables import (
    FeedChange,
    Notification,
    NotificationChange,
    NotificationContent,
    NotificationMention,
    Publication,
    Rhythm,
    Subscription,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
    from datetime import date, datetime

    from piccolo.custom_types import Combinable
    from piccolo.query import Objects, Select

    from coalition.notices.tables import NoticeKind


async def by_number(year: int, number: int) -> Notification | None:
    """Return the notification `N.<number>.<year>`."""
    return await one_row(Notification, (Notification.year == year) & (Notification.number == number))


class StoredContent(NamedTuple):
    """The content of a notification as JSON, and the day on which it was completed, if it was not issued with it."""

    content: str
    completed_on: date | None


async def contents_of(ids: Iterable[int]) -> dict[int, StoredContent]:
    """Return the contents of notifications, by id; those that are not completed yet are left out."""
    rows = await _contents([*ids])
    return {row["notification"]: StoredContent(row["content"], row["completed_on"]) for row in rows}


@prepared
def _contents(ids: Collection[int]) -> Select[NotificationContent]:
    columns = (NotificationContent.notification, NotificationContent.content, NotificationContent.completed_on)
    return NotificationContent.select(*columns).where(among(NotificationContent.notification, ids))


class Moment(NamedTuple):
    """A day, and the step on that day: the public changes of all notifications are counted anew each day."""

    day: date
    step: int


async def last_changes(ids: Iterable[int]) -> dict[int, Moment]:
    """Return the last change of notifications, by id; those that never changed are left out."""
    changes: dict[int, Moment] = {}
    for row in await _changes([*ids]):
        moment = Moment(row["changed_on"], row["step"])
        changes[row["notification"]] = max(moment, changes.get(row["notification"], moment))
    return changes


@prepared
def _changes(ids: Collection[int]) -> Select[NotificationChange]:
    columns = (NotificationChange.notification, NotificationChange.changed_on, NotificationChange.step)
    return NotificationChange.select(*columns).where(among(NotificationChange.notification, ids))


async def feed_changed(memorandum: str) -> Moment | None:
    """Return the last change of the title of a memorandum's feed (a slug); None if it never changed."""
    days = FeedChange.select(FeedChange.changed_on, FeedChange.step).where(FeedChange.memorandum == memorandum)
    row = await days.order_by(FeedChange.id, ascending=False).first()
    return Moment(row["changed_on"], row["step"]) if row else None


async def last_step() -> Moment | None:
    """Return the last moment at which anything that notifications say changed; None if nothing ever did."""
    [row] = await _steps()
    return Moment(row["steps_on"], row["steps"]) if row["steps_on"] else None


async def ids_about(memorandum: str, organisation: str | None = None) -> list[int]:
    """Return the ids of the notifications of a memorandum, of all or of those that speak of an organisation (slugs; for operations only)."""
    await _numbered()
    if organisation is not None:
        return [row["id"] for row in await _about(memorandum, organisation)]
    return await Notification.select(Notification.id).where(Notification.memorandum == memorandum).output(as_list=True)


@prepared
def _about(memorandum: str, organisation: str) -> Select[Notification]:
    mentions = NotificationMention.select(NotificationMention.notification).where(NotificationMention.organisation == organisation)
    party = (Notification.organisation == organisation) | Notification.id.is_in(mentions)
    return Notification.select(Notification.id).where((Notification.memorandum == memorandum) & party)


async def mentioning(organisation: str) -> Sequence[Notification]:
    """Return the notifications that mention an organisation (a slug) beside their party (for operations only)."""
    await _numbered()
    mentions = NotificationMention.select(NotificationMention.notification).where(NotificationMention.organisation == organisation)
    return await Notification.objects().where(Notification.id.is_in(mentions)).order_by(Notification.id)


async def mentioned_in_notifications(organisations: Iterable[str]) -> set[str]:
    """Return those organisations (slugs) that a notification mentions beside its party (for operations only)."""
    mentioned: set[str] = set()
    for some in in_parts(organisations):
        rows = NotificationMention.select(NotificationMention.organisation).where(NotificationMention.organisation.is_in(some))
        mentioned |= set(await rows.output(as_list=True))
    return mentioned


async def steps_taken(day: date) -> int:
    """Return how often notifications were issued or changed on a day so far (for operations only)."""
    [row] = await _steps()
    return int(row["steps"]) if row["steps_on"] == day else 0


@prepared
def _steps() -> Select[Publication]:
    return Publication.select(Publication.steps_on, Publication.steps).where(Publication.id == 1)


async def incomplete(limit: int) -> Sequence[Notification]:
    """Return notifications without the record of their day, oldest first (for the job that completes them)."""
    complete = NotificationContent.select(NotificationContent.notification)
    return await Notification.objects().where(Notification.id.not_in(complete)).order_by(Notification.id).limit(limit)


async def latest(
    *,
    memorandum: str | None = None,
    these: Combinable | None = None,
    without: Collection[str] = (),
    before: tuple[int, int] | None = None,
    limit: int = 50,
) -> Sequence[Notification]:
    """Return notifications, newest first, of one memorandum or of all `without` some; `before` is the (year, number) of the last one shown.

    `these` is a condition that they fulfil.
    """
    if memorandum is not None and these is None and not without and before is None:
        depends_on(notifications_about(memorandum))
        return await _latest_about(limit)(memorandum)
    query = _newest(limit)
    if memorandum is None:
        depends_on(NOTIFICATIONS)
    else:
        depends_on(notifications_about(memorandum))
        query = query.where(Notification.memorandum == memorandum)
    if these is not None:
        query = query.where(these)
    if without:
        query = query.where(none_of(Notification.memorandum, without))
    if before is not None:
        year, number = before
        query = query.where((Notification.year < year) | ((Notification.year == year) & (Notification.number < number)))
    return await query


def _newest(limit: int) -> Objects[Notification]:
    return Notification.objects().order_by(Notification.year, ascending=False).order_by(Notification.number, ascending=False).limit(limit)


@cache
def _latest_about(limit: int) -> Callable[[str], Awaitable[list[Notification]]]:
    @prepared
    def latest_about(memorandum: str) -> Objects[Notification]:
        return _newest(limit).where(Notification.memorandum == memorandum)

    return latest_about


async def about_any(memoranda: Collection[str], *, limit: int) -> Sequence[Notification]:
    """Return the notifications of some memoranda, newest first."""
    return await _newest(limit).where(one_of(Notification.memorandum, memoranda)) if memoranda else []


async def following(*, after: tuple[int, int] | None = None, limit: int = 50) -> Sequence[Notification]:
    """Return notifications, oldest first; `after` limits them to those after a (year, number)."""
    depends_on(NOTIFICATIONS)
    query = Notification.objects().order_by(Notification.year).order_by(Notification.number).limit(limit)
    if after is not None:
        year, number = after
        query = query.where((Notification.year > year) | ((Notification.year == year) & (Notification.number > number)))
    return await query


async def was_issued(kind: NoticeKind, memorandum: str, organisation: str, *, since: datetime) -> bool:
    """Whether a notification of this kind was issued after a moment."""
    await _numbered()
    same = (Notification.kind == kind.value) & (Notification.memorandum == memorandum) & (Notification.organisation == organisation)
    return bool(await Notification.exists().where(same & (Notification.issued_at >= since)))


async def kinds_issued(memorandum: str) -> set[str]:
    """Return the kinds of the notifications about a memorandum (a slug)."""
    await _numbered()
    return set(await Notification.select(Notification.kind).where(Notification.memorandum == memorandum).output(as_list=True))


NUMBERED = AdvisoryLock.NUMBERS_OF_NOTIFICATIONS.place  # of the last steps in which notifications get their numbers


async def _numbered() -> None:
    """Issue what the transaction has announced so far, if there is anything: for operations that read notifications."""
    await take_last_steps(NUMBERED)


async def lock_numbers() -> None:
    """Let nobody else take the next number until the transaction ends (SQLite has one writer at a time)."""
    await hold(AdvisoryLock.NUMBERS_OF_NOTIFICATIONS)


async def years_of(memorandum: str = "") -> list[int]:
    """Return the years from the first to the last notification of a memorandum, of all without one, latest first (public)."""
    depends_on(notifications_about(memorandum) if memorandum else NOTIFICATIONS)
    first, last = [await _years(memorandum).order_by(Notification.year, ascending=ascending).first() for ascending in (True, False)]
    return list(range(last["year"], first["year"] - 1, -1)) if first and last else []


def _years(memorandum: str) -> Select[Notification]:
    query = Notification.select(Notification.year)
    return query.where(Notification.memorandum == memorandum) if memorandum else query


async def last_number(year: int) -> int:
    """Return the number of the last notification of a year, 0 before the first."""
    rows = await _last(year)
    return int(rows[0]["number"]) if rows else 0


@prepared
def _last(year: int) -> Select[Notification]:
    return Notification.select(Notification.number).where(Notification.year == year).order_by(Notification.number, ascending=False).limit(1)


async def last_id() -> int:
    """Return the id of the last notification, 0 before the first; ids rise in the order of issue."""
    row = await Notification.select(Notification.id).order_by(Notification.id, ascending=False).first()
    return int(row["id"]) if row else 0


async def not_mailed(subscription: Subscription, *, until: int, limit: int) -> Sequence[Notification]:
    """Return the notifications for a subscription after the last one mailed, up to the id `until`, oldest first."""
    fresh = (Notification.id > subscription.last) & (Notification.id <= until)
    query = Notification.objects().where(fresh).order_by(Notification.id).limit(limit)
    return await (query.where(Notification.memorandum == subscription.memorandum) if subscription.memorandum else query)


async def subscriptions_behind(rhythms: Sequence[Rhythm]) -> Sequence[int]:
    """Return the ids of confirmed subscriptions of some rhythms to which the last notification was not mailed yet."""
    wanted = Subscription.confirmed_at.is_not_null() & one_of(Subscription.rhythm, rhythms)
    behind = Subscription.last < await last_id()
    return await Subscription.select(Subscription.id).where(wanted & behind).order_by(Subscription.id).output(as_list=True)


async def anybody_subscribed() -> bool:
    """Whether any subscription is confirmed."""
    return bool(await _one_subscription())


@prepared
def _one_subscription() -> Select[Subscription]:
    return Subscription.select(Subscription.id).where(Subscription.confirmed_at.is_not_null()).limit(1)


async def subscription_by_hash(token_hash: str) -> Subscription | None:
    """Return the subscription whose token has this hash (for the holder of the token)."""
    return await one_row(Subscription, Subscription.token_hash == token_hash)


async def locked_subscription(subscription_id: int) -> Subscription | None:
    """Return a confirmed subscription and lock its row until the transaction ends."""
    query = Subscription.select(whole(Subscription)).where((Subscription.id == subscription_id) & Subscription.confirmed_at.is_not_null())
    row = await (query.lock_rows("UPDATE") if is_postgres() else query).first()
    return made_of(Subscription, row) if row else None
