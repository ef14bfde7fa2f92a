"""The applications of the four audiences, behind the page cache and the headers of every response."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import asynccontextmanager, contextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from litestar import Litestar, Request
from litestar.exceptions import HTTPException

from coalition import collector, database, settings, tables
from coalition.clock_marks.marking import heed_mark, keep_marking
from coalition.errors import CoalitionError
from coalition.jobs.worker import work
from coalition.keys import check_keyring
from coalition.public import router as public
from coalition.text.preparing import prepare
from coalition.web.audiences import Audiences, LateApplication
from coalition.web.compressed_streams import CompressedStreams
from coalition.web.errors import PAGE_ERRORS
from coalition.web.headers import Headers
from coalition.web.page_cache import PageCache

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping, Sequence

    from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

    from coalition.web.forwarding import Forwarding

    Beside = Callable[[Audiences, asyncio.Event], Sequence[Coroutine[Any, Any, None]]]

log = logging.getLogger(__name__)

LARGEST_BODY = 5 * 1024 * 1024
# The schema is our own, and so are the logs: those of Litestar would print the lines of every library, with the addresses that were fetched.
PLAIN: dict[str, Any] = {"openapi_config": None, "logging_config": None}
HEAD_START = 0.5  # seconds in which readers have the process for themselves
# Seconds after which a busy thread lets others go on. A request hands over to the thread of the database and back dozens of times; beside
# a thread that plans an import it may wait for this long each time.
LONGEST_TURN = 0.0001


def create_app(*, with_worker: bool = True) -> Headers:
    """Make the application for the settings of the environment; `with_worker` does queued work in this process too."""
    people, programs = LateApplication(_for_people), LateApplication(_for_programs)
    others = {"invitations": people, "signing": people, "drafting": people, "sign-in": people, "desk": people, "api": programs}
    return _application(others, lambda audiences, stop: [keep_marking(stop), build_the_rest(audiences, stop, with_worker=with_worker)])


def create_reading_app(forwarding: Forwarding) -> Headers:
    """Make the application of a process that sends public pages, and hands all other requests over to the process that writes."""
    programs = LateApplication(_for_programs)
    return _application(
        {"api": programs}, lambda _, stop: [forwarding.close_after(stop), asyncio.to_thread(prepare)], explained(forwarding.hand_over)
    )


def _application(others: Mapping[str, LateApplication], beside: Beside, elsewhere: ASGIApp | None = None) -> Headers:
    """Make an application of readers and of `others`, by the words that begin their paths.

    `beside` returns what runs until the application stops. `elsewhere` answers every request that is not for a public page; without it,
    the application itself does.
    """
    assert tables.TABLES  # noqa: S101 -- every table is known before the engine is bound
    stop = asyncio.Event()

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        check_keyring()
        database.bind(database.engine_from_url(settings.load().database_url))
        await database.open_engine()
        await heed_mark()
        page_cache.processes.join()
        tasks = [*map(asyncio.create_task, [page_cache.processes.watch(stop), *beside(audiences, stop)])]
        try:
            with short_turns(), collector.brief():
                yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)
            await database.close_engine()

    audiences = Audiences(Litestar(public.HANDLERS, lifespan=[lifespan], **PLAIN, **public.OPTIONS), others)
    page_cache = PageCache(CompressedStreams(audiences), elsewhere=elsewhere)
    return Headers(page_cache)


@contextmanager
def short_turns() -> Iterator[None]:
    """Let a busy thread go on for `LONGEST_TURN` only, until the block ends."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(LONGEST_TURN)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


async def build_the_rest(audiences: Audiences, stop: asyncio.Event, *, with_worker: bool) -> None:
    """Build the other applications after a head start for readers, and load what texts need; then do queued work, even if that failed."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), HEAD_START)
    try:
        await audiences.applications()
        await asyncio.to_thread(prepare)
    except Exception as error:
        log.exception("audience_failed error=%s", type(error).__name__)
    if with_worker:
        await asyncio.to_thread(import_module, "coalition.job_kinds")
        await work(stop)


def _for_people() -> Litestar:
    """Build the application of representatives and coordinators."""
    from coalition.desk.router import desk_router, sign_in_router
    from coalition.signing.router import signing_router

    routers = [signing_router, sign_in_router, desk_router]
    return Litestar(routers, exception_handlers=PAGE_ERRORS, request_max_body_size=LARGEST_BODY, **PLAIN)


def _for_programs() -> Litestar:
    """Build the application of the API."""
    from coalition.api.problems import API_ERRORS
    from coalition.api.router import api_router

    return Litestar([api_router], exception_handlers=API_ERRORS, request_max_body_size=LARGEST_BODY, **PLAIN)


def explained(hand_over: ASGIApp) -> ASGIApp:
    """Wrap an application outside of Litestar: what it raises before it responds is answered as Litestar would."""

    async def respond(scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await hand_over(scope, receive, send)
        except (HTTPException, CoalitionError) as error:
            is_program = cast("HTTPScope", scope)["path"].startswith("/api/")
            handlers = import_module("coalition.api.problems").API_ERRORS if is_program else PAGE_ERRORS
            request = Request[Any, Any, Any](scope)
            response = next(handlers[kind] for kind in type(error).__mro__ if kind in handlers)(request, error)
            await response.to_asgi_response(None, request)(scope, receive, send)

    return respond
