"""Limits on repeated attempts, without storing anybody's address."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import secrets
import time
from collections import OrderedDict, deque
from typing import TYPE_CHECKING, Any

from litestar.exceptions import TooManyRequestsException

from coalition.settings import load

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection

_KEY_LASTS = 24 * 3600.0
_MOST_KEYS = 20_000
_PREFIX = {4: 24, 6: 56}


class Limit:
    """At most `attempts` in `seconds` from one network or to one mailbox; only keyed hashes are held, in memory, for a day at most."""

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
        if not self.allows(network_of(request)):
            raise TooManyRequestsException

    def allows(self, origin: str) -> bool:
        """Count an attempt from a network or to a mailbox, and return whether the limit allows it."""
        now = time.monotonic()
        if now - self._made_at > _KEY_LASTS:
            self.forget()
        origin_hash = hmac.digest(self._key, origin.encode(), hashlib.sha256)[:8]
        attempts = self._seen.setdefault(origin_hash, deque(maxlen=self.attempts))
        self._seen.move_to_end(origin_hash)
        if len(self._seen) > _MOST_KEYS:
            self._seen.popitem(last=False)
        if len(attempts) == self.attempts and now - attempts[0] < self.seconds:
            return False
        attempts.append(now)
        return True


def network_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the /24 or /56 network a request comes from; a forwarded address is believed only from a trusted proxy."""
    address = request.client.host if request.client else ""
    proxies = load().trusted_proxies
    if address in proxies or (not address and proxies):
        forwarded = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")]
        address = next((part for part in reversed(forwarded) if part and part not in proxies), address)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "elsewhere"
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    return str(ipaddress.ip_network((parsed, _PREFIX[parsed.version]), strict=False))
