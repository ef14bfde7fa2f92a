"""What a coordinator may declare although the public numbers do not meet a rule: entry into effect, and publication."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.effect import DECLARED
from coalition.database import transaction
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.opening import make_public
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.reasons import note_decision
from coalition.memoranda.tables import DecisionKind, EffectState, Memorandum, Publicity
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.memoranda.taking_forms import ReasonedForm


async def declare_effect(memorandum: Memorandum, form: ReasonedForm) -> None:
    """Declare that a memorandum is in effect from today on; its rule is one by number, which the public numbers may not meet.

    Raises:
        NotAuthenticated: the text was never fixed.
        AlreadyInEffect: it is in effect, or was terminated.
        NoNumberRule: its rule is not one by number.
        NotOpen: it was never open for signature.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        check(Action.DECLARE_EFFECT, Situation(row))
        values: dict[str, Any] = {
            "effect_state": EffectState.IN_EFFECT.value,
            "in_effect_on": clock.today(),
            "effect_declared": True,
            "updated_at": clock.now(),
        }
        await Memorandum.update(**values).where(Memorandum.id == row.id)
        await note_decision(row.id, DecisionKind.EFFECT_DECLARED, form.reason)
        await trail.record(TrailAct.EFFECT_DECLARED, memorandum=row.id)
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.TOOK_EFFECT, row.slug, detail=DECLARED)
        await record_changes(row)


async def publish_by_hand(memorandum: Memorandum, form: ReasonedForm) -> None:
    """Publish a memorandum that by its rule becomes public with a number of signatures, which the public numbers may not show.

    Raises:
        NotAuthenticated, AlreadyPublic, WithdrawnFromPublic: it cannot be published.
        NoNumberRule: it has no such rule.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        check(Action.PUBLISH_BY_HAND, Situation(row))
        await make_public(row)
        await note_decision(row.id, DecisionKind.PUBLISHED_BY_HAND, form.reason)
        await trail.record(TrailAct.PUBLISHED_BY_HAND, memorandum=row.id)
