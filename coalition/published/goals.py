"""Rules that ask for a number of signatures: how far they are met, as a number and as a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.memoranda.tables import EffectRule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Goal(Struct, frozen=True):
    """A rule that asks for a number: how many there are, how many it needs, and both as a sentence."""

    met: int
    needed: int
    sentence: Message


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


def goal_of(rule: EffectRule, met: int, needed: int) -> Goal:
    """Return how far a rule that asks for a number is met."""
    reached = min(met, needed)
    return Goal(reached, needed, _NEEDED[rule](reached, needed))
