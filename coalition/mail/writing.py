"""Writing a letter into the outgoing tray, in the transaction of what it tells."""

from __future__ import annotations

import re
import secrets
import textwrap
from typing import Any

from coalition import clock
from coalition.jobs.queue import enqueue
from coalition.mail.tables import Letter
from coalition.rendering import render

_WIDTH = 72


async def write_letter(name: str, *, address: str, language: str, about: str = "", **context: Any) -> int:  # noqa: ANN401
    """Render `templates/mails/<name>/` for one reader and put it in the tray; return the letter's number.

    `about` names what it tells of (such as `invitation:<id>`), so that a bounce can be shown there.
    """
    subject = " ".join(render(f"mails/{name}/subject.txt", language, **context).split())
    letter = Letter(
        address=address,
        language=language,
        subject=subject,
        text=laid_out(render(f"mails/{name}/body.txt", language, **context)),
        message_id=secrets.token_hex(16),
        about=about,
        written_at=clock.now(),
    )
    rows = await Letter.insert(letter)
    number = int(rows[0]["id"])
    await enqueue("letter", {"letter": number}, dedupe_key=f"letter:{number}")
    return number


def laid_out(text: str) -> str:
    """Return a letter's text in lines of 72 characters, one blank line between paragraphs, long links left whole."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text)]
    wrapped = (textwrap.fill(part, _WIDTH, break_long_words=False, break_on_hyphens=False) for part in paragraphs if part)
    return "\n\n".join(wrapped) + "\n"
