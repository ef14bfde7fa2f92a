"""A letter as bytes (RFC 5322): as text and as HTML (multipart/alternative), without names of programs and machines.

Its few headers are written here: with `email.message` a letter takes ten times as long, and before Python 3.13 its folding loses spaces in
long non-Latin texts.
"""

from __future__ import annotations

import re
from base64 import encodebytes
from email.header import Header
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING

from coalition import clock
from coalition.mail.formatting import as_html, on_one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.mail.content import Content
    from coalition.mail.tables import Letter

_LINE = 76  # characters of a line, as RFC 2047 asks
_END = "\r\n"
_LINE_END = re.compile(r"\r\n|\r|\n")
_ENDS_HEADER = re.compile(r"\r\n(?![ \t])|\r(?!\n)|(?<!\r)\n")  # a line end that is no folding
_LONGEST_LINE = 998  # characters without the line end (RFC 5321)


class BrokenHeader(ValueError):
    """The value of a header would begin another one."""


class NotAscii(ValueError):
    """The mail address cannot be written in ASCII."""


def as_bytes(letter: Letter, content: Content, sender: str) -> bytes:
    """Return a letter for a mail server; the Message-ID has the domain of the sender.

    Raises:
        NotAscii: the address of the recipient cannot be written in ASCII.
        BrokenHeader: a line ends in an address, a link or a language.

    """
    text = _part("plain", content.text)
    headers = [*_headers(letter, content, sender)]
    if content.text_only:
        headers += [*text[0], f"Content-Language: {letter.language}", "MIME-Version: 1.0"]
        return _END.join([*_whole(headers), "", text[1]]).encode("ascii")
    html = _part("html", as_html(content.text, content.subject, letter.language))
    between = f"--{letter.message_id}"
    headers += [
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative;{_END} boundary="{letter.message_id}"',
        f"Content-Language: {letter.language}",
    ]
    parts = [line for fields, body in (text, html) for line in (between, *fields, "", body)]
    return _END.join([*_whole(headers), "", *parts, f"{between}--", ""]).encode("ascii")


def _whole(headers: Sequence[str]) -> Sequence[str]:
    """Return headers of which none holds another.

    Raises:
        BrokenHeader: one does.

    """
    if any(map(_ENDS_HEADER.search, headers)):
        raise BrokenHeader
    return headers


def _headers(letter: Letter, content: Content, sender: str) -> Iterator[str]:
    """Yield the headers before those that say what the letter contains."""
    name, address = parseaddr(sender)
    yield f"From: {named_address('From', content.sender or name, in_ascii(address))}"
    if content.reply_to:
        yield f"Reply-To: {named_address('Reply-To', content.reply_name, in_ascii(content.reply_to))}"
    yield f"To: {in_ascii(content.address)}"
    yield f"Subject: {_subject(content.subject)}"
    yield f"Date: {format_datetime(clock.now())}"
    yield f"Message-ID: <{letter.message_id}@{domain_of(sender)}>"
    yield "Auto-Submitted: auto-generated"
    if content.unsubscribe:  # RFC 8058
        yield f"List-Unsubscribe: <{content.unsubscribe}>"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"


def _subject(subject: str) -> str:
    """Return the folded value of a subject: nothing in it can begin another header, and what is not plain ASCII is encoded (RFC 2047)."""
    words = on_one_line(subject)
    plain = words.isascii() and words.isprintable() and "=?" not in words
    return Header(words, "us-ascii" if plain else "utf-8", header_name="Subject", maxlinelen=_LINE).encode(linesep=_END)


def _part(subtype: str, text: str) -> tuple[list[str], str]:
    """Return the headers of a part and its body, without the line end after it; a text in ASCII without long lines is sent as it is."""
    plain = text.isascii() and subtype == "plain" and max(map(len, text.splitlines()), default=0) <= _LONGEST_LINE
    fields = [f'Content-Type: text/{subtype}; charset="utf-8"', f"Content-Transfer-Encoding: {'7bit' if plain else 'base64'}"]
    body = _LINE_END.sub(_END, text if text.endswith("\n") else f"{text}\n")
    return fields, body if plain else encodebytes(body.encode()).decode().replace("\n", _END)


def named_address(header: str, name: str, address: str) -> str:
    """Return the folded value of a header with one address: a name in any script is encoded (RFC 2047), one in ASCII is quoted.

    A comma in a name makes no second address, and nothing in it can begin another header.
    """
    name = " ".join(name.split())
    if not name:
        return address
    if name.isascii() and name.isprintable() and len(name) <= _LINE - len(header):
        quoted = name.replace("\\", r"\\").replace('"', r"\"")
        phrase = f'"{quoted}"'
    else:
        phrase = Header(name, "utf-8", header_name=header, maxlinelen=_LINE).encode(linesep="\r\n")
    last = phrase.rpartition("\n")[2]
    fits = len(last) + len(address) + len(" <>") + (0 if "\n" in phrase else len(header) + len(": ")) <= _LINE
    return f"{phrase}{' ' if fits else chr(13) + chr(10) + ' '}<{address}>"


def domain_of(sender: str) -> str:
    """Return the domain of a sender such as `Coalition <coalition@example.org>`."""
    return in_ascii(parseaddr(sender)[1]).rpartition("@")[2] or "localhost"


def in_ascii(address: str) -> str:
    """Return a mail address with its domain in ASCII (IDNA).

    Raises:
        NotAscii: the part before the @ is not ASCII, or the domain cannot be encoded.

    """
    local, at, domain = address.rpartition("@")
    try:
        local.encode("ascii")
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        raise NotAscii from None
