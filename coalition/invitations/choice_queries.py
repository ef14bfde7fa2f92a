"""Organisations that are chosen by a condition: which of them can be invited, and how many (for coordinators)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import clock
from coalition.forums import queries as forums
from coalition.forums.organisation_choice_queries import chosen_by
from coalition.forums.tables import ForumRole
from coalition.invitations.last_answers import Answer
from coalition.invitations.tables import ChaseRow
from coalition.memoranda.rules_in_force import signature_rule_on
from coalition.memoranda.tables import SignatureRule
from coalition.organisations.queries import Page, entries_of, not_named_by, numbers_left, page_by_name
from coalition.organisations.tables import Contact, Organisation
from coalition.search.queries import FEW

if TYPE_CHECKING:
    from piccolo.custom_types import Combinable

    from coalition.forums.organisation_choice_queries import Choice
    from coalition.memoranda.tables import Memorandum


class ChoiceNumbers(Struct, frozen=True):
    """How many organisations are chosen; were asked or answered before; may not sign by today's rule; can be invited; of these have no contact."""

    chosen: int
    answered: int
    may_not: int
    invited: int
    without_contact: int


async def page_of_choice(  # noqa: PLR0913 -- the choices of a list
    memorandum: Memorandum, choice: Choice, numbers: ChoiceNumbers, language: str, *, after: str = "", limit: int
) -> Page:
    """Return a page of the chosen organisations that can be invited, by name as readers of a language expect it."""
    if not numbers.invited:
        return Page([], "")
    order = partial(page_by_name, language=language, after=after, limit=limit, are_many=numbers.invited > FEW)
    return await order(visible=await can_be_invited(memorandum, choice))


async def numbers_of_choice(memorandum: Memorandum, choice: Choice) -> ChoiceNumbers:
    """Count the chosen organisations."""
    conditions = (_not_asked(memorandum), _may_sign(memorandum), _without_contact())
    chosen, new, invited, without_contact = await numbers_left(await chosen_by(choice), *conditions)
    return ChoiceNumbers(chosen, chosen - new, new - invited, invited, without_contact)


async def next_of_choice(memorandum: Memorandum, choice: Choice, after: int, limit: int) -> list[int]:
    """Return the next chosen organisations that can be invited, in the order of their ids."""
    these = await can_be_invited(memorandum, choice) & (Organisation.id > after)
    return await Organisation.select(Organisation.id).where(these).order_by(Organisation.id).limit(limit).output(as_list=True)


async def can_be_invited(memorandum: Memorandum, choice: Choice) -> Combinable:
    """Return the condition that an organisation is chosen, was not asked before, nor answered, and may sign by today's rule."""
    return await chosen_by(choice) & _not_asked(memorandum) & _may_sign(memorandum)


def _not_asked(memorandum: Memorandum) -> Combinable:
    asked = (ChaseRow.memorandum == memorandum.id) & (ChaseRow.state != Answer.REVOKED.value)
    return not_named_by(ChaseRow, ChaseRow.organisation, asked)


def _may_sign(memorandum: Memorandum) -> Combinable:
    if signature_rule_on(memorandum, clock.today()) is not SignatureRule.PARTICIPANTS:
        return Organisation.id.is_not_null()
    return entries_of(forums.taking_part(memorandum.forum or 0, but=ForumRole.OBSERVER))


def _without_contact() -> Combinable:
    return Organisation.id.not_in(Contact.select(Contact.organisation).where(Contact.organisation == Organisation.id))
