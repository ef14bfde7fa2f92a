"""Deadlines as a calendar (RFC 5545): one entry for each, of a day or of a moment, without an alarm and without anybody's name.

Calendars are copied to the servers of their programs. An entry names its memorandum only if everybody may read it and its forum is open.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.addresses import url_for
from coalition.languages import Message
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from coalition.deadlines.collecting import Deadline

CALENDAR = "text/calendar"
FILE_NAME = "deadlines.ics"
_LONGEST = 75  # bytes of a line, without its end
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def calendar_file(deadlines: Iterable[Deadline], language: str) -> bytes:
    """Return a calendar with some deadlines."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Coalition//Deadlines//EN", "CALSCALE:GREGORIAN"]
    lines.append(f"X-WR-CALNAME:{escaped(Message('Deadlines').text(language))}")
    for deadline in deadlines:
        lines += _entry(deadline, language)
    return as_bytes([*lines, "END:VCALENDAR"])


def as_bytes(lines: Iterable[str]) -> bytes:
    """Return the lines of a calendar as a file."""
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _entry(deadline: Deadline, language: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_identifier(deadline)}"
    yield f"DTSTAMP:{datetime.combine(clock.today(), time(), UTC):%Y%m%dT%H%M%SZ}"
    yield from _time(deadline)
    yield f"SUMMARY:{escaped(_summary(deadline, language))}"
    yield f"URL:{load().base_url}{_page(deadline, language)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _time(deadline: Deadline) -> Iterator[str]:
    """Yield the day, or the moment in UTC, which programs show in the zone of their reader and which names no zone."""
    if deadline.moment:
        yield from (f"{name}:{deadline.moment.astimezone(UTC):%Y%m%dT%H%M%SZ}" for name in ("DTSTART", "DTEND"))
    else:
        yield f"DTSTART;VALUE=DATE:{deadline.day:%Y%m%d}"
        yield f"DTEND;VALUE=DATE:{deadline.day + timedelta(days=1):%Y%m%d}"


def _identifier(deadline: Deadline) -> str:
    """Return what names a deadline for good and tells nothing: a moved day changes the entry instead of adding one."""
    secret = load().secret_key.get_secret_value().encode()
    name = hmac.digest(secret, f"deadline {deadline.memorandum.id} {deadline.kind} {deadline.subject}".encode(), hashlib.sha256)
    return f"{name[:16].hex()}@coalition"


def _summary(deadline: Deadline, language: str) -> str:
    if deadline.discreet:
        return deadline.outside.text(language)
    title = deadline.memorandum.title(language)[1]
    return Message("{deadline}: {title}", deadline=deadline.sentence, title=title).text(language)


def _page(deadline: Deadline, language: str) -> str:
    if deadline.discreet:
        return url_for("desk.deadlines.list", lang=language)
    return url_for(deadline.page, lang=language, **deadline.parameters)


def escaped(text: str) -> str:
    """Return a text as the value of a property."""
    return text.translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a line in pieces of at most 75 bytes, none of which ends inside a letter."""
    pieces, piece, size = [], "", 0
    for letter in line:
        length = len(letter.encode())
        if size + length > _LONGEST:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + letter, size + length
    return "\r\n".join([*pieces, piece])
