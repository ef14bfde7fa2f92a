"""Rows of the chase list that were ticked, or that match its filters on all pages (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.database import one_of
from coalition.invitations.chase_queries import Wanted, filtered
from coalition.invitations.last_answers import SILENT
from coalition.invitations.tables import ChaseRow, Invitation
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

MOST_TICKED = 200


class Chosen(Struct, frozen=True):
    """Rows of a chase list: those with some slugs, 200 at most, or, without slugs, all that match filters and words."""

    slugs: tuple[str, ...] = ()
    wanted: Wanted = Wanted()


class ChosenNumbers(Struct, frozen=True):
    """How many rows are chosen; wait for an answer; of these, have no contact; of those that have one, were reminded today."""

    chosen: int
    waiting: int
    without_contact: int
    reminded_today: int


async def numbers_of_rows(memorandum_id: int, chosen: Chosen) -> ChosenNumbers:
    """Count the chosen rows."""
    these = _these(memorandum_id, chosen)
    waiting = these & one_of(ChaseRow.state, SILENT)
    today = Invitation.select(Invitation.id).where((Invitation.memorandum == memorandum_id) & (Invitation.reminded_on == clock.today()))
    conditions = (these, waiting, waiting & _has_contact(is_there=False), waiting & _has_contact(is_there=True) & ChaseRow.invitation.is_in(today))
    return ChosenNumbers(*[int(await ChaseRow.count().where(condition)) for condition in conditions])


async def next_waiting(memorandum_id: int, chosen: Chosen, after: int, limit: int, *, with_contact: bool) -> list[int]:
    """Return the ids of the next chosen organisations that have not answered, in the order of their ids; only of those that can get letters."""
    these = _these(memorandum_id, chosen) & one_of(ChaseRow.state, SILENT) & (ChaseRow.organisation > after)
    if with_contact:
        these &= _has_contact(is_there=True)
    return await ChaseRow.select(ChaseRow.organisation).where(these).order_by(ChaseRow.organisation).limit(limit).output(as_list=True)


def _these(memorandum_id: int, chosen: Chosen) -> Combinable:
    if chosen.slugs:
        return (ChaseRow.memorandum == memorandum_id) & one_of(ChaseRow.slug, chosen.slugs[:MOST_TICKED])
    these = filtered(memorandum_id, chosen.wanted)
    return these & matching(Kind.ORGANISATION, ChaseRow.organisation, chosen.wanted.q) if chosen.wanted.q else these


def _has_contact(*, is_there: bool) -> Combinable:
    return ChaseRow.has_contact == is_there
