"""Reading reported mistakes: those of a memorandum for its coordinators, those of the register for every coordinator."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from piccolo.columns.combination import WhereRaw
from piccolo.query import OrderByRaw
from piccolo.querystring import QueryString

from coalition.database import is_postgres, made_of, one_row, whole
from coalition.memoranda.queries import served_by
from coalition.people.tokens import hash_of
from coalition.reported_mistakes.tables import ReportedMistake
from coalition.search.queries import tested
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from piccolo.custom_types import Combinable

# In lists that begin with what waits, and then with the newest; an index has the same text.
_WAITING = 4294967296  # from which the places of waiting reports begin
_PLACE = f"CASE WHEN answered_at IS NULL THEN {_WAITING} + id ELSE id END"
_NUMBER = re.compile(r"[0-9]{1,10}")  # anything else in the address shows the first page

# The orders of the list, by name: what its rows are sorted by, and whether that ascends.
ORDERS = {"": (_PLACE, False), "newest": ("id", False), "oldest": ("id", True)}


class MistakesPage(NamedTuple):
    """A page of reports, and where the next page begins; "" if there is none."""

    mistakes: Sequence[ReportedMistake]
    after: str


async def page_of_mistakes(  # noqa: PLR0913 -- the choices of a list
    coordinator_id: int, text: str = "", *, state: str = "", sort: str = "", after: str = "", limit: int
) -> MistakesPage:
    """Return a page of the reports that a coordinator may see: waiting ones, then answered ones, newest first, or in one of `ORDERS`.

    `text` matches a name of the organisation, `state` is waiting or answered, empty for both.
    """
    key, ascending = ORDERS[sort]
    query = ReportedMistake.select(whole(ReportedMistake), QueryString(f"{key} AS place")).where(_seen_by(coordinator_id))
    if text:
        query = query.where(await tested(Kind.ORGANISATION, ReportedMistake.organisation, text))
    if state:
        query = query.where(ReportedMistake.answered_at.is_null() if state == "waiting" else ReportedMistake.answered_at.is_not_null())
    if _NUMBER.fullmatch(after):
        query = query.where(WhereRaw(key + (" > {}" if ascending else " < {}"), int(after)))
    rows = await query.order_by(OrderByRaw(key), ascending=ascending).limit(limit + 1)
    places = [row.pop("place") for row in rows]
    return MistakesPage([made_of(ReportedMistake, row) for row in rows[:limit]], str(places[limit - 1]) if len(rows) > limit else "")


async def mistake_for(coordinator_id: int, number: int) -> ReportedMistake | None:
    """Return a report that a coordinator may see."""
    return await one_row(ReportedMistake, (ReportedMistake.id == number) & _seen_by(coordinator_id))


async def locked_mistake(coordinator_id: int, number: int) -> ReportedMistake | None:
    """Return the same as `mistake_for`, and lock the row until the transaction ends."""
    query = ReportedMistake.select(ReportedMistake.id).where(ReportedMistake.id == number)
    await (query.lock_rows("UPDATE") if is_postgres() else query)
    return await mistake_for(coordinator_id, number)


async def by_answer(token: str) -> ReportedMistake | None:
    """Return the report whose answer is read with a token (for whoever holds it)."""
    return await one_row(ReportedMistake, ReportedMistake.answer_hash == hash_of(token))


async def number_waiting(coordinator_id: int) -> int:
    """Return how many reports wait that a coordinator may see."""
    return int(await ReportedMistake.count().where(ReportedMistake.answered_at.is_null() & _seen_by(coordinator_id)))


async def waiting_on(memorandum_id: int, *, limit: int) -> Sequence[ReportedMistake]:
    """Return the newest reports about a memorandum that wait (for its coordinators)."""
    these = ReportedMistake.answered_at.is_null() & (ReportedMistake.memorandum == memorandum_id)
    return await ReportedMistake.objects().where(these).order_by(ReportedMistake.id, ascending=False).limit(limit)


async def ended_mistakes(*, reported_until: datetime, answered_until: datetime) -> list[int]:
    """Return the ids of reports that nobody answered, or that were answered, until some moments (for the job that deletes them)."""
    unanswered = ReportedMistake.answered_at.is_null() & (ReportedMistake.reported_at <= reported_until)
    over = unanswered | (ReportedMistake.answered_at <= answered_until)
    return await ReportedMistake.select(ReportedMistake.id).where(over).output(as_list=True)


def _seen_by(coordinator_id: int) -> Combinable:
    return ReportedMistake.memorandum.is_null() | ReportedMistake.memorandum.is_in(served_by(coordinator_id))
