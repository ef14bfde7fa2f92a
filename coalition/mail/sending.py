"""Sending letters: each letter is sent at most once, even if the process is killed."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import time
from contextlib import asynccontextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import aiosmtplib

from coalition import clock, settings
from coalition.database import after_commit, one_row, prepared, shorten_log, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles_together, when_idle
from coalition.keys import KeyringUnusable
from coalition.mail.attempts import attempt_key
from coalition.mail.envelope import envelope_sender
from coalition.mail.letter_changes import bounced
from coalition.mail.message import BrokenHeader, NotAscii, as_bytes, in_ascii
from coalition.mail.queries import letters_wait
from coalition.mail.smtp_sessions import MailSession
from coalition.mail.tables import Letter, LetterState
from coalition.mail.writing import rendered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from datetime import datetime

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.query import Update

    from coalition.jobs.worker import Handler
    from coalition.mail.content import Content

log = logging.getLogger(__name__)
_PERMANENT = range(500, 600)
_STATUS_CODE = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# A mail server may be down for a night, and greylisting delays letters; after about two days a letter is given up.
_PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 960, 960)]
_PAUSE_OF_FORGETTING = 60.0  # seconds


@handles_together("letter")
@asynccontextmanager
async def letters_sent_together() -> AsyncIterator[Handler]:
    """Send several waiting letters over one connection."""
    async with MailSession(settings.load()) as session:
        yield partial(send_letter, session)


async def send_letter(session: MailSession, payload: Mapping[str, Any]) -> None:
    """Send one waiting letter; retry for about two days if it cannot be sent now.

    If a letter is in state `sending`, the process ended while it was sent. Nobody knows whether it
    arrived, so it is marked uncertain and shown to coordinators instead of being sent again.
    """
    letter = await one_row(Letter, Letter.id == payload["letter"])
    if letter is None or letter.state not in {LetterState.WAITING, LetterState.SENDING}:
        return
    if letter.state == LetterState.SENDING:
        await _close(letter, LetterState.UNCERTAIN)
        return
    try:
        await _send(session, letter, await rendered(letter), settings.load())
    except NotAscii:
        await _close(letter, LetterState.BOUNCED, "5.6.7")
    except BrokenHeader:
        await _close(letter, LetterState.BOUNCED, "5.6.0")
    except (aiosmtplib.SMTPException, OSError, KeyringUnusable) as error:
        if not await _retry_later(letter, _reason(error)):
            raise


async def _send(session: MailSession, letter: Letter, content: Content, chosen: settings.Settings) -> None:
    message = as_bytes(letter, content, chosen.mail_from)
    if chosen.smtp_url.startswith("file:"):
        await _write_to_folder(letter, message, chosen)
        if chosen.environment is settings.Environment.DEVELOPMENT:
            _print(content)
    else:
        await session.begin(envelope_sender(letter.message_id, chosen))
        await _address(session, letter, content.address, message)


async def _write_to_folder(letter: Letter, message: bytes, chosen: settings.Settings) -> None:
    folder = Path(chosen.smtp_url.removeprefix("file:"))
    await asyncio.to_thread(_write_file, folder / f"{letter.id:06d}.eml", message)
    await _close(letter, LetterState.SENT)


def _print(content: Content) -> None:
    """Print a letter to the terminal of a developer."""
    lines = [f"To: {content.address}", f"Subject: {content.subject}", "", *content.text.splitlines()]
    sys.stderr.write("\n".join(["", *(f"  | {line}".rstrip() for line in lines), "", ""]))


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".part")
    partial.write_bytes(content)
    partial.replace(path)


async def _address(session: MailSession, letter: Letter, address: str, message: bytes) -> None:
    try:
        await session.address(in_ascii(address))
    except aiosmtplib.SMTPResponseException as refusal:
        if refusal.code not in _PERMANENT:
            raise
        await _close(letter, LetterState.BOUNCED, _reason(refusal))
    else:
        await _send_text(session, letter, message)


async def _send_text(session: MailSession, letter: Letter, message: bytes) -> None:
    """Mark the letter as `sending`, then send the text, so that a crash cannot lead to a second copy."""
    if not await _move(letter, LetterState.WAITING, LetterState.SENDING):
        await session.forget_letter()
        return
    try:
        await session.finish(message)
    except aiosmtplib.SMTPResponseException as refusal:
        if refusal.code not in _PERMANENT:
            await _move(letter, LetterState.SENDING, LetterState.WAITING)
            raise
        await _close(letter, LetterState.BOUNCED, _reason(refusal))
    except (aiosmtplib.SMTPException, OSError) as broken:
        await _close(letter, LetterState.UNCERTAIN, _reason(broken))
    else:
        await _close(letter, LetterState.SENT)


async def _move(letter: Letter, before: LetterState, after: LetterState) -> bool:
    """Change the state of a letter and return True, unless another worker changed it first."""
    async with transaction(brief=True):
        return bool(await _moved(after, letter.id, before))


@prepared
def _moved(after: LetterState, letter_id: int, before: LetterState) -> Update[Letter]:
    return Letter.update({Letter.state: after}).where((Letter.id == letter_id) & (Letter.state == before)).returning(Letter.id)


def _in_state(letter: Letter, state: LetterState) -> Combinable:
    return (Letter.id == letter.id) & (Letter.state == state.value)


async def _retry_later(letter: Letter, reason: str) -> bool:
    """Retry an unsent letter after a growing pause, or give it up; return False if it may have been sent."""
    log.warning("letter_waits attempts=%d reason=%s", letter.attempts + 1, reason)
    values: dict[Column | str, Any] = {Letter.attempts: letter.attempts + 1, Letter.error: reason}
    async with transaction():
        if not await Letter.update(values).where(_in_state(letter, LetterState.WAITING)).returning(Letter.id):
            return False
        if letter.attempts == len(_PAUSES):
            await _close(letter, LetterState.GAVE_UP, reason)
        else:
            due = clock.now() + _PAUSES[letter.attempts]
            await enqueue("letter", {"letter": letter.id}, run_at=due, dedupe_key=attempt_key(letter.id, letter.attempts + 1))
    return True


def _reason(error: Exception) -> str:
    """Return the codes of a failure, without the text of the server, which may hold mail addresses."""
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return type(error).__name__
    status_code = _STATUS_CODE.search(error.message)
    return f"{error.code} {status_code[0]}" if status_code else str(error.code)


async def _close(letter: Letter, state: LetterState, error: str = "") -> None:
    """Set the final state of a letter and erase its content."""
    async with transaction(brief=True):
        await _closed(state, clock.now(), error, letter.id)
        if state is LetterState.BOUNCED and letter.about:
            await bounced(letter.about)
        after_commit(_note_erasure)


@prepared
def _closed(state: LetterState, now: datetime, error: str, letter_id: int) -> Update[Letter]:
    values: dict[Column | str, Any] = {Letter.state: state, Letter.sent_at: now, Letter.error: error, Letter.content: ""}
    return Letter.update(values).where(Letter.id == letter_id)


def _note_erasure() -> None:
    _forgetting.needed = True


class _Forgetting:
    """When the write-ahead log, which still holds what was erased, is emptied next."""

    needed = True  # an earlier process may have erased something
    not_before = 0.0  # on the clock of `time.monotonic`


_forgetting = _Forgetting()


@when_idle
async def forget_letters() -> None:
    """Empty the write-ahead log when no letter waits, at most once a minute."""
    if not _forgetting.needed or time.monotonic() < _forgetting.not_before or await letters_wait():
        return
    _forgetting.needed = not await shorten_log()
    _forgetting.not_before = time.monotonic() + _PAUSE_OF_FORGETTING
