"""What a provision says once an amendment is accepted: the same, in whatever order amendments are accepted.

All that were accepted are put together with this one at once, on what the provision said before the first of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.word_merging import merged

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence


class Proposed(Struct, frozen=True):
    """A text proposed for a provision: what that said where its author read it, and the version of the wording that its acceptance made."""

    base: str
    text: str
    applied: int = 0


async def text_with(candidate: Proposed, accepted: Sequence[Proposed], current: str, before: Callable[[int], Awaitable[str]]) -> str | None:
    """Return what a provision says with another amendment; None if its words were changed meanwhile.

    `accepted` were accepted after every open author read the text; `current` is what the provision says now, `before` returns what it
    said before a version of the wording. Where somebody changed it by hand in between, only what was accepted after that is put together.
    """
    later = sorted(accepted, key=lambda each: each.applied)
    for first, earliest in enumerate(later):
        start = await before(earliest.applied)
        others = [carried(each, start) for each in later[first:]]
        known = [other for other in others if other is not None]
        if len(known) == len(others) and merged(start, *known) == current:
            own = carried(candidate, start)
            return None if own is None else merged(start, *known, own)
    return carried(candidate, current)


def carried(proposed: Proposed, start: str) -> str | None:
    """Return a proposal as it is on another text than its author read; None if its words were changed there."""
    return merged(proposed.base, start, proposed.text)
