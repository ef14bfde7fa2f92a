"""Letters of notifications: made from what everybody may know when they are written, each notification at most once to each reader."""

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


MOST_READ = 1000


MOST_LISTED = 50


class Told(Struct, frozen=True):
    """What a letter tells of one memorandum; of a discreet one it gives numbers and days only."""

    memorandum: MemorandumView
    announcements: Sequence[Announcement]
    discreet: bool


@handles("mail_notifications")
async def mail_notifications(payload: Mapping[str, Any]) -> None:
    """Have a letter written to everybody of a rhythm; who is to hear at once and did not, hears too."""
    behind = await queries.subscriptions_behind([Rhythm(payload["rhythm"]), Rhythm.AT_ONCE])
    last = await queries.last_id()
    async with transaction():
        for one in behind:
            await enqueue("mail_subscription", {"subscription": one}, dedupe_key=f"mail_subscription:{one}:{last}")


@handles("mail_subscription")
async def mail_subscription(payload: Mapping[str, Any]) -> None:
    """Write one letter with all that is new for a subscription; the letter and the note of how far it tells are one transaction.

    What is not public any more is left out. An address that refused its last letter for good is forgotten.
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
        told = [one for one in await announcements(fresh) if one.told]
        if told:
            await _write(row, told)
        come_to = fresh[-1].id if len(fresh) == MOST_READ else until
        await Subscription.update({Subscription.last: come_to}).where(Subscription.id == row.id)
        if come_to < until:
            await enqueue("mail_subscription", {"subscription": row.id}, dedupe_key=f"mail_subscription:{row.id}:{until}:{come_to}")


def _about(row: Subscription) -> str:
    return f"subscription:{row.id}"


async def _write(row: Subscription, told: Sequence[Announcement]) -> None:
    token = await keep_token(row)
    await write_letter(
        "notifications",
        address=row.email,
        language=row.language,
        about=_about(row),
        unsubscribe=link_to("public.subscription_removal.create", row.language, token),
        first=told[0],
        last=told[-1],
        groups=await _by_memorandum(told[:MOST_LISTED]),
        count=len(told),
        more=max(len(told) - MOST_LISTED, 0),
        everything=not row.memorandum,
        base_url=load().base_url,
        link=link_to("public.subscription_link.show", row.language, token),
    )


async def _by_memorandum(told: Sequence[Announcement]) -> list[Told]:
    views = {one.memorandum.slug: one.memorandum for one in told if one.memorandum}
    held = await forums.views_of(view.forum for view in views.values() if view.forum)
    return [
        Told(
            memorandum=view,
            announcements=[one for one in told if one.notification.memorandum == slug],
            discreet=view.forum is not None and held[view.forum].risk_profile != RiskProfile.OPEN,
        )
        for slug, view in views.items()
    ]
