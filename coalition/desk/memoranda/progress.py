"""How far the rules of a memorandum are met: by the numbers that everybody may know, and what the desk adds to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.effect import effect_of
from coalition.acts.standing_count_queries import public_counts
from coalition.desk.memoranda.workbench import numbers_reached
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda.queries import UNPUBLISHED
from coalition.memoranda.tables import EffectRule
from coalition.published.goals import Goal, goal_of
from coalition.published.rule_sentences import about_effect, about_publication

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


class RuleProgress(Struct, frozen=True):
    """The goals of a memorandum, each with a bar, and sentences about its rules."""

    goals: Sequence[Goal]
    sentences: Sequence[Message]


async def progress_of(memorandum: Memorandum, view: MemorandumView) -> RuleProgress:
    """Return how far a memorandum is on the way to taking effect and to publication (for those who work on it)."""
    effect = await effect_of(memorandum)
    forum = await forums.view_of(view.forum)
    goals = []
    if effect.progress is not None and effect.progress.needed:
        goals.append(goal_of(effect.rule, effect.progress.met, effect.progress.needed))
    if view.publish_at_least and view.publicity in UNPUBLISHED:
        goals.append(await _publication(view, view.publish_at_least))
    published = about_publication(view)
    sentences = [*about_effect(effect, forum.countries if forum else ()), *([published] if published else []), *await numbers_reached(view)]
    return RuleProgress(goals, [EffectRule.NONE.word, *sentences] if effect.rule is EffectRule.NONE else sentences)


async def _publication(view: MemorandumView, needed: int) -> Goal:
    met = min((await public_counts([view.id]))[view.id].parties, needed)
    sentence = Message.plural(
        "{met} of {n} signature that it needs to become public", "{met} of {n} signatures that it needs to become public", needed, met=met
    )
    return Goal(met, needed, sentence)
