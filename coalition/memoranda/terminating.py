"""Terminating a memorandum: it binds nobody any more and cannot be signed; its acts stay on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.tables import EffectState, Memorandum, Publicity, SigningState
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.rule_forms import TerminationForm


async def terminate(memorandum: Memorandum, form: TerminationForm) -> None:
    """Record the termination of a memorandum on a day, with a public reason; it need not have taken effect before.

    Raises:
        NotAuthenticated: the text was never fixed, so that there is nothing to terminate.
        AlreadyTerminated: the memorandum was terminated before.
        InvalidForm: the memorandum took effect after that day.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.TERMINATE, Situation(row))
        if row.in_effect_on and form.on < row.in_effect_on:
            raise InvalidForm({"on": Message("It took effect on {date}; it cannot end before that.", date=row.in_effect_on)})
        values: dict[str, Any] = {
            "effect_state": EffectState.TERMINATED.value,
            "signing_state": SigningState.ENDED.value,
            "terminated_on": form.on,
            "termination_reason": form.reason,
            "termination_language": form.language,
            "updated_at": clock.now(),
        }
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await trail.record(TrailAct.TERMINATED, memorandum=row.id)
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.TERMINATED, row.slug)
        await record_changes(row)
