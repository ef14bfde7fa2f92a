"""Trying now to send a letter that waits after a temporary failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.jobs.queue import hurry
from coalition.mail.attempts import attempt_key
from coalition.memoranda.errors import NothingToTry
from coalition.memoranda.outbox_queries import waiting_letter
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator


async def try_now(letter_id: int, person: Coordinator) -> None:
    """Let a letter about a memorandum that the person works on be sent now instead of after its pause.

    A letter that was not tried yet keeps its time: it may be late on purpose, so that nobody can tell when an organisation acted.

    Raises:
        NothingToTry: there is no such letter, or it does not wait any more.

    """
    async with transaction():
        letter = await waiting_letter(letter_id, person.id)
        if letter is None:
            raise NothingToTry
        await trail.record(TrailAct.LETTER_TRIED, f"letter:{letter_id}", letter["memorandum"])
        await hurry(attempt_key(letter_id, letter["attempts"]))
