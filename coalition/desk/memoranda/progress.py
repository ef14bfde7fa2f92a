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
from coalition.published.rule_sentences import about_effect, about_publication

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.memoranda.tables import Memorandum


class Goal(Struct, frozen=True):
    """A rule that asks for a number: how many there are, how many it needs, and both as a sentence."""

    met: int
    needed: int
    sentence: Message


class RuleProgress(Struct, frozen=True):
    """The goals of a memorandum, each with a bar, and sentences about its rules."""

    goals: Sequence[Goal]
    sentences: Sequence[Message]


_NEEDED: Mapping[EffectRule, Callable[[int, int], Message]] = {
    EffectRule.NTH_SIGNATURE: lambda met, needed: Message.plural(
        "{met} of {n} signature that it needs to take effect", "{met} of {n} signatures that it needs to take effect", needed, met=met
    ),
    EffectRule.PER_COUNTRY: lambda met, needed: Message.plural(
        "{met} of {n} country whose signatures it needs to take effect",
        "{met} of {n} countries whose signatures it needs to take effect",
        needed,
        met=met,
    ),
    EffectRule.NAMED_PARTIES: lambda met, needed: Message.plural(
        "{met} of {n} organisation that has to sign for it to take effect",
        "{met} of {n} organisations that have to sign for it to take effect",
        needed,
        met=met,
    ),
}


async def progress_of(memorandum: Memorandum, view: MemorandumView) -> RuleProgress:
    """Return how far a memorandum is on the way to taking effect and to publication (for those who work on it)."""
    effect = await effect_of(memorandum)
    forum = await forums.view_of(view.forum)
    goals = []
    if effect.progress is not None and effect.progress.needed:
        met, needed = min(effect.progress.met, effect.progress.needed), effect.progress.needed
        goals.append(Goal(met, needed, _NEEDED[effect.rule](met, needed)))
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
