"""Trying now to send a letter that waits after a temporary failure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import transaction
from coalition.jobs.queue import hurry
from coalition.mail.attempts import attempt_key
from coalition.mail.letter_queries import attempts_of_register_letter
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


async def try_register_letter_now(letter_id: int) -> None:
    """Let a letter about the register be sent now instead of after its pause; each coordinator may do that.

    Raises:
        NothingToTry: as `try_now`.

    """
    async with transaction():
        attempts = await attempts_of_register_letter(letter_id)
        if not attempts:
            raise NothingToTry
        await trail.record(TrailAct.LETTER_TRIED, f"letter:{letter_id}")
        await hurry(attempt_key(letter_id, attempts))
