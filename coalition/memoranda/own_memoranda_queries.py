"""The memoranda that a person works on: a page of them, those that a search and filters find, and those that close soon."""

from __future__ import annotations

from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, NamedTuple

from coalition.database import among
from coalition.memoranda.queries import MemorandumView, served_by, views_by_id
from coalition.memoranda.tables import Memorandum, MemorandumMember, SigningState, TextState
from coalition.search.queries import tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from piccolo.custom_types import Combinable


class OwnMemoranda(NamedTuple):
    """A page of the memoranda that a person works on, and the id after which the next page begins; 0 if there is none."""

    memoranda: list[MemorandumView]
    after: int


async def memoranda_of(  # noqa: PLR0913 -- the choices of a list
    coordinator_id: int,
    *,
    after: int = 0,
    limit: int = 50,
    filters: Combinable | None = None,
    oldest_first: bool = False,
    abandoned: bool | None = None,
) -> OwnMemoranda:
    """Return a page of the memoranda that a person works on, in the order in which they were begun, the newest or the oldest first.

    `abandoned`: only drafts that were abandoned, or only the others; None for both.
    """
    query = served_by(coordinator_id).order_by(MemorandumMember.memorandum, ascending=oldest_first)
    if after:
        query = query.where(MemorandumMember.memorandum > after if oldest_first else MemorandumMember.memorandum < after)
    if filters is not None or abandoned is not None:
        these = _with_state(abandoned=abandoned) if filters is None else filters & _with_state(abandoned=abandoned)
        query = query.where(MemorandumMember.memorandum.is_in(Memorandum.select(Memorandum.id).where(these)))
    ids = [row["memorandum"] for row in await query.limit(limit + 1)]
    views = {view.id: view for view in await views_by_id(ids[:limit])}
    return OwnMemoranda([views[number] for number in ids[:limit]], ids[limit - 1] if len(ids) > limit else 0)


def _with_state(*, abandoned: bool | None) -> Combinable:
    """Return the condition on the memorandum of each row that is read; a join would let PostgreSQL read all memoranda for each."""
    of_row: Combinable = Memorandum.id == MemorandumMember.memorandum
    if abandoned is None:
        return of_row
    state = TextState.ABANDONED.value
    return of_row & (Memorandum.text_state == state if abandoned else Memorandum.text_state != state)


async def has_abandoned(coordinator_id: int) -> bool:
    """Return whether a draft on which a person works was abandoned."""
    own = (MemorandumMember.coordinator == coordinator_id) & (MemorandumMember.memorandum == Memorandum.id)
    works_on_it = Memorandum.id.is_in(MemorandumMember.select(MemorandumMember.memorandum).where(own))
    return await Memorandum.exists().where((Memorandum.text_state == TextState.ABANDONED.value) & works_on_it)


async def memorandum_filters(text: str, chosen: Mapping[str, str]) -> Combinable | None:
    """Return the condition on memoranda of words in a title, symbol or address name, and of columns (for those who work on them)."""
    conditions: list[Combinable] = [getattr(Memorandum, name) == value for name, value in chosen.items()]
    if text:
        conditions.append(await tested(Kind.MEMORANDUM, Memorandum.id, text))
    return reduce(and_, conditions) if conditions else None


async def closing_soon(coordinator_id: int, first: date, last: date, *, limit: int) -> list[int]:
    """Return the ids of open memoranda that a person works on and whose last day for signature is between two days, the nearest first."""
    soon = (Memorandum.signing_state == SigningState.OPEN.value) & (Memorandum.closes_on >= first) & (Memorandum.closes_on <= last)
    query = Memorandum.select(Memorandum.id).where(soon & Memorandum.id.is_in(served_by(coordinator_id)))
    return await query.order_by(Memorandum.closes_on).limit(limit).output(as_list=True)


async def days_begun(memorandum_ids: Iterable[int]) -> dict[int, date]:
    """Return the days on which memoranda were begun, by id (for those who work on them)."""
    rows = await Memorandum.select(Memorandum.id, Memorandum.created_at).where(among(Memorandum.id, memorandum_ids))
    return {row["id"]: row["created_at"].date() for row in rows}
