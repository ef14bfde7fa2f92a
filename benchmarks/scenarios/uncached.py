"""(b) The same page made from the database at every request."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks import loading, ours
from benchmarks.peer import site as peer
from benchmarks.sizes import CALM

if TYPE_CHECKING:
    from benchmarks.loading import Load
    from benchmarks.ours import Site
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size


def measure(report: Report, size: Size, site: Site, django: Server) -> None:
    """Start the site without its page cache; measure with one reader, and with many at once."""
    with site.serving(cached=False) as server:
        _measure(report, size, server, django)


def _measure(report: Report, size: Size, site: Server, django: Server) -> None:
    places = ((site, ours.SHORT_PAGE), (django, peer.SHORT_PAGE))
    for server, path in places:
        for _ in range(4):
            server.ask(path)
    for readers, least in ((1, 2.5), (CALM, None)):
        mine, theirs = loading.in_turns(size.rounds, *(partial(_put, size, readers, server, path) for server, path in places))
        name = f"uncached page, {readers} reader{'s' if readers > 1 else ''} / Django"
        report.compare(name, mine, theirs, least=least)


def _put(size: Size, readers: int, server: Server, path: str) -> Load:
    request = loading.get(server.port, path)
    return loading.measured(server, lambda: loading.again_and_again(server.port, request, seconds=size.seconds, concurrency=readers))
