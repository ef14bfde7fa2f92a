"""The application: four audiences, wrapped by the bytes of published pages and by the headers of every answer."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from litestar import Litestar

from coalition import database, settings, tables
from coalition.api.problems import with_problems
from coalition.api.router import api_router
from coalition.desk.router import desk_router, sign_in_router
from coalition.exchange.importing import import_when_confirmed  # noqa: F401 -- registers its job
from coalition.exchange.mailing import mail_notifications, mail_subscription  # noqa: F401 -- registers its jobs
from coalition.jobs.worker import work
from coalition.mail.sending import send_letter  # noqa: F401 -- registers its job
from coalition.memoranda.opening import close_when_due  # noqa: F401 -- registers its job
from coalition.notices.subscribing import forget_unconfirmed  # noqa: F401 -- registers its job
from coalition.public.router import public_router
from coalition.signatures.acceding import forget_unconfirmed as forget_accessions  # noqa: F401 -- registers its job
from coalition.signatures.confirming import lapse, remind_of_confirmation  # noqa: F401 -- registers its jobs
from coalition.signatures.disclosing import open_seal  # noqa: F401 -- registers its job
from coalition.signing.router import signing_router
from coalition.web.errors import PAGE_ERRORS
from coalition.web.headers import Headers
from coalition.web.published import PublishedPages

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from litestar.types import ASGIApp

LARGEST_BODY = 5 * 1024 * 1024


def create_app(*, with_worker: bool = True) -> ASGIApp:
    """Make the application for the settings of the environment; `with_worker` does queued work in this process too."""
    assert tables.TABLES  # noqa: S101 -- every table is known before the engine is bound
    stop = asyncio.Event()

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        database.bind(database.engine_from_url(settings.load().database_url))
        await database.open_engine()
        tasks = [asyncio.create_task(pages.watch(stop))]
        if with_worker:
            tasks.append(asyncio.create_task(work(stop)))
        try:
            yield
        finally:
            stop.set()
            await asyncio.gather(*tasks)
            await database.close_engine()

    application = Litestar(
        [public_router, signing_router, sign_in_router, desk_router, api_router],
        exception_handlers=with_problems(PAGE_ERRORS),
        lifespan=[lifespan],
        openapi_config=None,
        request_max_body_size=LARGEST_BODY,
    )
    pages = PublishedPages(application)
    return Headers(pages)
