"""Why a letter did not arrive, in plain words: what is stored are codes (RFC 3463, RFC 5321) or the class of an error."""

from __future__ import annotations

import re

from coalition.languages import Message

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_POLICY = 7
_REPLY = re.compile(r"^[245]\d\d\b")

_REFUSED = Message("The mail server of the recipient refused it.")
_UNREACHABLE = Message("The mail server could not be reached.")
_FULL = Message("The mailbox is full.")
_TOO_LARGE = Message("The letter is too large for the mailbox.")
_BLOCKED = Message("The mail server of the recipient blocks our letters, or takes them for spam.")
_NO_MAILBOX = Message("The mailbox does not exist.")
_NOT_UNDERSTOOD = Message("The mail server cannot write to this address, or does not understand the letter.")

# Subject and detail of a status code; None for every other detail of the subject.
_BY_STATUS: dict[tuple[int, int | None], Message] = {
    (1, 2): Message("The part of the address after the @ does not exist."),
    (1, 10): Message("The part of the address after the @ accepts no mail."),
    (1, 7): Message("The mail server of the recipient does not accept our address as the sender."),
    (1, 8): Message("The mail server of the recipient does not accept our address as the sender."),
    (1, None): _NO_MAILBOX,
    (2, 1): Message("The mailbox is closed, or accepts no letters now."),
    (2, 2): _FULL,
    (2, 3): _TOO_LARGE,
    (2, None): Message("The mailbox does not accept the letter."),
    (3, 4): _TOO_LARGE,
    (3, None): Message("The mail server of the recipient cannot take letters now."),
    (4, None): _UNREACHABLE,
    (5, None): _NOT_UNDERSTOOD,
    (6, None): _NOT_UNDERSTOOD,
    (7, None): _BLOCKED,
}
_LATER = Message("The mail server asked to try again later.")
_BY_REPLY = {
    "421": _LATER,
    "450": _LATER,
    "451": _LATER,
    "452": _LATER,
    "550": Message("The mailbox does not exist, or the mail server refused the letter."),
    "552": Message("The mailbox is full, or the letter is too large."),
    "553": _NO_MAILBOX,
}
_OUR_SERVER = Message("Our own mail server refused us.")
_BROKEN = Message("The connection broke while the letter was sent. Nobody knows whether it arrived.")
_BY_ERROR = {
    "KeyringUnusable": Message("The keyring lacks the key under which the letter is encrypted. Tell whoever runs the server."),
    "SMTPAuthenticationError": _OUR_SERVER,
    "SMTPSenderRefused": _OUR_SERVER,
}


def reason_of(error: str, *, uncertain: bool = False) -> Message | None:
    """Return the reason in plain words for the stored codes of a letter; None if nothing went wrong."""
    if uncertain:
        return _BROKEN
    status, reply = _STATUS.search(error), _REPLY.match(error)
    if status:
        subject, detail = int(status[2]), int(status[3])
        if (status[1], subject) == ("4", _POLICY):
            return _LATER  # greylisting, or too many letters at once
        return _BY_STATUS.get((subject, detail)) or _BY_STATUS.get((subject, None)) or _REFUSED
    if reply:
        return _BY_REPLY.get(reply[0], _REFUSED)
    return _BY_ERROR.get(error, _UNREACHABLE) if error else None
