"""Taking back letters that have not left: once less may be told, or a person may be told less, they are written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.mail.tables import Letter, LetterState
from coalition.memoranda.happenings import when_less_is_known
from coalition.news import queries
from coalition.news.news_letters import write_later
from coalition.news.tables import NewsChoice
from coalition.organisations.after_changes import when_changed
from coalition.people.after_disabling import when_disabled

if TYPE_CHECKING:
    from piccolo.columns import Column


@when_less_is_known
@when_changed
@when_disabled
async def _take_back_letters(_: int) -> None:
    """Delete the letters that have not left, and write them anew at a random moment, inside the caller's transaction.

    It does not matter what changed: letters that wait are few, and a new one tells what may be told then.
    """
    for choice in await queries.choices_with_waiting_letter():
        waiting = (Letter.id == choice.letter) & (Letter.state == LetterState.WAITING.value)
        if await Letter.delete().where(waiting).returning(Letter.id):
            await _begin_again(choice)


async def _begin_again(choice: NewsChoice) -> None:
    values: dict[Column | str, Any] = {
        NewsChoice.events_until: choice.earlier_until,
        NewsChoice.last_notice: choice.earlier_notice,
        NewsChoice.letter: None,
        NewsChoice.written_at: None,
    }
    await NewsChoice.update(values).where(NewsChoice.id == choice.id)
    await write_later(choice)
