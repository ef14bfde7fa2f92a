"""Sending: each letter leaves at most once, even when the process is killed in between."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import aiosmtplib
import structlog

from coalition import clock, settings
from coalition.database import transaction
from coalition.jobs.worker import handles
from coalition.mail.message import as_bytes
from coalition.mail.tables import Letter, LetterState

if TYPE_CHECKING:
    from collections.abc import Mapping

log = structlog.get_logger()
_PERMANENT = range(500, 600)


@handles("letter")
async def send_letter(payload: Mapping[str, Any]) -> None:
    """Send one waiting letter.

    A letter found in state `sending` was handed over when the process died: whether it arrived
    is unknown, so it is marked uncertain and shown to the coordinators instead of being sent twice.
    """
    letter = await Letter.objects().get(Letter.id == payload["letter"])
    if letter is None or letter.state not in {LetterState.WAITING, LetterState.SENDING}:
        return
    if letter.state == LetterState.SENDING:
        await _close(letter, LetterState.UNCERTAIN)
        return
    chosen = settings.load()
    if chosen.smtp_url.startswith("file:"):
        await _to_file(letter, chosen)
    else:
        await _by_smtp(letter, chosen)


async def _to_file(letter: Letter, chosen: settings.Settings) -> None:
    folder = Path(chosen.smtp_url.removeprefix("file:"))
    await asyncio.to_thread(_write_file, folder / f"{letter.id:06d}.eml", as_bytes(letter, chosen.mail_from))
    log.info("letter_written", folder=str(folder))
    await _close(letter, LetterState.SENT)


def _write_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(content)
    draft.replace(path)


async def _by_smtp(letter: Letter, chosen: settings.Settings) -> None:
    parts = urlsplit(chosen.smtp_url)
    client = aiosmtplib.SMTP(
        hostname=parts.hostname,
        port=parts.port,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=parts.scheme == "smtps",
        timeout=30,
    )
    async with client:
        try:
            await client.mail(aiosmtplib.email.parseaddr(chosen.mail_from)[1])
            await client.rcpt(letter.address)
        except aiosmtplib.SMTPResponseException as refusal:
            if refusal.code not in _PERMANENT:
                raise
            await _close(letter, LetterState.BOUNCED, f"{refusal.code} {refusal.message}")
            return
        await _hand_over(client, letter, chosen)


async def _hand_over(client: aiosmtplib.SMTP, letter: Letter, chosen: settings.Settings) -> None:
    """Note that the text goes out now, then send it: from here on a crash must not lead to a second copy."""
    await _move(letter, LetterState.SENDING)
    try:
        await client.data(as_bytes(letter, chosen.mail_from))
    except aiosmtplib.SMTPResponseException as refusal:
        if refusal.code not in _PERMANENT:
            await _move(letter, LetterState.WAITING)
            raise
        await _close(letter, LetterState.BOUNCED, f"{refusal.code} {refusal.message}")
    except (aiosmtplib.SMTPException, OSError) as broken:
        await _close(letter, LetterState.UNCERTAIN, type(broken).__name__)
    else:
        await _close(letter, LetterState.SENT)


async def _move(letter: Letter, state: LetterState) -> None:
    async with transaction():
        await Letter.update({Letter.state: state.value, Letter.attempts: letter.attempts + 1}).where(Letter.id == letter.id)


async def _close(letter: Letter, state: LetterState, error: str = "") -> None:
    """End a letter and erase what it said and to whom."""
    erased = {Letter.subject: "", Letter.text: "", Letter.address: ""}
    values = {Letter.state: state.value, Letter.sent_at: clock.now(), Letter.error: error[:300], **erased}
    async with transaction():
        await Letter.update(values).where(Letter.id == letter.id)
