"""Taking over a memorandum, and showing one to the public again, with two coordinators: what is checked, carried out and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.approvals.errors import CannotBeDone
from coalition.languages import Message
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.membership import take_over
from coalition.memoranda.queries import by_id, coordinators_of, view
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.memoranda.withdrawing_from_public import return_to_public
from coalition.people import queries as people

if TYPE_CHECKING:
    from coalition.approvals.facts import Facts, Values
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator


async def memorandum_asked_about(about: str) -> Memorandum:
    """Return the memorandum that a request is about.

    Raises:
        CannotBeDone: it was deleted.

    """
    row = await by_id(int(about.partition(":")[2]))
    if row is None:
        raise CannotBeDone
    return row


async def take_over_memorandum(about: str, values: Values, _: Coordinator) -> None:
    """Let whoever asked take the memorandum over."""
    await nobody_coordinates(about, values)
    account = await people.active(int(values["account"]))
    if account is None:
        raise CannotBeDone
    await take_over(await memorandum_asked_about(about), account)


async def nobody_coordinates(about: str, _: Values) -> None:
    """Refuse a memorandum that somebody coordinates."""
    if await coordinators_of((await memorandum_asked_about(about)).id):
        raise CannotBeDone


async def memorandum_facts(about: str, _: Values, language: str) -> Facts:
    """Name the memorandum."""
    return [(Message("Memorandum"), (await view(await memorandum_asked_about(about))).title(language)[1])]


async def return_memorandum(about: str, values: Values, _: Coordinator) -> None:
    """Show the memorandum to the public again."""
    await return_to_public(await memorandum_asked_about(about), ReasonedForm(reason=values["reason"]), int(values["account"]))


async def is_withdrawn(about: str, _: Values) -> None:
    """Refuse a memorandum that was not withdrawn from the public."""
    check(Action.RETURN, Situation(await memorandum_asked_about(about)))


async def return_facts(about: str, values: Values, language: str) -> Facts:
    """Name the memorandum, and say why the public is to see it again."""
    return [*await memorandum_facts(about, values, language), (Message("Reason"), values.get("reason", ""))]
