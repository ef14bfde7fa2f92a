"""Writing a letter into the outgoing tray, in the transaction of the operation."""

from __future__ import annotations

import secrets
import textwrap
from datetime import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from coalition import clock
from coalition.addresses import url_for
from coalition.database import put
from coalition.directions import isolated_by_line, ordered
from coalition.host import queries as hosts
from coalition.jobs.queue import enqueue
from coalition.mail.attempts import attempt_key
from coalition.mail.content import Content, content_of, facts_of
from coalition.mail.formatting import on_one_line
from coalition.mail.tables import CONTENT, Letter
from coalition.rendering import render
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.host.descriptions import Described, Person


class Concerns(msgspec.Struct, frozen=True):
    """The ids of the memorandum and the organisation that a letter is about, for the outbox.

    Those who work on the memorandum see the letter there; every coordinator does if there is none.
    """

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
    answering: Person | None,
    about: str = "",
    concerns: Concerns = _NOTHING,
    unsubscribe: str = "",
    not_before: datetime | None = None,
    **context: Any,
) -> int:
    """Render `templates/mails/<letter_kind>/` for one recipient, put the letter into the tray and return its id.

    `about` is the subject of the letter (such as `invitation:<id>`), so that a bounce can be shown there.
    `concerns` says in whose outbox it stands; a letter that concerns no memorandum stands with those about the register.
    `unsubscribe` is the full address for one-click unsubscribing (RFC 8058). `not_before` is the earliest moment of sending.
    `answering` and `context` are those of `compose`.
    """
    content = compose(letter_kind, await hosts.described(), address=address, language=language, answering=answering, **context)
    content = msgspec.structs.replace(content, unsubscribe=unsubscribe)
    return await _put(content, not_before, kind=letter_kind, language=language, about=about, **msgspec.structs.asdict(concerns))


async def write_facts(  # noqa: PLR0913 -- the letter, and where it stands
    letter_kind: str,
    *,
    address: str,
    language: str,
    answering: Person | None,
    concerns: Concerns = _NOTHING,
    not_before: datetime | None = None,
    context: Mapping[str, Any],
) -> int:
    """Put a letter into the tray that is rendered when it is sent, so that the transaction of an act does not wait for that; return its id.

    `context` has texts, pairs of them, yes and no, and moments only; all else as `write_letter`.
    """
    content = Content(address, facts=facts_of(answering, context))
    return await _put(content, not_before, kind=letter_kind, language=language, **msgspec.structs.asdict(concerns))


async def _put(content: Content, not_before: datetime | None, **columns: Any) -> int:
    message_id = secrets.token_hex(16)
    encrypted = CONTENT.encrypt(msgspec.json.encode(content).decode(), message_id)
    letter = await put(Letter, content=encrypted, message_id=message_id, written_at=clock.now(), **columns)
    await enqueue("letter", {"letter": letter.id}, run_at=not_before, dedupe_key=attempt_key(letter.id, 0))
    return letter.id


async def rendered(letter: Letter) -> Content:
    """Return the content of a letter that waits, as its recipient reads it.

    Raises:
        KeyringUnusable: as `content_of`.

    """
    content = content_of(letter)
    if (facts := content.facts) is None:
        return content
    context: dict[str, Any] = {**facts.values, **facts.moments}
    return compose(letter.kind, await hosts.described(), address=content.address, language=letter.language, answering=facts.answering, **context)


def compose(letter_kind: str, described: Described, *, address: str, language: str, answering: Person | None, **context: Any) -> Content:
    """Return a letter as its recipient gets it, or as a coordinator looks at it before it is written.

    `answering` is the coordinator who answers for the text that the letter is about; None for a letter about the register. The letter is
    discreet unless its context says otherwise: then it has the neutral sender of the host and nothing else that the host says of itself.
    A letter whose context says that it is discreet is sent as text only.
    """
    host = described.for_letter(language, discreet=context.get("discreet", True))
    about_url = load().base_url + url_for("public.about.show", lang=language)
    context |= {"host": host, "answering": answering, "about_url": about_url}
    subject = ordered(on_one_line(render(f"mails/{letter_kind}/subject.txt", language, **context)), language)
    text = ordered(wrapped(render(f"mails/{letter_kind}/body.txt", language, **context)), language)
    reply_to, reply_name = (answering.email, answering.name) if answering else (host.email, host.name)
    text_only = bool(context.get("discreet"))
    return Content(address, subject, text, text_only=text_only, sender=host.name, reply_to=reply_to, reply_name=reply_name)


def wrapped(text: str) -> str:
    """Return a letter wrapped at 72 characters: each line of its template is a paragraph, a long link is not broken."""
    paragraphs = (on_one_line(line) for line in text.splitlines() if line.strip())
    filled = (text if len(text) <= _WRAPPER.width else _WRAPPER.fill(text) for text in paragraphs)
    return isolated_by_line("\n\n".join(filled)) + "\n"
