"""Which proxies are believed, and a line in the log if a proxy is not.

All visitors of a proxy that is not trusted count as one network, and limits meant for one hit everybody.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from coalition.settings import load

if TYPE_CHECKING:
    from litestar.types import Scope

log = logging.getLogger(__name__)
_SENTENCE = "Requests come through a proxy that COALITION_TRUSTED_PROXIES does not name; its visitors count as one network."


def is_trusted(address: str) -> bool:
    """Return whether a peer is a proxy whose forwarded headers are believed; a peer on a Unix socket has no address."""
    proxies = load().trusted_proxies
    return address in proxies or (not address and bool(proxies))


def address_of(peer: str, forwarded: str) -> str:
    """Return the address of a client: that of the peer, or what the last trusted proxy says of whom it forwards."""
    if not is_trusted(peer):
        return peer
    addresses = [part.strip() for part in forwarded.split(",")]
    return next((address for address in reversed(addresses) if address and address not in load().trusted_proxies), peer)


class ProxyWatch:
    """Looks for the first request that was forwarded by a proxy that is not trusted."""

    def __init__(self) -> None:
        """Begin with nothing said."""
        self.said = False

    def look(self, scope: Scope) -> None:
        """Log the sentence once, without any address."""
        if b"x-forwarded-for" in dict(scope["headers"]) and not is_trusted(scope["client"][0] if scope["client"] else ""):
            self.said = True
            log.warning("proxy_not_trusted %s", _SENTENCE)


def warn_at_start() -> None:
    """Log it at the start where there must be a proxy: people reach the site by https, and this server speaks plain HTTP."""
    if load().secure and not load().trusted_proxies:
        log.warning("proxy_not_trusted %s", _SENTENCE)
