"""What waits beside each provision: comments, open amendments, and how many of those collide."""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments import queries
from coalition.amendments.collisions import Family, collisions
from coalition.amendments.comment_queries import number_of_comments
from coalition.amendments.views import texts_read_by

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from coalition.amendments.readers import Reader


class Waiting(Struct, frozen=True):
    """How much waits beside a provision, as far as its reader may read it; `collisions` counts the open amendments that collide."""

    comments: int = 0
    amendments: int = 0
    collisions: int = 0


async def waiting_beside(reader: Reader, provisions: Collection[str]) -> Mapping[str, Waiting]:
    """Return by provision what waits there, for some provisions ("" for the whole text and for those at the end); nothing where nothing does."""
    comments = await number_of_comments(reader, provisions)
    about = await queries.open_by_provision(reader, provisions)
    amendments = Counter(provision for _, provision in about)
    colliding: Collection[int] = ()
    if about:
        family = Family.of(await texts_read_by(reader))
        colliding = await asyncio.to_thread(collisions, await queries.open_about(reader, family.concerned(provisions)), family)
    collide = Counter(provision for number, provision in about if number in colliding)
    return {key: Waiting(comments.get(key, 0), amendments[key], collide[key]) for key in provisions if comments.get(key) or amendments[key]}
