"""(h) The same page as a post of WordPress with comments, ready and made anew, and signing against commenting there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks import loading, ours
from benchmarks.sizes import CALM, WARMING
from benchmarks.wordpress import site as wordpress

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from benchmarks.loading import Load
    from benchmarks.ours import Site
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size

READY = ("ready page / WordPress", 300.0)
UNCACHED = ("uncached page, 1 reader / WordPress", 6.0)
SIGNING = (f"sign POST, c={CALM} / WordPress comment", 14.0)


def measure(report: Report, size: Size, site: Site, folder: Path) -> None:
    """Run WordPress and compare, in turns."""
    with wordpress.serving(folder) as theirs:
        with site.serving() as mine:
            _read(report, size, READY, (mine, theirs.server), CALM)
            comments = iter(theirs.requests(size.signings_calm * size.rounds + WARMING))
            sides = (lambda count: site.requests(mine.port, count), lambda count: [next(comments) for _ in range(count)])
            _write(report, size, sides, (mine, theirs.server))
        with site.serving(cached=False) as mine:
            _read(report, size, UNCACHED, (mine, theirs.server), 1)


def leave_out(report: Report) -> None:
    """Say that nothing was measured."""
    for name, least in (READY, UNCACHED, SIGNING):
        report.leave_out(name, "BENCH_WORDPRESS=1 downloads it from Debian.", f">= {least:g}")


def _read(report: Report, size: Size, measured: tuple[str, float], servers: tuple[Server, Server], readers: int) -> None:
    places = list(zip(servers, (ours.SHORT_PAGE, wordpress.PAGE), strict=True))
    for server, path in places:
        for _ in range(4):
            server.ask(path)
    _compare(report, size, measured, *(partial(_get, size, server, path, readers) for server, path in places))


def _get(size: Size, server: Server, path: str, readers: int) -> Load:
    return loading.again_and_again(server.port, loading.get(server.port, path), seconds=size.seconds, concurrency=readers)


def _write(report: Report, size: Size, sides: tuple[Callable[[int], list[str]], ...], servers: tuple[Server, Server]) -> None:
    posts = [partial(_post, size, *side) for side in zip(servers, sides, (ours.SIGNED, wordpress.COMMENTED), strict=True)]
    for put in posts:
        put(WARMING)
    _compare(report, size, SIGNING, *(partial(put, size.signings_calm) for put in posts))


def _post(size: Size, server: Server, requests: Callable[[int], list[str]], wanted: int, count: int) -> Load:
    return loading.each_once(server.port, requests(count), seconds=size.longest, concurrency=CALM, wanted=wanted)


def _compare(report: Report, size: Size, measured: tuple[str, float], *sides: Callable[[], Load]) -> None:
    """Add the ratio of answers a second; the processor time of PHP and of its database is not counted."""
    name, least = measured
    mine, theirs = ([load.per_second for load in loads] for loads in loading.in_turns(size.rounds, *sides))
    report.compare_rates(name, "requests/s", mine, theirs, least=least)
