"""The later jobs of an act: reminders and lapse of a signature ad referendum, and the opening of a sealed name.

The jobs themselves are in `signatures/confirming.py` and `signatures/disclosing.py`.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.acts.act_kinds import KINDS
from coalition.acts.disclosure_levels import LEVELS
from coalition.acts.tables import ActKind, Channel, Disclosure
from coalition.jobs.queue import enqueue

if TYPE_CHECKING:
    from datetime import date

    from coalition.acts.tables import Act
    from coalition.memoranda.tables import Memorandum


_REMINDERS = (14, 3)  # days before the last one


def last_day_to_confirm(memorandum: Memorandum, act: Act) -> date | None:
    """Return the last day on which a signature ad referendum can be confirmed, counted from its day of receipt; None without a deadline.

    An act of the past has no deadline. The time does not end before the day on which the act is recorded.
    """
    return deadline(memorandum.confirmation_days, Channel(act.channel), act.received, act.recorded_at.date())


def deadline(days: int, channel: Channel, received: date | None, recorded_on: date) -> date | None:
    """Return the last day for the confirmation of an act, as `last_day_to_confirm`."""
    if channel is Channel.HISTORICAL:
        return None
    return max((received or recorded_on) + timedelta(days=days), recorded_on)


async def enqueue_deadlines(memorandum: Memorandum, act: Act) -> None:
    """Enqueue the later jobs of an act, inside the caller's transaction."""
    kind = ActKind(act.kind)
    if kind is ActKind.AD_REFERENDUM:
        await enqueue_confirmation(memorandum, act)
    if LEVELS[Disclosure(act.disclosure)].opens_as and act.release_on and KINDS[kind].sets_level:
        await enqueue("open_seal", {"act": str(act.id)}, run_at=_midnight(act.release_on), dedupe_key=f"open_seal:{act.id}")


async def enqueue_confirmation(memorandum: Memorandum, act: Act) -> None:
    """Enqueue the reminders and the lapse of a signature ad referendum by its last day; jobs of another last day do nothing."""
    last_day = last_day_to_confirm(memorandum, act)
    if last_day is None:
        return
    payload = {"act": str(act.id), "by": last_day.isoformat()}
    for days in (*_REMINDERS, -1):
        day = last_day - timedelta(days=days)
        if day > clock.today():
            kind = "lapse_signature" if days < 0 else "remind_of_confirmation"
            await enqueue(kind, payload, run_at=_midnight(day), dedupe_key=f"{kind}:{act.id}:{last_day}:{days}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
