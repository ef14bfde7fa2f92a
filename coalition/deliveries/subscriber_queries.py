"""Reading who wants letters about a timeline, and what these tell (for the letters, and for the holder of a private link)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import made_of, one_of, one_row, prepared, whole
from coalition.deliveries.tables import EntryState, TimelineEntry, TimelineSubscriber
from coalition.mail.tables import Letter, LetterState
from coalition.notices.tables import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from piccolo.query import Objects


async def subscriber_by_hash(token_hash: str) -> TimelineSubscriber | None:
    """Return the subscriber of a link."""
    return await one_row(TimelineSubscriber, TimelineSubscriber.token_hash == token_hash)


async def subscriber_of(memorandum_id: int, contact_id: int) -> TimelineSubscriber | None:
    """Return the row of a contact that gets letters about a timeline."""
    return await one_row(TimelineSubscriber, (TimelineSubscriber.memorandum == memorandum_id) & (TimelineSubscriber.contact == contact_id))


async def subscribers_behind(memorandum_id: int, moment: datetime, limit: int) -> list[TimelineSubscriber]:
    """Return the next subscribers to whom no letter was written about what is due until a moment."""
    behind = (TimelineSubscriber.memorandum == memorandum_id) & (TimelineSubscriber.written_until < moment)
    query = TimelineSubscriber.select(whole(TimelineSubscriber)).where(behind).order_by(TimelineSubscriber.id).limit(limit)
    return [made_of(TimelineSubscriber, row) for row in await query]


async def with_waiting_letter(memorandum_id: int) -> list[TimelineSubscriber]:
    """Return the subscribers whose last letter has not left."""
    subscribers: list[TimelineSubscriber] = await _with_waiting_letter(memorandum_id)
    return subscribers


@prepared
def _with_waiting_letter(memorandum_id: int) -> Objects[TimelineSubscriber]:
    waiting = Letter.select(Letter.id).where(Letter.state == LetterState.WAITING.value)
    return TimelineSubscriber.objects().where((TimelineSubscriber.memorandum == memorandum_id) & TimelineSubscriber.letter.is_in(waiting))


async def last_due(memorandum_id: int, now: datetime) -> datetime | None:
    """Return the latest moment that is past and from which letters tell of an entry."""
    past = (TimelineEntry.memorandum == memorandum_id) & (TimelineEntry.letters_at <= now)
    row = await TimelineEntry.select(TimelineEntry.letters_at).where(past).order_by(TimelineEntry.letters_at, ascending=False).first()
    last: datetime | None = row["letters_at"] if row else None
    return last


async def entries_due(memorandum_id: int, after: datetime, until: datetime, limit: int) -> list[TimelineEntry]:
    """Return the public entries of which letters tell from a moment after one and not after another, the newest first."""
    public = (TimelineEntry.memorandum == memorandum_id) & (TimelineEntry.state == EntryState.PUBLIC.value)
    due = public & (TimelineEntry.letters_at > after) & (TimelineEntry.letters_at <= until)
    query = TimelineEntry.select(whole(TimelineEntry)).where(due)
    rows = await query.order_by(TimelineEntry.day, ascending=False).order_by(TimelineEntry.id, ascending=False).limit(limit)
    return [made_of(TimelineEntry, row) for row in rows]


async def notified_of(slug: str, addresses: Iterable[str]) -> set[str]:
    """Return those of a few addresses, in small letters, that get the notifications of a memorandum by mail, as of this text or of all."""
    written = {form for address in addresses for form in (address, address.lower())}
    these = one_of(Subscription.email, written) & one_of(Subscription.memorandum, ["", slug]) & Subscription.confirmed_at.is_not_null()
    return {row["email"].lower() for row in await Subscription.select(Subscription.email).where(these)}
