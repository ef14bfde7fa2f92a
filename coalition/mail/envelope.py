"""The envelope sender of a letter (VERP): the address to which mail servers report tells which letter a report is about.

It is `local+EXTENSION@domain`. The extension holds the id of the letter and a code that only this installation can compute, so that
nobody can report about a letter that they never saw.
"""

from __future__ import annotations

import binascii
import hmac
import re
from base64 import b32decode, b32encode
from email.utils import parseaddr
from typing import TYPE_CHECKING

from coalition.mail.message import in_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.settings import Settings

_ID_BYTES = 16
_CODE_BYTES = 8
_EXTENSION = re.compile(r"[a-z2-7]{39}")  # servers may change the case, so that it is written in base32


def envelope_sender(message_id: str, chosen: Settings) -> str:
    """Return the envelope sender of a letter; the plain address of the sender if no mailbox for reports is set.

    Raises:
        NotAscii: the plain address cannot be written in ASCII.

    """
    if not chosen.bounce_url:
        return in_ascii(parseaddr(chosen.mail_from)[1])
    local, _, domain = chosen.bounce_sender.rpartition("@")
    extension = b32encode(bytes.fromhex(message_id) + _code(message_id, chosen)).decode().rstrip("=").lower()
    return f"{local}+{extension}@{domain}"


def _code(message_id: str, chosen: Settings) -> bytes:
    return hmac.digest(chosen.secret_key.get_secret_value().encode(), f"bounce {message_id}".encode(), "sha256")[:_CODE_BYTES]


def extensions_in(texts: Iterable[str], chosen: Settings) -> list[str]:
    """Return what stands between `local+` and `@domain` where texts, such as headers, hold our address with an extension."""
    local, _, domain = chosen.bounce_sender.lower().rpartition("@")
    ours = re.compile(rf"(?<![a-z0-9._+-]){re.escape(local)}\+([a-z0-9._+-]{{1,64}})@{re.escape(domain)}(?![a-z0-9-]|\.[a-z0-9])")
    return [extension for text in texts for extension in ours.findall(text.lower())]


def message_id_of(extension: str, chosen: Settings) -> str | None:
    """Return the id of the letter that left with an extension; None if this installation never made it."""
    if not _EXTENSION.fullmatch(extension):
        return None
    try:
        parts = b32decode(f"{extension.upper()}=")
    except binascii.Error:  # pragma: no cover -- the pattern allows only what can be decoded
        return None
    message_id, code = parts[:_ID_BYTES].hex(), parts[_ID_BYTES:]
    return message_id if hmac.compare_digest(code, _code(message_id, chosen)) else None
