"""Who may know of an act: its disclosure level with the description or the day that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.histories import NAMED
from coalition.acts.tables import Disclosure

if TYPE_CHECKING:
    from datetime import date

    from coalition.acts.histories import History


class Level(Struct, frozen=True):
    """Who may know of an act; `description` stands in place of the name, `release_on` is the day a seal opens."""

    disclosure: Disclosure
    description: str = ""
    release_on: date | None = None

    @property
    def named(self) -> bool:
        """Whether everybody may know the organisation at once."""
        return self.disclosure in NAMED


HIDDEN = Level(Disclosure.COUNTED)


def level_of(history: History) -> Level:
    """Return what an organisation allows now."""
    return Level(history.level, history.description, history.release_on)
