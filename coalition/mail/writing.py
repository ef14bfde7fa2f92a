"""Writing a letter into the outgoing tray, in the transaction of what it tells."""

from __future__ import annotations

import secrets
import textwrap
from typing import Any

from coalition import clock
from coalition.database import put
from coalition.jobs.queue import enqueue
from coalition.mail.tables import Letter
from coalition.rendering import render

_LINES = textwrap.TextWrapper(72, break_long_words=False, break_on_hyphens=False)


async def write_letter(letter_kind: str, /, *, address: str, language: str, about: str = "", unsubscribe: str = "", **context: Any) -> int:
    """Render `templates/mails/<letter_kind>/` for one reader and put it in the tray; return the letter's number.

    `about` names what it tells of (such as `invitation:<id>`), so that a bounce can be shown there;
    `unsubscribe` is the whole address at which a POST stops letters of this kind.
    """
    subject = " ".join(render(f"mails/{letter_kind}/subject.txt", language, **context).split())
    letter = await put(
        Letter,
        address=address,
        language=language,
        subject=subject,
        text=laid_out(render(f"mails/{letter_kind}/body.txt", language, **context)),
        message_id=secrets.token_hex(16),
        about=about,
        unsubscribe=unsubscribe,
        written_at=clock.now(),
    )
    await enqueue("letter", {"letter": letter.id}, dedupe_key=f"letter:{letter.id}")
    return letter.id


def laid_out(text: str) -> str:
    """Return a letter in lines of 72 characters: each line of its template is a paragraph, a long link stays whole."""
    paragraphs = (" ".join(line.split()) for line in text.splitlines())
    filled = (one if len(one) <= _LINES.width else _LINES.fill(one) for one in paragraphs if one)
    return "\n\n".join(filled) + "\n"
