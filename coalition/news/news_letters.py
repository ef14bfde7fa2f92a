"""Writing the letter of a person: what it tells and where the next begins are one transaction, so nothing is told twice or missed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.acts.letter_times import leaves_when
from coalition.database import transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.writing import write_letter
from coalition.news import queries
from coalition.news.reports import report_for
from coalition.news.tables import NewsChoice, NewsRhythm
from coalition.notices.letter_schedule import SETTLING
from coalition.people import queries as people
from coalition.people.tables import Role
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.news.reports import Report
    from coalition.people.tables import Coordinator

# Letters at once leave at most once in this time.
LEAST_PAUSE = timedelta(minutes=10)


@handles("write_news")
async def write_news(payload: Mapping[str, Any]) -> None:
    """Write one letter with everything new for a person; the letter and how far it came are saved in one transaction.

    Whoever is disabled, works on no memorandum any more or chose another rhythm meanwhile gets none. A letter at once that tells
    anything private is written at a random moment of the next half hour (decision 26): `anytime` says that this is that moment.
    """
    async with transaction():
        person = await people.active(payload["coordinator"])
        if person is None:
            return
        choice = await queries.locked_choice(person)
        if choice.rhythm != payload["rhythm"] or await _has_to_wait(choice, payload):
            return
        report = await report_for(person, choice, clock.now() - SETTLING)
        if choice.rhythm == NewsRhythm.AT_ONCE and not report.is_public and not payload.get("anytime"):
            await write_later(choice)
            return
        letter = None if report.is_empty else await _write(person, report)
        await _note(choice, report, letter)
        if report.more:
            await enqueue("write_news", {**payload, "anytime": True}, dedupe_key=f"write_news:{person.id}:{report.events_until.isoformat()}")


async def _has_to_wait(choice: NewsChoice, payload: Mapping[str, Any]) -> bool:
    """Whether the last letter is too fresh; then the letter is written later."""
    if choice.rhythm != NewsRhythm.AT_ONCE or choice.written_at is None or clock.now() >= choice.written_at + LEAST_PAUSE:
        return False
    key = f"write_news:{choice.coordinator}:after:{choice.written_at.isoformat()}"
    await enqueue("write_news", dict(payload), run_at=choice.written_at + LEAST_PAUSE, dedupe_key=key)
    return True


async def write_later(choice: NewsChoice) -> None:
    """Let the letter of a person be written at a random moment of the next half hour, inside the caller's transaction."""
    letter = {"coordinator": choice.coordinator, "rhythm": choice.rhythm, "anytime": True}
    await enqueue("write_news", letter, run_at=leaves_when(named=False), dedupe_key=f"write_news:{choice.coordinator}:{choice.rhythm}:anytime")


async def _write(person: Coordinator, report: Report) -> int:
    return await write_letter(
        "news",
        address=person.email,
        language=person.language,
        answering=None,
        discreet=False,
        about=f"news:{person.id}",
        name=person.name,
        parts=report.parts,
        register=report.register,
        is_coordinator=person.role == Role.COORDINATOR,
        base_url=load().base_url,
    )


async def _note(choice: NewsChoice, report: Report, letter: int | None) -> None:
    values: dict[Column | str, Any] = {NewsChoice.events_until: report.events_until, NewsChoice.last_notice: report.last_notice}
    if letter is not None:
        values |= {
            NewsChoice.letter: letter,
            NewsChoice.written_at: clock.now(),
            NewsChoice.earlier_until: choice.events_until,
            NewsChoice.earlier_notice: choice.last_notice,
        }
    await NewsChoice.update(values).where(NewsChoice.id == choice.id)
