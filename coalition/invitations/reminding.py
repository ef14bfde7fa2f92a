"""Reminding organisations that have not answered, each at most once a day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.acts.errors import WindowClosed
from coalition.database import transaction
from coalition.invitations import queries
from coalition.invitations.addressees import addressees_of
from coalition.invitations.chase_queries import counts_on
from coalition.invitations.letters import subject_of
from coalition.invitations.silent_letters import write_to_silent
from coalition.invitations.tables import Invitation
from coalition.jobs.long_work import STEP, Stepped, begin, go_on_now, step_of
from coalition.memoranda import queries as memoranda
from coalition.memoranda.actions import Action, Situation, is_possible
from coalition.organisations import queries as organisations
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from piccolo.columns import Column

    from coalition.memoranda.tables import Memorandum


async def remind(memorandum: Memorandum, slugs: Sequence[str] | None = None, words: Mapping[str, str] | None = None) -> list[str]:
    """Remind organisations that have not answered, each at most once a day; return the slugs of those that were reminded at once.

    `slugs` limits the organisations; None means all. An organisation is left out if it answered, if no recipient of its invitation is on
    record any more, or if the invitation was revoked. A new link replaces the earlier one, unless answers are saved with that. Jobs remind
    the others if there are many. `words` are the coordinator's own, by language: those of letters written later too.

    Raises:
        WindowClosed: the memorandum is open neither for signature nor for accession.

    """
    async with transaction():
        row = await memoranda.locked(memorandum.id)
        if not is_possible(Action.REMIND, Situation(row)):
            raise WindowClosed
        only = None if slugs is None else sorted((await organisations.ids_by_slug(slugs)).values())
        total = (await counts_on(row.id)).due if only is None else len(only)
        begun = await begin(_remind_some, row.id, {"memorandum": row.id, "only": only, "words": dict(words or {})}, total=total)
    reminded = await go_on_now(begun)
    named = await organisations.views_by_id(reminded)
    return [named[party].slug for party in reminded]


@step_of("remind")
async def _remind_some(task: Mapping[str, Any], place: int) -> Stepped:
    """Remind the next organisations in the order of their ids; nobody any more once the window is closed."""
    row = await memoranda.locked(task["memorandum"])
    if not is_possible(Action.REMIND, Situation(row)):
        return Stepped([], place, more=False)
    waiting = await queries.without_answer(row.id, task["only"], reminded_before=clock.today(), after=place, limit=STEP)
    done = await remind_waiting(row, waiting, task.get("words"))
    return Stepped(done, waiting[-1].organisation if waiting else place, more=len(waiting) == STEP)


async def remind_waiting(row: Memorandum, waiting: Sequence[Invitation], words: Mapping[str, str] | None = None) -> list[int]:
    """Mail reminders about some open invitations inside the caller's transaction; return the organisations that have a recipient."""
    subject, reached = await subject_of(row), await addressees_of(waiting)
    await write_to_silent("reminder", row, reached, subject, words)
    for invitation, _ in reached:
        values: dict[Column | str, Any] = {Invitation.reminded_on: clock.today(), Invitation.reminders: invitation.reminders + 1}
        await Invitation.update(values).where(Invitation.id == invitation.id)
        await trail.record(TrailAct.REMINDED, f"organisation:{invitation.organisation}", row.id)
    return [invitation.organisation for invitation, _ in reached]
