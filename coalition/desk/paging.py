"""Long lists at the desk, a page at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGE = 50
_NUMBER = re.compile(r"[0-9]{1,6}")  # anything else in the address shows the first page
_ID = re.compile(r"[0-9]{1,9}")
_RowT = TypeVar("_RowT")


def number_after(after: str) -> int:
    """Return the id after which a page begins; 0 for the first page, and for anything in the address that is no number."""
    return int(after) if _ID.fullmatch(after) else 0


class Place(Struct, frozen=True):
    """Where a page begins in its list, and where the next page begins; 0 if there is none."""

    first: int
    following: int


def page_from(rows: Sequence[_RowT], start: str) -> tuple[Sequence[_RowT], Place]:
    """Return a page of the rows, from the number that the address names."""
    first = int(start) if _NUMBER.fullmatch(start) else 0
    following = first + PAGE
    return rows[first:following], Place(first, following if following < len(rows) else 0)
