"""The rules of work on the provisions and languages of a draft that can be broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.errors import CoalitionError
from coalition.memoranda.errors import MemorandumRule

if TYPE_CHECKING:
    from coalition.drafting.provision_texts import ProvisionText


class ProvisionChanged(MemorandumRule):
    """Somebody saved the provision after the person began; `saved` is what it says now."""

    def __init__(self, saved: ProvisionText) -> None:
        """Store what is saved."""
        super().__init__(saved.key)
        self.saved = saved


class ProvisionRemoved(MemorandumRule):
    """The provision was removed, or never had a text in this language."""


class SeveralProvisions(MemorandumRule):
    """The text would become several provisions, or a part of the one before it."""


class OtherNumber(MemorandumRule):
    """The text begins with another number than the provision has, or with none."""


class OthersChange(MemorandumRule):
    """Other provisions would be divided or numbered in another way."""


class NumberTwice(MemorandumRule):
    """Two provisions would have the same number."""


class NumbersUncertain(MemorandumRule):
    """It is not certain how the numbers around the provision go on; they would stay as they are."""


class CannotMove(MemorandumRule):
    """The provision cannot stand there: there is nothing before or after it, or it would stand below itself."""


class CannotJoin(MemorandumRule):
    """The provision cannot be joined with the next: there is none of its kind and level directly after it."""


class SavedAfter(MemorandumRule):
    """Somebody saved one of the texts after the change: it cannot be undone."""


class NothingBefore(MemorandumRule):
    """There was no text before the change that could be brought back."""


class NoSuchRevision(CoalitionError):
    """The text has no revision with this number, or no such change."""


class ProvisionMissing(CoalitionError):
    """No language of the text has this provision."""


class NotOnIt(CoalitionError):
    """A person who does not work on a memorandum cannot translate or revise it; `role` is what they were chosen for."""

    def __init__(self, role: str) -> None:
        """Hold the role."""
        super().__init__(role)
        self.role = role
