"""Health checks: is the process alive, and can it record anything?"""

import asyncio
import logging
import time

from litestar import Response

from coalition.clock_marks.marking import mark
from coalition.database import Unavailable
from coalition.web.errors import RETRY_AFTER
from coalition.web.pages import PRIVATE, file
from coalition.web.routing import route

log = logging.getLogger(__name__)
_TEXT = "text/plain"
_PATIENCE = 3.0
_FRESH = 1.0  # seconds; whoever asks more often gets the last answer, and causes no further writing


class Readiness:
    """Whether the database can be written to, tried at most once a second.

    A full disk of PostgreSQL still takes the mark, which needs no new space: so it is not ready either if anything failed since the last try.
    """

    def __init__(self) -> None:
        """Count only the failures from now on."""
        self.trying = asyncio.Lock()
        self.tried_at = float("-inf")
        self.ready = False
        self.failures = Unavailable.count

    async def check(self) -> bool:
        """Write the mark of the clock and return whether that succeeded."""
        async with self.trying:
            if time.monotonic() - self.tried_at > _FRESH:
                failed = Unavailable.count > self.failures
                self.ready = await _can_write() and not failed
                self.failures = Unavailable.count
                self.tried_at = time.monotonic()
        return self.ready


async def _can_write() -> bool:
    try:
        async with asyncio.timeout(_PATIENCE):
            await mark()
    except Exception as error:  # noqa: BLE001 -- whatever the error is, nothing can be recorded
        log.error("not_ready error=%s", type(error).__name__)  # noqa: TRY400 -- no traceback: it may hold values
        return False
    return True


readiness = Readiness()


@route("public.live.show")
async def show_live() -> Response[bytes]:
    """Answer that the process is alive."""
    return file(b"alive\n", _TEXT, cache=PRIVATE)


@route("public.ready.show")
async def show_ready() -> Response[bytes]:
    """Answer whether anything can be recorded (503 if not): a full disk and an absent database are found by writing."""
    if await readiness.check():
        return file(b"ready\n", _TEXT, cache=PRIVATE)
    answer = file(b"the database cannot be written to\n", _TEXT, cache=PRIVATE, status=503)
    answer.headers.update(RETRY_AFTER)
    return answer
