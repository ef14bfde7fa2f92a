"""Reading reports about letters (RFC 3464) out of messages that anybody may have sent; of their text only codes are used.

The shapes are those of Postfix, Exim, Exchange, Gmail and Sendmail. Whatever else a message holds is neither stored nor logged.
"""

from __future__ import annotations

import re
from email import message_from_bytes, message_from_string
from email.message import Message
from itertools import islice
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Outcome: TypeAlias = Literal["failed", "partly", "delayed", "delivered"]

_REPORTS = {"message/delivery-status", "message/global-delivery-status"}
_RETURNED = {"message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers", "message/rfc822-headers"}
_RECIPIENTS = {
    *("to", "cc", "apparently-to", "resent-to"),
    *("delivered-to", "envelope-to", "x-original-to", "x-envelope-to", "x-delivered-to", "x-forwarded-to", "received"),
}
_PROGRAMS = {"auto_reply", "bulk", "junk"}
_FOLD = re.compile(r"\r?\n[ \t]+")
_ARRIVED = {"delivered", "relayed", "expanded"}
_MOST_PARTS = 30
_MOST_BLOCKS = 100
_LONGEST_TEXT = 64 * 1024
_LONGEST_VALUE = 2000
_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
_UNSPECIFIC = re.compile(r"[45]\.0\.0")
_BLANK_LINES = re.compile(r"(?:\r?\n[ \t]*){2,}")
_MESSAGE_ID = re.compile(r"^message-id:\s*<([0-9a-f]{32})@", re.IGNORECASE | re.MULTILINE)


class Report(Struct, frozen=True):
    """What a report says of its letter, the status code of the first failure or delay, and the ids of messages it returns."""

    outcome: Outcome
    code: str
    message_ids: tuple[str, ...] = ()


class Recipient(Struct, frozen=True):
    """What a report says of one recipient: the action, and the status code (empty for an action without trouble)."""

    action: str
    code: str


class Heading(Struct, frozen=True):
    """What the header of a message says of it: where it was sent, whether it is a report, and whether a program wrote it."""

    recipients: Sequence[str]
    is_report: bool
    is_automatic: bool


def heading_of(header: bytes) -> Heading:
    """Read a header line by line: a broken one is no reason to read nothing."""
    lines = [line.partition(":") for line in _FOLD.sub(" ", header.decode("latin-1")).splitlines()]
    fields = [(name.strip().lower(), value.strip()) for name, _, value in lines]
    content_type = next((value.lower() for name, value in fields if name == "content-type"), "")
    is_receipt = "disposition-notification" in content_type
    return Heading(
        recipients=[value for name, value in fields if name in _RECIPIENTS],
        is_report="multipart/report" in content_type and not is_receipt,
        is_automatic=is_receipt or any(_is_automatic(name, value.lower()) for name, value in fields),
    )


def _is_automatic(name: str, value: str) -> bool:
    return name in {"x-autoreply", "x-autorespond"} or (name == "auto-submitted" and value != "no") or (name == "precedence" and value in _PROGRAMS)


def report_in(raw: bytes) -> Report | None:
    """Return the report that a message is; None for every other message, such as a vacation answer."""
    parts = list(islice(_parts(message_from_bytes(raw)), _MOST_PARTS))
    recipients = [recipient for part in parts if part.get_content_type() in _REPORTS for recipient in _recipients(part)]
    if not recipients:
        return None
    outcome = _outcome({recipient.action for recipient in recipients})
    code = next((recipient.code for recipient in recipients if recipient.code and recipient.action not in _ARRIVED), "")
    returned = [message_id for part in parts if part.get_content_type() in _RETURNED for message_id in _returned_ids(part)]
    return Report(outcome, code, tuple(returned[:_MOST_PARTS]))


def _outcome(actions: set[str]) -> Outcome:
    if "failed" in actions:
        return "partly" if actions & _ARRIVED else "failed"
    return "delayed" if "delayed" in actions else "delivered"


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts of a message, but not those of a message that it encloses: a forwarded report is no report."""
    payload = message.get_payload()
    if message.get_content_maintype() != "multipart" or not isinstance(payload, list):
        yield message
        return
    for part in payload:
        if isinstance(part, Message):
            yield from _parts(part)


def _recipients(part: Message) -> Iterator[Recipient]:
    for block in islice(_blocks(part), _MOST_BLOCKS):
        action = _value(block, "Action").strip().lower().partition(" ")[0]
        status = _STATUS.search(_value(block, "Status"))
        if action not in {"failed", "delayed"} | _ARRIVED:  # some servers give only the code
            if action or status is None or status[1] == "2":
                continue
            action = "failed" if status[1] == "5" else "delayed"
        yield Recipient(action, _code(block, status) if action not in _ARRIVED else "")


def _code(block: Message, status: re.Match[str] | None) -> str:
    """Return the status code; where it says nothing, that of the server's answer if there is one."""
    code = status[0] if status and status[1] != "2" else "5.0.0"
    if not _UNSPECIFIC.fullmatch(code):
        return code
    answer = _STATUS.search(_value(block, "Diagnostic-Code"))
    return answer[0] if answer and answer[1] != "2" else code


def _blocks(part: Message) -> Iterator[Message]:
    """Yield the groups of fields of a report, also of one that was encoded against the rules."""
    payload = part.get_payload()
    groups = payload if isinstance(payload, list) else [part]
    yield from (group for group in groups if isinstance(group, Message) and group is not part)
    for group in groups:
        text = group.get_payload() if isinstance(group, Message) else ""
        if isinstance(text, str) and text.strip():
            text = _decoded(text, str(part.get("Content-Transfer-Encoding", "")))
            yield from map(message_from_string, _BLANK_LINES.split(text[:_LONGEST_TEXT].strip()))


def _decoded(text: str, encoding: str) -> str:
    carrier = Message()
    carrier["Content-Transfer-Encoding"] = encoding
    carrier.set_payload(text)
    content = carrier.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else text


def _returned_ids(part: Message) -> Iterable[str]:
    """Return the ids of our letters in a returned message, or in its headers."""
    payload = part.get_payload()
    if isinstance(payload, list):
        headers = [f"Message-ID: {_value(returned, 'Message-ID').strip()}" for returned in payload if isinstance(returned, Message)]
        return _MESSAGE_ID.findall("\n".join(headers))
    text = _decoded(str(payload)[:_LONGEST_TEXT], str(part.get("Content-Transfer-Encoding", "")))
    return _MESSAGE_ID.findall(text)


def _value(message: Message, name: str) -> str:
    return str(message.get(name, ""))[:_LONGEST_VALUE]
