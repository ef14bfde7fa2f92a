"""Every change that a test makes at the desk or through the API must be in the trail: the application of all tests checks it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coalition.database import counting, execute

if TYPE_CHECKING:
    from litestar.types import ASGIApp, Message, Receive, Scope, Send

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}
PATHS = re.compile(r"/(?:[a-z]{2}/desk|api)/.*")
# The form of a provision, which is also sent by the links beside it: what is typed goes along and is held, and no answer says that it is done.
LEADS_ON = re.compile(r"/[a-z]{2}/desk/memoranda/[\w-]+/draft/(?:provisions|languages)/[^/]+")
DONE_AT_THE_DESK = {303}
DONE_BY_PROGRAM = {200, 201}


class Recorded:
    """Counts the entries of the trail around each request that changes something, and lists those that wrote none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.unrecorded: list[str] = []
        self._keys: set[bytes] = set()

    def is_repeated(self, scope: Scope) -> bool:
        """Whether a program sent a request again under the same key: its first answer is given again."""
        keys = {value for name, value in scope["headers"] if name == b"idempotency-key"}
        repeated = bool(keys & self._keys)
        self._keys |= keys
        return repeated

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in CHANGING or not PATHS.fullmatch(scope["path"]):
            await self.app(scope, receive, send)
            return
        statuses: list[int] = []
        places: list[bytes] = []

        async def watch(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                places.extend(value for name, value in message["headers"] if name == b"location")
            await send(message)

        before = await entries()
        await self.app(scope, receive, watch)
        done = DONE_BY_PROGRAM if scope["path"].startswith("/api/") else DONE_AT_THE_DESK
        is_over = any(place.endswith(b"/sign-in") for place in places)
        is_over |= bool(LEADS_ON.fullmatch(scope["path"])) and not any(b"done=" in place for place in places)
        if done.intersection(statuses) and not (is_over or self.is_repeated(scope)) and await entries() == before:
            self.unrecorded.append(f"{scope['method']} {scope['path']}")


async def entries() -> int:
    """Return the number of entries, without being counted among the statements of the page."""
    counts, counting.open_counts = counting.open_counts, type(counting.open_counts)()
    try:
        [row] = await execute("SELECT count(*) AS number FROM trail_entry")
    finally:
        counting.open_counts = counts
    return int(row["number"])
