"""A letter as bytes (RFC 5322): as text and as HTML (multipart/alternative), without names of programs and machines."""

from __future__ import annotations

from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING, Any

from coalition import clock
from coalition.mail.formatting import as_html

if TYPE_CHECKING:
    from coalition.mail.content import Content
    from coalition.mail.tables import Letter


_NAMED = frozenset({"from", "reply-to"})
_LINE = 76  # characters of a line, as RFC 2047 asks


class _Policy(EmailPolicy):
    """Folds subject and names with `email.header.Header`: before Python 3.13 the standard folding loses spaces in long non-Latin texts.

    Headers with an address are written by `named_address`; List-Unsubscribe is not folded, because the standard folding breaks its
    address.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        return (name, value) if name.lower() in _NAMED else super().header_store_parse(name, value)

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        return value if name.lower() in _NAMED else super().header_fetch_parse(name, value)

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _NAMED:
            return f"{name}: {value}\r\n".encode("ascii")
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}\r\n".encode("ascii")
        if name.lower() == "subject" and not str(value).isascii():
            return f"Subject: {Header(str(value), 'utf-8', header_name='Subject').encode()}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _Policy(linesep=SMTP.linesep, max_line_length=78, cte_type="7bit")


class NotAscii(ValueError):
    """The mail address cannot be written in ASCII."""


def as_bytes(letter: Letter, content: Content, sender: str) -> bytes:
    """Return a letter for a mail server; the Message-ID has the domain of the sender.

    Raises:
        NotAscii: the address of the recipient cannot be written in ASCII.

    """
    message = EmailMessage(policy=_POLICY)
    name, address = parseaddr(sender)
    message["From"] = named_address("From", content.sender or name, in_ascii(address))
    if content.reply_to:
        message["Reply-To"] = named_address("Reply-To", content.reply_name, in_ascii(content.reply_to))
    message["To"] = in_ascii(content.address)
    message["Subject"] = content.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.message_id}@{domain_of(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    if content.unsubscribe:  # RFC 8058
        message["List-Unsubscribe"] = f"<{content.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(content.text, cte="base64" if not content.text.isascii() else "7bit")
    if not content.text_only:
        message.add_alternative(as_html(content.text, content.subject, letter.language), subtype="html", cte="base64")
        message.set_boundary(letter.message_id)  # the one of the library names its language
    message["Content-Language"] = letter.language
    return message.as_bytes()


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
