"""Sending: each letter leaves at most once, even when the process is killed in between."""

from __future__ import annotations

import asyncio
import logging
import re
import sys
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import aiosmtplib

from coalition import clock, settings
from coalition.database import one_row, transaction
from coalition.jobs.queue import enqueue
from coalition.jobs.worker import handles
from coalition.mail.message import NotWritable, as_bytes, domain_of, in_ascii
from coalition.mail.tables import Letter, LetterState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable

log = logging.getLogger(__name__)
_PERMANENT = range(500, 600)
_LOOPBACK = {"127.0.0.1", "::1", "localhost"}
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# A mail server may be away for a night, and greylisting asks for patience; after about two days a letter is given up.
_PAUSES = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 960, 960)]


@handles("letter")
async def send_letter(payload: Mapping[str, Any]) -> None:
    """Send one waiting letter; one that cannot go now is tried again later, for about two days.

    A letter found in state `sending` was handed over when the process died: whether it arrived
    is unknown, so it is marked uncertain and shown to the coordinators instead of being sent twice.
    """
    letter = await one_row(Letter, Letter.id == payload["letter"])
    if letter is None or letter.state not in {LetterState.WAITING, LetterState.SENDING}:
        return
    if letter.state == LetterState.SENDING:
        await _close(letter, LetterState.UNCERTAIN)
        return
    try:
        await _send(letter, settings.load())
    except NotWritable:
        await _close(letter, LetterState.BOUNCED, "5.6.7")
    except (aiosmtplib.SMTPException, OSError) as error:
        if not await _try_later(letter, _reason(error)):
            raise


async def _send(letter: Letter, chosen: settings.Settings) -> None:
    if chosen.smtp_url.startswith("file:"):
        await _to_file(letter, chosen)
    else:
        await _by_smtp(letter, chosen)


async def _to_file(letter: Letter, chosen: settings.Settings) -> None:
    folder = Path(chosen.smtp_url.removeprefix("file:"))
    await asyncio.to_thread(_write_file, folder / f"{letter.id:06d}.eml", as_bytes(letter, chosen.mail_from))
    if chosen.environment is settings.Environment.DEVELOPMENT:
        _show(letter)
    await _close(letter, LetterState.SENT)


def _show(letter: Letter) -> None:
    """Write the letter to the terminal of a developer, who has no mailbox to look into."""
    lines = [f"To: {letter.address}", f"Subject: {letter.subject}", "", *letter.text.splitlines()]
    sys.stderr.write("\n".join(["", *(f"  | {line}".rstrip() for line in lines), "", ""]))


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(path)


async def _by_smtp(letter: Letter, chosen: settings.Settings) -> None:
    content = as_bytes(letter, chosen.mail_from)
    async with _client(chosen) as client:
        await client.mail(in_ascii(parseaddr(chosen.mail_from)[1]))
        try:
            await client.rcpt(in_ascii(letter.address))
        except aiosmtplib.SMTPResponseException as refusal:
            if refusal.code not in _PERMANENT:
                raise
            await _close(letter, LetterState.BOUNCED, _reason(refusal))
            return
        await _hand_over(client, letter, content)


def _client(chosen: settings.Settings) -> aiosmtplib.SMTP:
    """Make the client; in production a line to another machine is encrypted or nothing is sent."""
    parts = urlsplit(chosen.smtp_url)
    secrecy = chosen.environment is settings.Environment.PRODUCTION and parts.scheme == "smtp" and parts.hostname not in _LOOPBACK
    return aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        local_hostname=domain_of(chosen.mail_from),
        use_tls=parts.scheme == "smtps",
        start_tls=True if secrecy else None,
        timeout=30,
    )


async def _hand_over(client: aiosmtplib.SMTP, letter: Letter, content: bytes) -> None:
    """Note that the text goes out now, then send it: from here on a crash must not lead to a second copy."""
    if not await _move(letter, LetterState.WAITING, LetterState.SENDING):
        return
    try:
        await client.data(content)
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
    """Change the state of a letter if it is still as thought; of two workers only one can."""
    async with transaction():
        return bool(await Letter.update({Letter.state: after.value}).where(_in_state(letter, before)).returning(Letter.id))


def _in_state(letter: Letter, state: LetterState) -> Combinable:
    return (Letter.id == letter.id) & (Letter.state == state.value)


async def _try_later(letter: Letter, reason: str) -> bool:
    """Put a letter that did not go out back with a growing pause, or give it up; False when it may have gone out."""
    log.warning("letter_waits attempts=%d reason=%s", letter.attempts + 1, reason)
    values: dict[Column | str, Any] = {Letter.attempts: letter.attempts + 1, Letter.error: reason}
    async with transaction():
        if not await Letter.update(values).where(_in_state(letter, LetterState.WAITING)).returning(Letter.id):
            return False
        if letter.attempts == len(_PAUSES):
            await _close(letter, LetterState.GAVE_UP, reason)
        else:
            due = clock.now() + _PAUSES[letter.attempts]
            await enqueue("letter", {"letter": letter.id}, run_at=due, dedupe_key=f"letter:{letter.id}:{letter.attempts + 1}")
    return True


def _reason(error: Exception) -> str:
    """Return what may be kept of a failure: its codes, never the server's words, which repeat addresses."""
    if not isinstance(error, aiosmtplib.SMTPResponseException):
        return type(error).__name__
    enhanced = _ENHANCED.search(error.message)
    return f"{error.code} {enhanced[0]}" if enhanced else str(error.code)


async def _close(letter: Letter, state: LetterState, error: str = "") -> None:
    """End a letter and erase what it said and to whom."""
    values: dict[Column | str, Any] = {Letter.state: state.value, Letter.sent_at: clock.now(), Letter.error: error}
    values |= {Letter.subject: "", Letter.text: "", Letter.address: "", Letter.unsubscribe: ""}
    async with transaction():
        await Letter.update(values).where(Letter.id == letter.id)
