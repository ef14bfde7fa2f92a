"""Letters with notifications: they contain only what is public at that moment; a subscriber gets each notification at most once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.announcements.reading import announcements
from coalition.database import transaction
from coalition.forums import queries as forums
from coalition.forums.tables import RiskProfile
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.queries import last_state
from coalition.mail.tables import LetterState
from coalition.mail.writing import write_letter
from coalition.notices import queries
from coalition.notices.subscribing import keep_token, link_to
from coalition.notices.tables import Rhythm, Subscription
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.announcements.reading import Announcement
    from coalition.memoranda.queries import MemorandumView


# How many notifications one job reads; the next job mails the rest.
MOST_READ = 1000


# How many notifications a letter lists; it gives only the number of the others.
MOST_LISTED = 50


class LetterPart(Struct, frozen=True):
    """The part of a letter about one memorandum; a `discreet` part has only numbers and days."""

    memorandum: MemorandumView
    announcements: Sequence[Announcement]
    discreet: bool


@handles("mail_notifications")
async def mail_notifications(payload: Mapping[str, Any]) -> None:
    """Queue a letter for each subscriber of a rhythm, and for those who subscribed to letters at once and missed one."""
    behind = await queries.subscriptions_behind([Rhythm(payload["rhythm"]), Rhythm.AT_ONCE])
    last = await queries.last_id()
    async with transaction():
        for subscription in behind:
            await enqueue("mail_subscription", {"subscription": subscription}, dedupe_key=f"mail_subscription:{subscription}:{last}")


@handles("mail_subscription")
async def mail_subscription(payload: Mapping[str, Any]) -> None:
    """Write one letter with everything new for a subscription; the letter and the last id mailed are saved in one transaction.

    Notifications that are not public any more are left out. A subscription whose last letter bounced is deleted.
    """
    async with transaction():
        row = await queries.locked_subscription(payload["subscription"])
        if row is None:
            return
        if await last_state(_about(row)) is LetterState.BOUNCED:
            await Subscription.delete().where(Subscription.id == row.id)
            return
        until = await queries.last_id()
        fresh = await queries.not_mailed(row, until=until, limit=MOST_READ)
        public = [announcement for announcement in await announcements(fresh) if announcement.is_public]
        if public:
            await _write(row, public)
        mailed = fresh[-1].id if len(fresh) == MOST_READ else until
        await Subscription.update({Subscription.last: mailed}).where(Subscription.id == row.id)
        if mailed < until:
            await enqueue("mail_subscription", {"subscription": row.id}, dedupe_key=f"mail_subscription:{row.id}:{until}:{mailed}")


def _about(row: Subscription) -> str:
    return f"subscription:{row.id}"


async def _write(row: Subscription, public: Sequence[Announcement]) -> None:
    token = await keep_token(row)
    await write_letter(
        "notifications",
        address=row.email,
        language=row.language,
        answering=None,
        about=_about(row),
        unsubscribe=link_to("public.subscription_removal.create", row.language, token),
        discreet=False,
        first=public[0],
        last=public[-1],
        parts=await _parts(public[:MOST_LISTED]),
        count=len(public),
        more=max(len(public) - MOST_LISTED, 0),
        everything=not row.memorandum,
        base_url=load().base_url,
        link=link_to("public.subscription_link.show", row.language, token),
    )


async def _parts(listed: Sequence[Announcement]) -> list[LetterPart]:
    """Return the announcements by memorandum; the part is discreet if the forum of the memorandum is not an open one."""
    views = {announcement.memorandum.slug: announcement.memorandum for announcement in listed if announcement.memorandum}
    forum_views = await forums.views_of(view.forum for view in views.values() if view.forum)
    return [
        LetterPart(
            memorandum=view,
            announcements=[announcement for announcement in listed if announcement.notification.memorandum == slug],
            discreet=view.forum is not None and forum_views[view.forum].risk_profile != RiskProfile.OPEN,
        )
        for slug, view in views.items()
    ]
