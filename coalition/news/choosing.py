"""Choosing how often letters about what happened come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.news import queries
from coalition.news.schedule import schedule
from coalition.news.tables import NewsChoice, NewsRhythm
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.columns import Column

    from coalition.news.forms import NewsForm
    from coalition.people.tables import Coordinator


async def choose_rhythm(person: Coordinator, form: NewsForm) -> None:
    """Change how often letters come; whoever got none until now is told what happens from now on, and nothing that waited is lost."""
    async with transaction():
        choice = await queries.locked_choice(person)
        values: dict[Column | str, Any] = {NewsChoice.rhythm: form.rhythm.value}
        if choice.rhythm == NewsRhythm.NEVER:
            now = clock.now()
            values |= {NewsChoice.events_until: now, NewsChoice.last_notice: await queries.last_notice_before(now)}
        await NewsChoice.update(values).where(NewsChoice.id == choice.id)
        if form.rhythm is not NewsRhythm.NEVER:
            await schedule(form.rhythm, clock.now())
        await trail.record(TrailAct.ACCOUNT_CHANGED)
