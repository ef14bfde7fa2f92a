"""When letters about what happened are written: those of the same minutes together, the others at 6:01 UTC, once a day or on Mondays."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.database import before_commit, transaction
from coalition.jobs.queue import SHARED_JOBS, enqueue
from coalition.jobs.worker import handles
from coalition.mail.letter_changes import when_bounced
from coalition.memoranda.happenings import when_happened
from coalition.news import queries
from coalition.news.tables import NewsRhythm
from coalition.notices.letter_schedule import SETTLING, end_of_period
from coalition.notices.tables import Rhythm
from coalition.reported_mistakes.after_reports import when_reported

if TYPE_CHECKING:
    from collections.abc import Mapping

INVITATION = "invitation:"
_A_MOMENT = timedelta(microseconds=1)


@when_happened
@when_reported
async def _schedule_after_event(_: int) -> None:
    """Enqueue the letters about something that happens now, as one of the last steps of the caller's transaction."""
    before_commit(partial(schedule, NewsRhythm.AT_ONCE, clock.now()), SHARED_JOBS + 1)


@when_bounced
async def _schedule_after_bounce(about: str) -> None:
    """Enqueue the letters about an invitation whose letter came back, inside the caller's transaction."""
    if about.startswith(INVITATION):
        await schedule(NewsRhythm.AT_ONCE, clock.now())


async def schedule(rhythm: NewsRhythm, moment: datetime) -> None:
    """Enqueue the letters of the period of a moment, each period once, inside the caller's transaction."""
    until = end_of_period(Rhythm(rhythm.value), moment).isoformat()
    run_at = datetime.fromisoformat(until) + SETTLING
    await enqueue("news", {"rhythm": rhythm.value, "until": until}, run_at=run_at, dedupe_key=f"news:{rhythm}:{until}")


@handles("news")
async def enqueue_letters(payload: Mapping[str, Any]) -> None:
    """Enqueue the letter of each person with a rhythm; the first job of an event also schedules those of the slower rhythms."""
    rhythm, until = NewsRhythm(payload["rhythm"]), payload["until"]
    recipients = await queries.people_with(rhythm)
    async with transaction():
        if rhythm is NewsRhythm.AT_ONCE:
            for slower in (NewsRhythm.DAILY, NewsRhythm.WEEKLY):
                await schedule(slower, datetime.fromisoformat(until) - _A_MOMENT)
        for coordinator_id in recipients:
            letter = {"coordinator": coordinator_id, "rhythm": rhythm.value}
            await enqueue("write_news", letter, dedupe_key=f"write_news:{coordinator_id}:{rhythm}:{until}")
