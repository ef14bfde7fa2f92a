"""Writing the summary that stands above a text: at any time, because nobody signs it; every change is in the trail."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import put, transaction
from coalition.memoranda import queries
from coalition.memoranda.public_changes import less_is_shown
from coalition.memoranda.summary_queries import summaries_of
from coalition.memoranda.tables import Summary
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column

    from coalition.memoranda.forms import SummaryForm
    from coalition.memoranda.tables import Memorandum


async def save_summary(memorandum: Memorandum, language: str, form: SummaryForm) -> None:
    """Write, change or, with an empty form, remove the summary in one language; the same words change nothing."""
    async with transaction():
        row = await queries.locked(memorandum.id)
        before = (await summaries_of(row.id)).get(language, "")
        if form.summary == before:
            return
        await _write(row.id, language, before, form.summary)
        await trail.record(TrailAct.SUMMARY_SAVED if form.summary else TrailAct.SUMMARY_REMOVED, f"language:{language}", row.id)
        await less_is_shown(row)


async def _write(memorandum_id: int, language: str, before: str, text: str) -> None:
    this = (Summary.memorandum == memorandum_id) & (Summary.language == language)
    if not text:
        await Summary.delete().where(this)
    elif before:
        values: dict[Column | str, Any] = {Summary.text: text, Summary.saved_at: clock.now()}
        await Summary.update(values).where(this)
    else:
        await put(Summary, memorandum=memorandum_id, language=language, text=text, saved_at=clock.now())


def summary_for(summaries: Mapping[str, str], language: str) -> tuple[str, str] | None:
    """Return (language, summary) for a reader: in their language, else in English, else the first; None if there is none."""
    code = next((code for code in (language, "en", *summaries) if code in summaries), None)
    return (code, summaries[code]) if code else None
