"""Headers of every response, and the refusal of forms posted from other sites."""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litestar.enums import ScopeType

from coalition.settings import load
from coalition.web.limits import LONGEST_WAIT
from coalition.web.options import allowed_at, send_options
from coalition.web.proxies import ProxyWatch

if TYPE_CHECKING:
    from collections.abc import Iterable

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'"
)
_AT_DESK = f"{_POLICY}; connect-src 'self'"  # its pages store what is typed in them
_DESK = re.compile(r"/[a-z]{2,3}/desk/")
_ALWAYS = [
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
]
_HSTS = (b"strict-transport-security", b"max-age=63072000; includeSubDomains")


class Headers:
    """Wraps the application: adds the headers, and refuses cross-site POSTs before anything else reads them."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self.app = app
        self.proxies = ProxyWatch()
        self.added = [*_ALWAYS, _HSTS] if load().secure else _ALWAYS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application respond, or refuse the request."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        if not self.proxies.said:
            self.proxies.look(scope)

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                policy = _AT_DESK if _DESK.match(scope["path"]) else _POLICY
                headers = [*message.get("headers", []), (b"content-security-policy", policy.encode()), *self.added]
                message["headers"] = [*headers, *_until_when(message["status"], headers)]
            await send(message)

        if scope["method"] == "OPTIONS" and (allowed := allowed_at(scope["path"])):
            await send_options(allowed, with_headers)
            return
        if scope["method"] not in {"GET", "HEAD", "OPTIONS"} and comes_from_elsewhere(scope):
            await _refuse(with_headers)
            return
        await self.app(scope, receive, with_headers)


def _until_when(status: int, headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return the header that every refusal for too many attempts has, unless it is there."""
    if status != HTTPStatus.TOO_MANY_REQUESTS or any(name.lower() == b"retry-after" for name, _ in headers):
        return []
    return [(b"retry-after", str(LONGEST_WAIT).encode())]


def comes_from_elsewhere(scope: Scope) -> bool:
    """Return whether a browser says that another site made this request to a page.

    The API is not checked here: its tokens protect it, since no browser adds one by itself. `Sec-Fetch-Site` decides
    where the browser sends it. Otherwise the `Origin` must be ours, if there is one; browsers send `null` under our own
    `no-referrer` policy, and then the `SameSite=Strict` cookie protects. Programs send neither header.
    """
    if scope["path"].startswith("/api/"):
        return False
    headers = dict(scope["headers"])
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site not in {b"same-origin", b"none"}
    origin = headers.get(b"origin", b"null").decode("latin-1")
    if origin == "null":
        return False
    ours = {headers.get(b"host", b"").decode("latin-1"), urlsplit(load().base_url).netloc}
    return urlsplit(origin).netloc not in ours


async def _refuse(send: Send) -> None:
    body = b"This form was sent from another site.\n"
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
