"""Choosing forums of the public list by words, the year in which they began, and a country concerned."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.forums.queries import concerning
from coalition.forums.tables import Forum
from coalition.search.match_marks import Words
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable


class ForumFilter(Struct, frozen=True):
    """Which forums are asked for; an empty value chooses all. `words` are of a title, a country concerned, or a place that is public."""

    words: Words = Words()
    year: int = 0
    country: str = ""

    def __bool__(self) -> bool:
        """Whether it leaves forums out."""
        return bool(self.words or self.year or self.country)

    @property
    def condition(self) -> Combinable | None:
        """The condition on forums; None if all of them fulfil it."""
        conditions: list[Combinable] = [matching(Kind.PUBLIC_FORUM, Forum.id, self.words.query)] if self.words else []
        if self.year:
            conditions.append((Forum.starts >= f"{self.year:04}") & (Forum.starts < f"{self.year + 1:04}"))
        if self.country:
            conditions.append(concerning(self.country))
        return reduce(and_, conditions) if conditions else None
