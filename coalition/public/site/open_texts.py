"""The texts of the front page that can be signed: how long still, how many have signed, and how many signatures they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.memoranda.tables import EffectRule, EffectState, MemorandumKind
from coalition.public.memoranda.count_sentences import signed
from coalition.public.memoranda.standing_sentences import Standing, standing
from coalition.published.goals import Goal, goal_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from coalition.acts.status import Counts
    from coalition.memoranda.queries import MemorandumView


class OpenText(Struct, frozen=True):
    """A memorandum that can be signed; `left` says how long, `goal` how many signatures it needs to take effect (None if no number does)."""

    view: MemorandumView
    kind: MemorandumKind
    standing: Standing
    left: Message | None
    signed: Sequence[Message]
    goal: Goal | None


def open_texts(views: Sequence[MemorandumView], counts: Mapping[int, Counts], today: date) -> list[OpenText]:
    """Return the cards of memoranda; `counts` are the public numbers by id."""
    return [
        OpenText(
            view, MemorandumKind(view.kind), standing(view, today), _left(view, today), signed(counts[view.id], awaited=True), _goal(view, counts)
        )
        for view in views
    ]


def _left(view: MemorandumView, today: date) -> Message | None:
    """Say how many days are left, the last one included; nothing without a last day, before the first, and after the last."""
    if not view.closes_on or view.closes_on < today or (view.opens_on and view.opens_on > today):
        return None
    days = (view.closes_on - today).days
    return Message.plural("{n} day left", "{n} days left", days) if days else Message("today is the last day")


def _goal(view: MemorandumView, counts: Mapping[int, Counts]) -> Goal | None:
    if view.effect_rule != EffectRule.NTH_SIGNATURE or view.effect_state != EffectState.NONE or not view.effect_number:
        return None
    return goal_of(EffectRule.NTH_SIGNATURE, counts[view.id].parties, view.effect_number)
