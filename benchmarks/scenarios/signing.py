"""(c) Signing: a posted form becomes a durable act with its signer, link and notification; every request has its own invitation."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from benchmarks import loading, ours
from benchmarks.peer import site as peer
from benchmarks.sizes import CALM, CROWD, WARMING

if TYPE_CHECKING:
    from benchmarks.loading import Load
    from benchmarks.ours import Site
    from benchmarks.peer.site import Peer
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size

_WITH_RULE = 1.1


def measure(report: Report, size: Size, mine: tuple[Site, Server], theirs: tuple[Peer, Server]) -> None:
    """Measure with few and with many at once."""
    sides = ((*mine, ours.SIGNED), (*theirs, peer.SIGNED))
    for side in sides:
        _put(size, *side, count=WARMING, people=CALM)
    for people, count, least, most in ((CALM, size.signings_calm, 8.0, None), (CROWD, size.signings_crowd, None, 1.0)):
        mine, theirs = loading.in_turns(size.rounds, *(partial(_put, size, *side, count=count, people=people) for side in sides))
        report.compare(f"sign POST, c={people} / Django form", mine, theirs, least=least)
        _add_waiting(report, mine, theirs, most=most)


def _put(size: Size, site: Site | Peer, server: Server, wanted: int, *, count: int, people: int) -> Load:  # noqa: PLR0913 -- as few as a measure has
    requests = site.requests(server.port, count)
    return loading.measured(server, lambda: loading.each_once(server.port, requests, seconds=size.longest, concurrency=people, wanted=wanted))


def measure_rule(report: Report, size: Size, site: Site, server: Server) -> None:
    """Let organisations sign one after the other, in turns with and without a rule that waits for more signatures than there will be."""
    sides = [partial(_one_by_one, size, site, server, memorandum) for memorandum in ("ruled", "crowd")]
    for side in sides:
        side(WARMING)
    ruled, plain = loading.in_turns(size.rounds, *(partial(side, size.signings_ruled) for side in sides))
    name = f"signing a text of {size.crowd:,} signatories, with a rule that waits / without"
    report.compare_costs(name, "ms", [load.cpu_ms for load in ruled], [load.cpu_ms for load in plain], most=_WITH_RULE)


def _one_by_one(size: Size, site: Site, server: Server, memorandum: str, count: int) -> Load:
    requests = site.requests(server.port, count, memorandum)
    return loading.measured(server, lambda: loading.each_once(server.port, requests, seconds=size.longest, concurrency=1, wanted=ours.SIGNED))


def _add_waiting(report: Report, mine: list[Load], theirs: list[Load], *, most: float | None) -> None:
    report.compare_costs("  p50", "ms", [load.p50_ms for load in mine], [load.p50_ms for load in theirs])
    report.compare_costs("  p99", "ms", [load.p99_ms for load in mine], [load.p99_ms for load in theirs], most=most)
    report.figure("  errors", "answers", sum(load.errors for load in mine), sum(load.errors for load in theirs), most=0)
