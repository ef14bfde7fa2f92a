"""What every import has in common: how many rows it takes, and what it does with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Progress = Callable[[int], Awaitable[None]]


MOST_ROWS = 10_000


class RowAction(Word):
    """What importing a row does."""

    NEW = "new", Message("new")
    UNCHANGED = "unchanged", Message("unchanged")
    CHANGED = "changed", Message("changed")


class Outcome(Struct):
    """What an import did."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: int = 0
