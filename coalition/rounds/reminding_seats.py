"""Reminding the seats of a round that are silent, each at most once a day; nobody who answered is reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import transaction
from coalition.invitations.forms import words_by_language
from coalition.jobs.long_work import go_on_now
from coalition.organisations import queries as organisations
from coalition.rounds.closing_rounds import open_now
from coalition.rounds.round_letters import REMINDER, begin_letters

if TYPE_CHECKING:
    from coalition.rounds.forms import RoundReminderForm


async def remind_silent(round_id: int, form: RoundReminderForm) -> list[str]:
    """Remind the seats that have not answered; return the slugs of the organisations that were written to at once. Jobs remind the others.

    Raises:
        RoundClosed: the round is closed, or its deadline is over.

    """
    async with transaction():
        begun = await begin_letters(await open_now(round_id), REMINDER, words=words_by_language(form.message))
    reminded = await go_on_now(begun)
    slugs = await organisations.slugs_by_id(reminded)
    return [slugs[party] for party in reminded]
