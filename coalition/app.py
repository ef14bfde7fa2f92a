"""The applications of the four audiences, wrapped by the bytes of published pages and by the headers of every answer."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from litestar import Litestar
from litestar.events.emitter import BaseEventEmitterBackend
from litestar.plugins.core import MsgspecDIPlugin

from coalition import database, memory, settings, tables
from coalition.jobs.worker import work
from coalition.public import router as public
from coalition.web.audiences import Audiences, Later
from coalition.web.errors import PAGE_ERRORS
from coalition.web.headers import Headers
from coalition.web.page_cache import PublishedPages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from litestar.plugins import PluginProtocol
    from litestar.types import ASGIApp, ControllerRouterHandler

log = logging.getLogger(__name__)

LARGEST_BODY = 5 * 1024 * 1024
HEAD_START = 0.5  # seconds in which the first readers have the process for themselves


class _NoEvents(BaseEventEmitterBackend):
    """In the place of Litestar's emitter of events, which loads an event loop of its own: nothing here is told in that way."""

    def emit(self, event_id: str, *args: Any, **kwargs: Any) -> None:
        raise NotImplementedError

    async def __aexit__(self, *_: object) -> None:
        pass


class Application(Litestar):
    """An application whose handlers take a request and give bytes: of Litestar's plugins and services it needs none, whose loading takes long."""

    def __init__(self, handlers: Sequence[ControllerRouterHandler], **options: Any) -> None:
        """Take the handlers, and options of Litestar."""
        super().__init__(handlers, openapi_config=None, event_emitter_backend=_NoEvents, **options)

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def create_app(*, with_worker: bool = True) -> ASGIApp:
    """Make the application for the settings of the environment; `with_worker` does queued work in this process too."""
    assert tables.TABLES  # noqa: S101 -- every table is known before the engine is bound
    stop = asyncio.Event()

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        database.bind(database.engine_from_url(settings.load().database_url))
        await database.open_engine()
        work_beside = pages.watch(stop), _complete(audiences, stop, with_worker=with_worker)
        tasks = [asyncio.create_task(one) for one in work_beside]
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)
            await database.close_engine()

    readers = Application(public.HANDLERS, lifespan=[lifespan], **public.OPTIONS)
    people, programs = Later(_for_people), Later(_for_programs)
    audiences = Audiences(readers, {"invitations": people, "signing": people, "sign-in": people, "desk": people, "api": programs})
    pages = PublishedPages(audiences)
    return Headers(pages)


async def _complete(audiences: Audiences, stop: asyncio.Event, *, with_worker: bool) -> None:
    """Make what readers do not need, once the first of them are served; then do queued work, which a fault in a page does not keep back."""
    with suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), HEAD_START)
    try:
        await audiences.applications()
    except Exception as error:
        log.exception("audience_failed error=%s", type(error).__name__)
    memory.leave_out_what_is_loaded()
    if with_worker:
        await asyncio.to_thread(import_module, "coalition.job_kinds")
        await work(stop)


def _for_people() -> Litestar:
    """Make the application of those who sign and of those who coordinate."""
    from coalition.desk.router import desk_router, sign_in_router
    from coalition.signing.router import signing_router

    return Application([signing_router, sign_in_router, desk_router], exception_handlers=PAGE_ERRORS, request_max_body_size=LARGEST_BODY)


def _for_programs() -> Litestar:
    """Make the application of the API."""
    from coalition.api.problems import API_ERRORS
    from coalition.api.router import api_router

    return Application([api_router], exception_handlers=API_ERRORS, request_max_body_size=LARGEST_BODY)
