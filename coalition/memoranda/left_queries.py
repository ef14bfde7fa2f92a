"""Reads of the memoranda that nobody who can sign in coordinates any more; any coordinator may take one over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_row
from coalition.memoranda.queries import views_by_id
from coalition.memoranda.tables import Memorandum, MemorandumMember
from coalition.people.tables import Coordinator, Role

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    from coalition.memoranda.queries import MemorandumView


async def without_coordinator(limit: int) -> list[MemorandumView]:
    """Return some of them, newest first."""
    query = Memorandum.select(Memorandum.id).where(_left()).order_by(Memorandum.id, ascending=False).limit(limit)
    ids = await query.output(as_list=True)
    return await views_by_id(ids) if ids else []


async def number_without_coordinator() -> int:
    """Return how many they are."""
    return int(await Memorandum.count().where(_left()))


async def left_by_slug(slug: str) -> Memorandum | None:
    """Return one of them."""
    return await one_row(Memorandum, (Memorandum.slug == slug) & _left())


def _left() -> Combinable:
    active = Coordinator.select(Coordinator.id).where(Coordinator.disabled_at.is_null() & (Coordinator.role == Role.COORDINATOR.value))
    served = MemorandumMember.select(MemorandumMember.memorandum).where(MemorandumMember.coordinator.is_in(active))
    return Memorandum.id.not_in(served)
