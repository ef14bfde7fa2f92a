"""The page cache: a public page is rendered once for each change of what it is about; its bytes are sent before the application is asked."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

from litestar.enums import ScopeType
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent
from msgspec import Struct

from coalition import clock, remembered
from coalition.notices.page_subjects import HOST, SITE, collecting
from coalition.web.cached_pages import CachedPage, PageStore, Rendered
from coalition.web.known_changes import KnownChanges
from coalition.web.page_addresses import address_of
from coalition.web.page_processes import PageProcesses
from coalition.web.pages import STREAMED

if TYPE_CHECKING:
    from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

    from coalition.web.page_addresses import Address

log = logging.getLogger(__name__)
REBUILD_EVERY = 0.5  # seconds between two renderings of a page, at least
OLD_FOR = 0.75  # seconds in which a page that is out of date may still be served; with a look, less than one
_MOST_TRIES = 5
_NAMES_NOTHING = frozenset({SITE, HOST})
_OF_A_SCOPE = ("type", "asgi", "http_version", "scheme", "root_path", "server", "extensions", "app")


class Answer(Struct, frozen=True):
    """A page that the application rendered; or, if its response is not public, the messages of the response."""

    rendered: Rendered | None
    messages: list[Message] = []

    @property
    def is_complete(self) -> bool:
        """Whether the messages are the whole response; of one that is sent piece by piece there is only the start."""
        return len(self.messages) > 1


class _Streamed(BaseException):
    """Raised where an application begins to send a response piece by piece, to stop it: nobody reads the pieces there."""


class PageCache:
    """Serves public responses from memory.

    A page that is out of date is served for less than another second while it is rendered in the background, once for all readers. What
    was removed is never served: a removal makes every page unusable, and so does a database that does not answer, except for pages
    that are not about the register.
    """

    def __init__(self, app: ASGIApp, known: KnownChanges | None = None, old_for: float = OLD_FOR, elsewhere: ASGIApp | None = None) -> None:
        """Wrap `app`; `old_for` is how long a page that is out of date is served, in seconds.

        `elsewhere` answers every request that is not for a public page; without it, `app` does.
        """
        self.app = app
        self.elsewhere = elsewhere or app
        self.known = known or KnownChanges()
        self.old_for = old_for
        self.pause = asyncio.sleep
        self.processes = PageProcesses(self.known)
        self.store = PageStore()
        self.running: dict[str, asyncio.Task[Answer]] = {}
        self.waiting: dict[str, asyncio.Task[None]] = {}
        self._removals = self.known.removals

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send cached bytes, or ask the application and cache what it publishes."""
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
        elif scope["method"] not in {"GET", "HEAD"}:
            await self.processes.answer(self.elsewhere, scope, receive, send)
        elif scope["path"].startswith("/api/") and any(name == b"authorization" for name, _ in scope["headers"]):
            await self.elsewhere(scope, receive, send)
        else:
            await self._read(scope, receive, send)

    async def _read(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        query = scope.get("query_string", b"")
        key = f"{scope['path']}?{query.decode('latin-1')}" if query else scope["path"]
        now = self.known.now()
        if self.known.trusted_at(now) and (rendered := self._servable(key, now)):
            await _send(rendered.page, scope, send)
            return
        address = address_of(scope["path"], query)
        if address is None:
            await self.elsewhere(scope, receive, send)
        elif not address.cached:
            await self.elsewhere(cast("Scope", address.in_scope(scope)), receive, send)
        else:
            await self._serve(address, scope, receive, send)

    async def _serve(self, address: Address, scope: HTTPScope, receive: Receive, send: Send) -> None:
        """Send a page from the store, or render it: all who wait for a page share one rendering."""
        asked = cast("Scope", address.in_scope(scope))
        for _ in range(_MOST_TRIES):
            if not self.known.trusted and not await self._regain_trust():
                await self._without_the_database(address, asked, receive, send)
                return
            rendered = self._servable(address.key, self.known.now())
            if rendered is None:
                is_first = address.key not in self.running
                answer = await asyncio.shield(self._rendering(address.key, asked))
                rendered = answer.rendered
                if rendered is None:
                    is_whole = answer.is_complete or scope["method"] == "HEAD"
                    await (_pass_on(answer.messages, scope, send) if is_first and is_whole else self.app(asked, receive, send))
                    return
            if self.known.trusted and rendered.removals == self.known.removals:
                await _send(rendered.page, scope, send)
                return
        await self.app(asked, receive, send)  # something is removed again and again

    async def _regain_trust(self) -> bool:
        if not await self.known.look():
            return False
        if not self.known.trusted:
            await self.processes.report_if_possible()
        return self.known.trusted

    async def _without_the_database(self, address: Address, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a page that contains no name; for any other the application says that it cannot answer."""
        rendered = self.store.get(address.key)
        if rendered and rendered.subjects and SITE in rendered.subjects <= _NAMES_NOTHING:
            await _send(rendered.page, scope, send)
        else:
            await self.app(scope, receive, send)

    def _servable(self, key: str, now: float) -> Rendered | None:
        """Return a page that may be sent now; one that is out of date is rendered again soon."""
        if self._removals != self.known.removals:
            self.forget()
        rendered = self.store.get(key)
        if rendered is None or rendered.day != clock.today():
            return None
        if self.known.is_current(rendered):
            rendered.current = now
            return rendered
        if now - rendered.current > self.old_for:
            return None
        if key not in self.waiting and key not in self.running:
            self.waiting[key] = asyncio.create_task(self._rebuild(key, rendered, REBUILD_EVERY - (now - rendered.started)))
        return rendered

    async def _rebuild(self, key: str, rendered: Rendered, pause: float) -> None:
        try:
            await self.pause(max(pause, 0))
            if self.store.pages.get(key) is rendered and not self.known.is_current(rendered):
                answer = await self._rendering(key, rendered.scope)
                if answer.rendered is None:
                    self.store.remove(key)
        except Exception as error:  # noqa: BLE001 -- the next reader asks again
            log.warning("page_not_rendered error=%s", type(error).__name__)
        finally:
            del self.waiting[key]

    def _rendering(self, key: str, scope: Scope | dict[str, Any]) -> asyncio.Task[Answer]:
        """Return the task that renders a page: the one that is running, or a new one."""
        task = self.running.get(key)
        if task is None:
            task = self.running[key] = asyncio.create_task(self._render(key, scope))
            task.add_done_callback(lambda _: self.running.pop(key, None))
        return task

    async def _render(self, key: str, scope: Scope | dict[str, Any]) -> Answer:
        """Let the application respond; store the page that it publishes."""
        day, seen, removals, started = clock.today(), self.known.count, self.known.removals, self.known.now()
        messages: list[Message] = []

        async def collect(message: Message) -> None:
            messages.append(message)
            if _is_streamed(message):
                raise _Streamed

        with collecting() as subjects, suppress(_Streamed):
            await self.app(cast("Scope", {**scope, "method": "GET", "state": {}}), _no_body, collect)  # a HEAD is answered from the cached GET
        if not messages or not _is_public(messages[0]):
            return Answer(None, messages)
        body = b"".join(message.get("body", b"") for message in messages[1:])  # type: ignore[misc]  # messages of the body
        page = await asyncio.to_thread(CachedPage.of, list(cast("Any", messages[0])["headers"]), body)
        again = {name: scope[name] for name in _OF_A_SCOPE if name in scope} | _without_reader(scope)  # type: ignore[literal-required]
        rendered = Rendered(page, frozenset(subjects) or None, day, seen, removals, started, started, again)
        if removals == self.known.removals:
            self.store.put(key, rendered)
        return Answer(rendered)

    def forget(self) -> None:
        """Drop every page, and what pages were made of."""
        self.store.clear()
        remembered.forget()
        self._removals = self.known.removals


def _is_streamed(message: Message) -> bool:
    return message["type"] == "http.response.start" and (b"cache-control", STREAMED.encode()) in message["headers"]


def _is_public(message: Message) -> bool:
    if message["type"] != "http.response.start" or message["status"] != 200:  # noqa: PLR2004
        return False
    return any(name.lower() == b"cache-control" and value.startswith(b"public") for name, value in message["headers"])


def _without_reader(scope: Scope | dict[str, Any]) -> dict[str, Any]:
    """Return the parts of a request with nothing of the reader, for rendering the page again."""
    return {**{name: cast("Any", scope)[name] for name in ("path", "raw_path", "query_string")}, "headers": [], "client": None}


async def _no_body() -> Any:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _pass_on(messages: list[Message], scope: HTTPScope, send: Send) -> None:
    for message in messages:
        if message["type"] == "http.response.body" and scope["method"] == "HEAD":
            message["body"] = b""
        await send(message)
    if messages[-1]["type"] == "http.response.start":
        await send(HTTPResponseBodyEvent(type="http.response.body", body=b"", more_body=False))


async def _send(page: CachedPage, scope: HTTPScope | Scope, send: Send) -> None:
    status, headers, body = page.response(dict(scope["headers"]))
    sent = b"" if cast("HTTPScope", scope)["method"] == "HEAD" else body
    await send(HTTPResponseStartEvent(type="http.response.start", status=status, headers=headers))
    await send(HTTPResponseBodyEvent(type="http.response.body", body=sent, more_body=False))
