"""Writing a letter into the outgoing tray, in the transaction of the operation."""

from __future__ import annotations

import secrets
import textwrap
from datetime import datetime
from typing import Any

import msgspec

from coalition import clock
from coalition.database import put
from coalition.directions import ordered
from coalition.jobs.queue import enqueue
from coalition.mail.attempts import attempt_key
from coalition.mail.content import Content
from coalition.mail.tables import CONTENT, Letter
from coalition.rendering import render


class Concerns(msgspec.Struct, frozen=True):
    """The ids of the memorandum and the organisation that a letter is about, for the outbox of those who work on the memorandum."""

    memorandum: int | None = None
    organisation: int | None = None


_NOTHING = Concerns()
_WRAPPER = textwrap.TextWrapper(72, break_long_words=False, break_on_hyphens=False)


async def write_letter(  # noqa: PLR0913 -- the context of the template has names of its own
    letter_kind: str,
    /,
    *,
    address: str,
    language: str,
    about: str = "",
    concerns: Concerns = _NOTHING,
    unsubscribe: str = "",
    not_before: datetime | None = None,
    **context: Any,
) -> int:
    """Render `templates/mails/<letter_kind>/` for one recipient, put the letter into the tray and return its id.

    `about` is the subject of the letter (such as `invitation:<id>`), so that a bounce can be shown there.
    `concerns` says in whose outbox it stands; a letter that concerns no memorandum stands in none.
    A letter whose context says that it is `discreet` is sent as text only.
    `unsubscribe` is the full address for one-click unsubscribing (RFC 8058). `not_before` is the earliest moment of sending.
    """
    subject = ordered(" ".join(render(f"mails/{letter_kind}/subject.txt", language, **context).split()), language)
    text = ordered(wrapped(render(f"mails/{letter_kind}/body.txt", language, **context)), language)
    message_id = secrets.token_hex(16)
    content = CONTENT.encrypt(msgspec.json.encode(Content(address, subject, text, unsubscribe, bool(context.get("discreet")))).decode(), message_id)
    known: dict[str, Any] = {"kind": letter_kind, "about": about, "memorandum": concerns.memorandum, "organisation": concerns.organisation}
    letter = await put(Letter, language=language, content=content, message_id=message_id, written_at=clock.now(), **known)
    await enqueue("letter", {"letter": letter.id}, run_at=not_before, dedupe_key=attempt_key(letter.id, 0))
    return letter.id


def wrapped(text: str) -> str:
    """Return a letter wrapped at 72 characters: each line of its template is a paragraph, a long link is not broken."""
    paragraphs = (" ".join(line.split()) for line in text.splitlines())
    filled = (text if len(text) <= _WRAPPER.width else _WRAPPER.fill(text) for text in paragraphs if text)
    return "\n\n".join(filled) + "\n"
