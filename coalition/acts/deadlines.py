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


def last_day_to_confirm(memorandum: Memorandum, act: Act) -> date:
    """Return the last day on which a signature ad referendum can be confirmed."""
    signed: date = act.recorded_at.date()
    return signed + timedelta(days=memorandum.confirmation_days)


async def enqueue_deadlines(memorandum: Memorandum, act: Act) -> None:
    """Enqueue the later jobs of an act, inside the caller's transaction."""
    kind = ActKind(act.kind)
    if kind is ActKind.AD_REFERENDUM and act.channel != Channel.HISTORICAL:
        await _enqueue_confirmation(memorandum, act)
    if LEVELS[Disclosure(act.disclosure)].opens_as and act.release_on and KINDS[kind].sets_level:
        await enqueue("open_seal", {"act": str(act.id)}, run_at=_midnight(act.release_on), dedupe_key=f"open_seal:{act.id}")


async def _enqueue_confirmation(memorandum: Memorandum, act: Act) -> None:
    last_day = last_day_to_confirm(memorandum, act)
    payload = {"act": str(act.id), "by": last_day.isoformat()}
    for days in (*_REMINDERS, -1):
        day = last_day - timedelta(days=days)
        if day > clock.today():
            kind = "lapse_signature" if days < 0 else "remind_of_confirmation"
            await enqueue(kind, payload, run_at=_midnight(day), dedupe_key=f"{kind}:{act.id}:{days}")


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
