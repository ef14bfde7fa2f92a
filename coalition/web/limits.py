"""Limits on repeated attempts, without storing anybody's address.

Three things are counted apart: what a network does, what happens to an account, and the letters that strangers cause to one mailbox.
A valid link, session or password is never refused because of what others did: networks are limited only in what anybody may send, and
in what was wrong. The counts live in the memory of one process; several processes each have their own.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any

from litestar.exceptions import TooManyRequestsException

from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.web.proxies import address_of

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

_KEY_LASTS = 24 * 3600.0
_MOST_KEYS = 20_000
LONGEST_WAIT = 600  # seconds; a refusal that names no time of its own is over then
_PREFIX = {4: 24, 6: 56}


class Limit:
    """At most `attempts` in `seconds` for one network, account, mailbox or session; only keyed hashes are held, in memory, for a day at most."""

    def __init__(self, attempts: int, seconds: float) -> None:
        """Set the numbers."""
        self.attempts = attempts
        self.seconds = seconds
        self.forget()

    def forget(self) -> None:
        """Forget all attempts, and take another key."""
        self._key = secrets.token_bytes(32)
        self._made_at = time.monotonic()
        self._seen: OrderedDict[bytes, deque[float]] = OrderedDict()

    def check(self, request: ASGIConnection[Any, Any, Any, Any]) -> None:
        """Count an attempt.

        Raises:
            TooManyRequestsException: the network made too many.

        """
        self.check_for(network_of(request))

    def check_for(self, origin: str) -> None:
        """Count an attempt of a network, an account, or whatever else is limited.

        Raises:
            TooManyRequestsException: there were too many.

        """
        if not self.allows(origin):
            raise TooManyRequestsException(headers=self.retry_after)

    @property
    def retry_after(self) -> dict[str, str]:
        """The header that says after how many seconds every attempt is forgotten."""
        return {"Retry-After": f"{self.seconds:.0f}"}

    def allows(self, origin: str) -> bool:
        """Count an attempt and return True, unless the limit is reached."""
        attempts, now = self._attempts_of(origin), time.monotonic()
        if len(attempts) == self.attempts and now - attempts[0] < self.seconds:
            return False
        attempts.append(now)
        return True

    def is_reached(self, origin: str) -> bool:
        """Return whether no further attempt is allowed now; count nothing."""
        attempts = self._attempts_of(origin)
        return len(attempts) == self.attempts and time.monotonic() - attempts[0] < self.seconds

    def count(self, origin: str) -> None:
        """Count an attempt."""
        self._attempts_of(origin).append(time.monotonic())

    def take_back(self, origin: str) -> None:
        """Take an attempt back that was counted and should not be."""
        attempts = self._attempts_of(origin)
        if attempts:
            attempts.pop()

    def _attempts_of(self, origin: str) -> deque[float]:
        if time.monotonic() - self._made_at > _KEY_LASTS:
            self.forget()
        origin_hash = hmac.digest(self._key, origin.encode(), hashlib.sha256)[:8]
        attempts = self._seen.setdefault(origin_hash, deque(maxlen=self.attempts))
        self._seen.move_to_end(origin_hash)
        if len(self._seen) > _MOST_KEYS:
            self._seen.popitem(last=False)
        return attempts


class LettersToMailboxes:
    """How many letters strangers may cause to one mailbox, all kinds together; those who own it are not harmed by what strangers did.

    Letters that sign a coordinator in have their own, wider limit: two in ten minutes, each with a link that works for thirty. So there
    is a link that works in the mailbox whenever no further letter is sent.
    """

    def __init__(self) -> None:
        """Begin with no letters."""
        self._in_an_hour, self._in_a_day = Limit(3, 3600), Limit(6, _KEY_LASTS)
        self._that_sign_in = Limit(2, 600)

    def allow(self, address: str) -> bool:
        """Count a letter of any kind and return whether it may be written."""
        mailbox = _mailbox_of(address)
        return not self._in_a_day.is_reached(mailbox) and self._in_an_hour.allows(mailbox) and self._in_a_day.allows(mailbox)

    def allow_to_sign_in(self, address: str) -> bool:
        """Count a letter with a link to sign in and return whether it may be written."""
        return self._that_sign_in.allows(_mailbox_of(address))


letters_to_mailboxes = LettersToMailboxes()
TOO_MANY = InvalidForm({"form": Message("Too many requests came from your network. Wait a few minutes, then send the form again.")})
_unknown_links = Limit(60, 600)


def check_unknown_link(request: ASGIConnection[Any, Any, Any, Any]) -> None:
    """Count a link that does not exist; those that do are never counted, so that nobody is refused for the guesses of others.

    Raises:
        TooManyRequestsException: the network sent too many.

    """
    _unknown_links.check(request)


def status_of(problems: InvalidForm | None) -> int:
    """Return the status of a page that shows a form, or shows it again with what is wrong."""
    if problems is None:
        return 200
    return 429 if problems is TOO_MANY else 422


def _mailbox_of(address: str) -> str:
    """Return what is the same in all spellings of one mailbox: letters in any case, and a tag after `+`."""
    name, _, host = address.casefold().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def network_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the /24 or /56 network a request comes from; a forwarded address is believed only from a trusted proxy."""
    address = address_of(request.client.host if request.client else "", request.headers.get("x-forwarded-for", ""))
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "elsewhere"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, _PREFIX[parsed.version]), strict=False))
