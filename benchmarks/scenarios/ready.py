"""(a) A page whose bytes are ready: ours against an ASGI application and nginx with the same bytes, and against Django's `cache_page`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import loading, nginx, ours
from benchmarks.peer import site as peer
from benchmarks.raw import sending
from benchmarks.sizes import CALM

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.loading import Load
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size

KINDS = {"plain": {}, "gzip": {"Accept-Encoding": "gzip"}}
_OF_NGINX = {"plain": 0.75, "gzip": 0.3}
_OF_BYTES, _OF_DJANGO = 0.92, 5.0


class Rival(NamedTuple):
    """Who serves the same page, and the ratio that is aimed at."""

    server: Server
    path: str
    name: str
    least: float | None = None


def measure(  # noqa: PLR0913 -- who sends a page
    report: Report, size: Size, site: Server, django: Server, folder: Path, *, with_nginx: bool
) -> None:
    """Measure; the bytes that others send lie in a folder."""
    page = site.ask(ours.SHORT_PAGE)[1]
    report.figure("ready page, bytes plain", "bytes", len(page), len(django.ask(peer.SHORT_PAGE)[1]))
    report.figure("ready page, bytes gzip", "bytes", len(site.ask(ours.SHORT_PAGE, KINDS["gzip"])[1]))
    with sending.serving(folder / "sent", page) as sender:
        for kind in KINDS:
            _compare(report, size, kind, site, Rival(django, peer.CACHED_PAGE, "Django cache_page", _OF_DJANGO))
            _compare(report, size, kind, site, Rival(sender, "/page.html", "ASGI application with the same bytes", _OF_BYTES))
    if with_nginx:
        with nginx.serving(folder / "nginx", page) as files:
            for kind in KINDS:
                _compare(report, size, kind, site, Rival(files, "/page.html", "nginx static", _OF_NGINX[kind]))
    else:
        for kind in KINDS:
            report.leave_out(f"ready page, {kind} / nginx static", "nginx is not installed, or was left out.", f">= {_OF_NGINX[kind]:g}")


def _compare(report: Report, size: Size, kind: str, site: Server, rival: Rival) -> None:
    places = ((site, ours.SHORT_PAGE), (rival.server, rival.path))
    for server, path in places:
        _warm(size, kind, server, path)
    mine, theirs = loading.in_turns(size.rounds, *(partial(_put, size, kind, server, path) for server, path in places))
    report.compare(f"ready page, {kind} / {rival.name}", mine, theirs, least=rival.least)


def _warm(size: Size, kind: str, server: Server, path: str) -> None:
    for _ in range(8):
        server.ask(path, KINDS[kind])
    loading.again_and_again(server.port, loading.get(server.port, path, KINDS[kind]), seconds=size.seconds / 10, concurrency=CALM)


def _put(size: Size, kind: str, server: Server, path: str) -> Load:
    if loading.has_wrk() and size.seconds >= 1:
        return loading.measured(server, lambda: loading.wrk(server.port, path, KINDS[kind], seconds=size.seconds, concurrency=CALM))
    request = loading.get(server.port, path, KINDS[kind])
    return loading.measured(server, lambda: loading.again_and_again(server.port, request, seconds=size.seconds, concurrency=CALM))
