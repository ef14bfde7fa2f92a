"""(d) What a server needs: time to its first answer, memory, and bytes of a short page; a bare Litestar + Piccolo application is the measure."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import ours
from benchmarks.bare import site as bare
from benchmarks.peer import site as peer
from benchmarks.sizes import FEW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from benchmarks.bare.site import Bare
    from benchmarks.ours import Site
    from benchmarks.peer.site import Peer
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size

GOALS = {"first_answer": 1.4, "memory": 1.6}  # times the bare application
MEASURES = (
    ("first answer after start", "s", "first_answer"),
    ("  processor time until then", "s", "first_cpu"),
    ("memory with worker after the views", "MiB", "memory"),
)
SETTLES = 1.5  # seconds after which our other audiences and the worker are there


class Footprint(NamedTuple):
    """What a process needed."""

    first_answer: float
    first_cpu: float
    memory: float
    length: int


def measure(report: Report, size: Size, site: Site, django: Peer, least: Bare) -> None:
    """Start the three in turns, look at pages, and measure."""
    rounds = [(_ours(site, size), _bare(least, size), _peer(django, size)) for _ in range(size.starts)]
    mine, bares, theirs = zip(*rounds, strict=True)
    _compare(report, "bare", mine, bares, GOALS)
    _compare(report, "Django", mine, theirs, {})
    report.figure(f"page with {FEW} signatories", "bytes", median(found.length for found in mine), median(found.length for found in theirs))


def _compare(report: Report, other: str, mine: Sequence[Footprint], theirs: Sequence[Footprint], goals: Mapping[str, float]) -> None:
    for name, unit, field in MEASURES:
        costs = ([getattr(footprint, field) for footprint in side] for side in (mine, theirs))
        report.compare_costs(f"{name} / {other}", unit, *costs, most=goals.get(field))


def _ours(site: Site, size: Size) -> Footprint:
    with site.serving(with_worker=True) as server:
        for number in range(size.views):
            server.ask(ours.PAST_STATUS.format(1900 + number % 100) if number % 2 else ours.SHORT_PAGE)
        for path in (ours.PAGE, *ours.OTHER_AUDIENCES):
            server.ask(path)
        return _footprint(server, ours.SHORT_PAGE)


def _bare(least: Bare, size: Size) -> Footprint:
    with least.serving() as server:
        for _ in range(size.views):
            server.ask(bare.PAGE)
        return _footprint(server, bare.PAGE)


def _peer(django: Peer, size: Size) -> Footprint:
    with django.serving() as server:
        for _ in range(size.views):
            server.ask(peer.SHORT_PAGE)
        server.ask(peer.PAGE)
        return _footprint(server, peer.SHORT_PAGE)


def _footprint(server: Server, page: str) -> Footprint:
    time.sleep(SETTLES)
    return Footprint(server.first_answer, server.first_cpu, server.memory(), len(server.ask(page)[1]))
