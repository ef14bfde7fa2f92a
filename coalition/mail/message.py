"""A letter as bytes (RFC 5322): plain text, no trace of who sent it from where."""

from __future__ import annotations

from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from email.utils import format_datetime, parseaddr
from typing import TYPE_CHECKING, Any

from coalition import clock

if TYPE_CHECKING:
    from coalition.mail.tables import Letter


class _WholeSubject(EmailPolicy):
    """Folds the subject with `email.header.Header`: before Python 3.13 the stock folding loses spaces in long non-Latin subjects.

    An address to unsubscribe at is not folded at all: the stock folding would break it.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "list-unsubscribe":
            return f"{name}: {value}\r\n".encode("ascii")
        if name.lower() == "subject" and not str(value).isascii():
            return f"Subject: {Header(str(value), 'utf-8', header_name='Subject').encode()}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _WholeSubject(linesep=SMTP.linesep, max_line_length=78, cte_type="7bit")


class NotWritable(ValueError):
    """The address has letters before the @ that ordinary mail cannot carry."""


def as_bytes(letter: Letter, sender: str) -> bytes:
    """Return the letter ready for a mail server, with a Message-ID under the sender's domain.

    Raises:
        NotWritable: its address cannot be written in ASCII.

    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = in_ascii(letter.address)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.message_id}@{domain_of(sender)}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:  # one click, RFC 8058
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(letter.text, cte="base64" if not letter.text.isascii() else "7bit")
    message["Content-Language"] = letter.language
    return message.as_bytes()


def domain_of(sender: str) -> str:
    """Return the domain of a sender such as `Coalition <coalition@example.org>`."""
    return in_ascii(parseaddr(sender)[1]).rpartition("@")[2] or "localhost"


def in_ascii(address: str) -> str:
    """Return an address with its domain as mail servers read it (IDNA).

    Raises:
        NotWritable: the part before the @ is not ASCII, or the domain cannot be encoded.

    """
    local, at, domain = address.rpartition("@")
    try:
        local.encode("ascii")
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        raise NotWritable from None
