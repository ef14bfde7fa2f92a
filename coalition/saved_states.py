"""What was saved of a record when somebody read it, as a digest that goes along until they save: nobody overwrites what another saved meanwhile."""

from __future__ import annotations

import hashlib
import json

from coalition.errors import CoalitionError

_LENGTH = 32


class SavedMeanwhile(CoalitionError):
    """The record is not the one that was read."""


class RemovedMeanwhile(CoalitionError):
    """The record was removed after it was read."""


def base_of(*values: object) -> str:
    """Return the digest of what can be changed of a record."""
    return hashlib.sha256(json.dumps(values, default=str).encode()).hexdigest()[:_LENGTH]


def check_base(base: str | None, saved: str) -> None:
    """Refuse a change of what is not what the person read; called where nobody else can change it before the transaction ends.

    Without a base, the last to save wins.

    Raises:
        SavedMeanwhile: the record is another.

    """
    if base and base != saved:
        raise SavedMeanwhile
