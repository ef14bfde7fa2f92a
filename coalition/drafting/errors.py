"""The rules of work on the provisions and languages of a draft that can be broken."""

from __future__ import annotations

from coalition.errors import CoalitionError
from coalition.memoranda.errors import ChangedMeanwhile


class ProvisionMissing(CoalitionError):
    """No language of the text has this provision."""


class TextChangedBelow(ChangedMeanwhile):
    """Somebody else saved this provision after it was loaded; `saved` is what it says now."""

    def __init__(self, saved: str) -> None:
        """Hold the saved text."""
        super().__init__()
        self.saved = saved


class NotOnIt(CoalitionError):
    """A person who does not work on a memorandum cannot translate or revise it; `role` is what they were chosen for."""

    def __init__(self, role: str) -> None:
        """Hold the role."""
        super().__init__(role)
        self.role = role
