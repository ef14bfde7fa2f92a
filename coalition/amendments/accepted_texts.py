"""What a provision says once an amendment is accepted: the same, in whatever order amendments are accepted.

All that were accepted before are put together with this one on the text that the newest of their authors read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.word_merging import merged

if TYPE_CHECKING:
    from collections.abc import Sequence


class Proposed(Struct, frozen=True):
    """A text proposed for a provision: the version of the wording that its author read, what it said there, and since when it is accepted."""

    version: int
    base: str
    text: str
    applied: int = 0


def text_with(candidate: Proposed, accepted: Sequence[Proposed], current: str, before: str) -> str | None:
    """Return what a provision says with another amendment; None if its words were changed meanwhile.

    `before` is what the provision said before the first of those that were accepted after the newest version any author read; `current`
    what it says now. Where somebody changed it by hand in between, that is merged as a whole.
    """
    newest = max([*accepted, candidate], key=lambda each: each.version)
    own = carried(candidate, newest)
    if own is None:
        return None
    others = [carried(each, newest) for each in later_than(newest.version, accepted)]
    known = [other for other in others if other is not None]
    if len(known) == len(others) and merged(newest.base, before, *known) == current:
        return merged(newest.base, before, *known, own)
    return merged(newest.base, current, own)


def later_than(version: int, accepted: Sequence[Proposed]) -> list[Proposed]:
    """Return those amendments that were accepted after a version of the wording."""
    return [each for each in accepted if each.applied > version]


def carried(proposed: Proposed, newest: Proposed) -> str | None:
    """Return a proposal as it is on the text that a later author read; None if its words were changed until then."""
    return proposed.text if proposed.base == newest.base else merged(proposed.base, newest.base, proposed.text)
