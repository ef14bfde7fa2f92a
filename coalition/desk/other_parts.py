"""After a part of a page was carried out: the page with the other parts as they were typed, in place of a redirect that would lose them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from litestar import Response

from coalition import parts_of_pages
from coalition.parts_of_pages import AskedForPage
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest
from coalition.web.sessions import page_of

if TYPE_CHECKING:
    from typing import Any

    from litestar.types import ASGIApp, Message, Receive, Scope, Send

_OF_THE_BODY = {b"content-length", b"content-type", b"transfer-encoding"}


def keeping_other_parts(app: ASGIApp) -> ASGIApp:
    """Return the application for routes whose redirects give way to the page that was sent, if something was typed in its other parts."""

    async def within(scope: Scope, receive: Receive, send: Send) -> None:
        waiting: list[Any] = []

        async def send_or_wait(message: Message) -> None:
            sent = parts_of_pages.remembered()
            leads_away = message["type"] == "http.response.start" and message["status"] == HTTPStatus.SEE_OTHER
            if waiting or (leads_away and sent and sent.changed):
                waiting.append(message)
            else:
                await send(message)

        if "leads_on" in scope["state"]:  # the page is read here, below
            await app(scope, receive, send)
            return
        with parts_of_pages.forgotten_afterwards():
            await app(scope, receive, send_or_wait)
            for message in await _page_instead(scope, waiting) if waiting else ():
                await send(message)

    return within


def go_to_page(request: AnyRequest, error: AskedForPage) -> Response[bytes]:
    """Redirect to the page with several parts; what was typed in them is shown there instead of the redirect."""
    path = f"/{language_of(request)}{error.page}"
    answer = redirect("desk.today.show", lang=language_of(request))
    answer.headers["Location"] = path if page_of(path) == path else answer.headers["Location"]
    return answer


async def _page_instead(scope: Scope, waiting: list[Any]) -> list[Any]:
    """Return the page with what was typed beside, as the browser would read it after the redirect; the redirect if there is no such page now."""
    sent = parts_of_pages.remembered()
    parts_of_pages.remember(sent := sent.changed if sent else None)
    target = urlsplit(dict(waiting[0]["headers"])[b"location"].decode())
    path = f"/{scope['path'].split('/')[1]}{sent.page}" if sent else ""
    if page_of(path) != path:
        return waiting
    leads_on = "" if target.path == path else target.geturl()
    page = await _read(scope, path, target.query, leads_on)
    if page[0]["status"] != HTTPStatus.OK:
        return waiting
    cookies = [pair for pair in waiting[0]["headers"] if pair[0] == b"set-cookie"]
    return [{**page[0], "headers": [*page[0]["headers"], *cookies]}, *page[1:]]


async def _read(scope: Scope, path: str, query: str, leads_on: str) -> list[Any]:
    """Return the answer of the desk to a GET of the same person."""
    answer: list[Any] = []
    headers = [pair for pair in scope["headers"] if pair[0] not in _OF_THE_BODY]
    base = {key: scope[key] for key in ("type", "asgi", "http_version", "scheme", "server", "client", "root_path", "extensions") if key in scope}
    own = {"method": "GET", "path": path, "raw_path": path.encode(), "query_string": query.encode(), "headers": headers}

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        answer.append(message)

    await scope["litestar_app"]({**base, **own, "state": {"leads_on": leads_on}}, receive, send)  # type: ignore[arg-type]  # one of HTTP, put together here
    return answer
