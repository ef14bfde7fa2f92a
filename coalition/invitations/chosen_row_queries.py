"""Rows of the chase list that were ticked, or that match its filters on all pages (for those who work on the memorandum)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.database import none_of, one_of
from coalition.invitations.chase_queries import Wanted, filtered
from coalition.invitations.last_answers import SILENT
from coalition.invitations.saved_answer_queries import saving_organisations
from coalition.invitations.tables import ChaseRow, Invitation
from coalition.search.queries import matching
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

MOST_TICKED = 200
MOST_NAMED = 300


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
    reminded = waiting & _has_contact(is_there=True) & ChaseRow.invitation.is_in(_reminded_today(memorandum_id))
    conditions = (these, waiting, waiting & _has_contact(is_there=False), reminded)
    return ChosenNumbers(*[int(await ChaseRow.count().where(condition)) for condition in conditions])


class ChosenNames(Struct, frozen=True):
    """The ids of chosen organisations, 300 of each at most: those reached, and those left out by the reason, as in `ChosenNumbers`."""

    reached: Sequence[int]
    answered: Sequence[int]
    without_contact: Sequence[int]
    reminded_today: Sequence[int]


async def names_of_rows(memorandum_id: int, chosen: Chosen, *, by_letter: bool, once_a_day: bool) -> ChosenNames:
    """Return the chosen organisations by what a measure does with them: one that sends letters needs a contact, some once a day at most."""
    these = _these(memorandum_id, chosen)
    waiting, answered = these & one_of(ChaseRow.state, SILENT), these & none_of(ChaseRow.state, SILENT)
    today = _reminded_today(memorandum_id)
    reached = waiting & _has_contact(is_there=True) if by_letter else waiting
    nobody: list[int] = []
    return ChosenNames(
        reached=await _first(reached & ChaseRow.invitation.not_in(today) if once_a_day else reached),
        answered=await _first(answered),
        without_contact=await _first(waiting & _has_contact(is_there=False)) if by_letter else nobody,
        reminded_today=await _first(reached & ChaseRow.invitation.is_in(today)) if once_a_day else nobody,
    )


async def number_with_saved_answers(memorandum_id: int, chosen: Chosen) -> int:
    """Count the chosen rows that a reminder reaches today and to which answers are saved: their letters bring no new link."""
    reached = _these(memorandum_id, chosen) & one_of(ChaseRow.state, SILENT) & _has_contact(is_there=True)
    reached &= ChaseRow.organisation.is_in(saving_organisations(memorandum_id)) & ChaseRow.invitation.not_in(_reminded_today(memorandum_id))
    return int(await ChaseRow.count().where(reached))


async def _first(these: Combinable) -> list[int]:
    return await ChaseRow.select(ChaseRow.organisation).where(these).order_by(ChaseRow.place).limit(MOST_NAMED).output(as_list=True)


async def next_waiting(memorandum_id: int, chosen: Chosen, after: int, limit: int, *, with_contact: bool) -> list[int]:
    """Return the ids of the next chosen organisations that have not answered, in the order of their ids; only of those that can get letters."""
    these = _these(memorandum_id, chosen) & one_of(ChaseRow.state, SILENT) & (ChaseRow.organisation > after)
    if with_contact:
        these &= _has_contact(is_there=True)
    return await ChaseRow.select(ChaseRow.organisation).where(these).order_by(ChaseRow.organisation).limit(limit).output(as_list=True)


def _reminded_today(memorandum_id: int) -> Select[Invitation]:
    return Invitation.select(Invitation.id).where((Invitation.memorandum == memorandum_id) & (Invitation.reminded_on == clock.today()))


def _these(memorandum_id: int, chosen: Chosen) -> Combinable:
    if chosen.slugs:
        return (ChaseRow.memorandum == memorandum_id) & one_of(ChaseRow.slug, chosen.slugs[:MOST_TICKED])
    these = filtered(memorandum_id, chosen.wanted)
    return these & matching(Kind.ORGANISATION, ChaseRow.organisation, chosen.wanted.q) if chosen.wanted.q else these


def _has_contact(*, is_there: bool) -> Combinable:
    return ChaseRow.has_contact == is_there
