"""Processor time of the page of a text after a change of one of its 50 lines, against joining the rows, writing them as text and compressing it.

`python -m benchmarks.fresh FOLDER ROUNDS` measures on the database that `benchmarks.filling` made in a folder.
"""

from __future__ import annotations

import asyncio
import gzip
import html
import json
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import ours
from benchmarks.sizes import FEW

if TYPE_CHECKING:
    from collections.abc import Callable

_JOIN = """
SELECT organisation.slug, organisation.country, organisation_name.language, organisation_name.name, signer.name, signer.title, act.acted
FROM standing JOIN memorandum ON memorandum.id = standing.memorandum JOIN act ON act.id = standing.act
JOIN organisation ON organisation.id = standing.organisation
JOIN organisation_name ON organisation_name.organisation = organisation.id AND organisation_name.is_primary
JOIN signer ON signer.act = act.id
WHERE memorandum.slug = 'few' ORDER BY standing.place_en LIMIT ?
"""
_ROW = (
    '<tr><th scope="row"><a href="/en/organisations/{}"><bdi lang="{}">{}</bdi></a> <small>represented by {}, {}</small></th>'
    "<td>{}</td><td>{}</td></tr>"
)


async def measure(folder: Path, rounds: int) -> tuple[list[float], list[float]]:
    """Return milliseconds of the processor, round by round, ours and the others."""
    from coalition import database, settings, tables
    from coalition.acts.tables import Act, Signer
    from coalition.app import create_app
    from coalition.web import page_addresses

    assert tables.TABLES
    database.bind(database.engine_from_url(settings.load().database_url))
    await database.open_engine()
    page_addresses._UNCACHED.add("public.memorandum.show")  # noqa: SLF001 -- every request is rendered
    application = create_app(with_worker=False)
    try:
        body = await _ask(application)
        rest = body[body.index(b"</table>") :] if b"</table>" in body else body
        raw = _raw(folder / "site.sqlite", rest)
        mine, theirs = list[float](), list[float]()
        changed = (await Act.select(Act.id).where(Act.memorandum.slug == "few").first() or {})["id"]
        for number in range(rounds):
            await Signer.update({Signer.title: f"director {number}"}).where(Signer.act == changed)
            began = time.process_time()
            await _ask(application)
            mine.append(1000 * (time.process_time() - began))
            theirs.append(_cost(raw))
    finally:
        await database.close_engine()
    return mine, theirs


async def _ask(application: Any) -> bytes:
    """Return the page as everybody gets it, compressed as the cache of pages compresses it."""
    from coalition.web.cached_pages import LEVEL

    received: list[bytes] = []
    headers = [(b"host", b"127.0.0.1:8000")]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "root_path": "", "state": {}}
    scope |= {"path": ours.SHORT_PAGE, "raw_path": ours.SHORT_PAGE.encode(), "query_string": b"", "headers": headers}
    scope |= {"client": ("127.0.0.1", 1), "server": ("127.0.0.1", 8000)}

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        received.append(message.get("body", b""))

    await application(scope, receive, send)
    body = b"".join(received)
    gzip.compress(body, LEVEL, mtime=0)
    return body


def _raw(file: Path, rest: bytes) -> Callable[[], None]:
    connection = sqlite3.connect(file)

    def page() -> None:
        written = []
        for slug, country, code, *names, day in connection.execute(_JOIN, (FEW,)):
            written.append(_ROW.format(slug, code, *map(html.escape, (*names, country, day))))
        gzip.compress("".join(written).encode() + rest, 1, mtime=0)

    return page


def _cost(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


if __name__ == "__main__":
    os.environ.update(ours.environment(Path(sys.argv[1])))
    print(json.dumps(asyncio.run(measure(Path(sys.argv[1]), int(sys.argv[2])))))
