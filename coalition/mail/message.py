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
    """Folds the subject with `email.header.Header`: before Python 3.13 the stock folding loses spaces in long non-Latin subjects."""

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() == "subject" and not str(value).isascii():
            return f"Subject: {Header(str(value), 'utf-8', header_name='Subject').encode()}\r\n".encode("ascii")
        return super().fold_binary(name, value)


_POLICY = _WholeSubject(linesep=SMTP.linesep, max_line_length=78, cte_type="7bit")


def as_bytes(letter: Letter, sender: str) -> bytes:
    """Return the letter ready for a mail server, with a Message-ID under the sender's domain."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    message = EmailMessage(policy=_POLICY)
    message["From"] = sender
    message["To"] = letter.address
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{letter.message_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = letter.language
    message.set_content(letter.text, cte="base64" if not letter.text.isascii() else "7bit")
    return message.as_bytes()
