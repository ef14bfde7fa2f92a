"""What becomes of amendments when the text is adopted or given up: open ones are without an object, and words go with their time.

Words are erased with those of the round; those that coordinators entered without a round, thirty days after the draft ended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.amendments import queries
from coalition.amendments.public_answers import withdraw_answers
from coalition.amendments.tables import Amendment, AmendmentState, Reply
from coalition.database import among, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.languages import Message
from coalition.memoranda.after_fixing import when_fixed
from coalition.memoranda.after_giving_up import when_given_up
from coalition.memoranda.edition_queries import edition_worked_on
from coalition.memoranda.obstacles import Obstacle, obstacles
from coalition.rounds.forgetting import is_worked_on, when_forgotten
from coalition.rounds.seat_links import AFTER_DEADLINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable

    from coalition.memoranda.obstacles import TextToAdopt
    from coalition.memoranda.tables import Edition
    from coalition.rounds.forgetting import Forgotten

_WORDS: Mapping[Column | str, Any] = {Amendment.text: "", Amendment.reason: "", Amendment.decided_text: ""}


@obstacles.at(55)
async def _open_amendments(about: TextToAdopt) -> Sequence[Obstacle]:
    """That amendments wait for a decision has to be seen: they are without an object afterwards."""
    number = await queries.number_open(about.memorandum.id)
    if not number:
        return []
    message = Message.plural("{n} amendment waits for a decision.", "{n} amendments wait for a decision.", number)
    return [Obstacle("open-amendments", message, address="desk.amendments.list", params={"state": AmendmentState.SUBMITTED.value})]


@when_fixed
async def _end_with_fixing(edition: Edition) -> None:
    await _end(edition.memorandum)


@when_given_up
async def _end(memorandum_id: int) -> None:
    """Leave the open amendments of a text on which nobody works any more without an object, as the open round ends with it."""
    values: dict[Column | str, Any] = {Amendment.state: AmendmentState.MOOT.value, Amendment.decided_at: clock.now()}
    these = (Amendment.memorandum == memorandum_id) & (Amendment.state == AmendmentState.SUBMITTED.value)
    await Amendment.update(values).where(these)
    await enqueue("forget_amendments", {"memorandum": memorandum_id}, run_at=clock.now() + AFTER_DEADLINE)


@handles("forget_amendments")
async def forget_amendments(payload: Mapping[str, Any]) -> None:
    """Erase the words of amendments that belong to no round, unless their edition is written: somebody took the draft up again."""
    async with transaction():
        memorandum = payload["memorandum"]
        these = (Amendment.memorandum == memorandum) & Amendment.round.is_null()
        number = (await edition_worked_on(memorandum)).number
        await _erase(these & (Amendment.edition != number) if await is_worked_on(memorandum, number) else these)


@when_forgotten
async def _forget(forgotten: Forgotten) -> None:
    """Erase what seats never handed in; with the words of a round or of an organisation, those of its amendments and replies.

    What was proposed, and what became of it, stays. An amendment without words that was open is withdrawn. Of an organisation whose words
    are erased, everybody reads nothing any more.
    """
    await Amendment.delete().where(among(Amendment.seat, forgotten.seats) & (Amendment.number == 0))
    if not forgotten.words:
        return
    of_organisation = (Amendment.memorandum == forgotten.memorandum) & (Amendment.organisation == forgotten.organisation)
    await _erase(Amendment.round == forgotten.round if forgotten.round else of_organisation)
    await Reply.update({Reply.text: ""}).where(among(Reply.seat, forgotten.seats))
    if forgotten.organisation:
        await withdraw_answers(forgotten.memorandum, [forgotten.organisation])


async def _erase(these: Combinable) -> None:
    values: dict[Column | str, Any] = {Amendment.state: AmendmentState.WITHDRAWN.value, Amendment.withdrawn_at: clock.now()}
    await Amendment.update(values).where(these & (Amendment.state == AmendmentState.SUBMITTED.value))
    await Reply.update({Reply.text: ""}).where(Reply.amendment.is_in(queries.ids_of(these)))
    await Amendment.update(dict(_WORDS)).where(these)
