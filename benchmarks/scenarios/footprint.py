"""(d) What a server needs: time to its first answer, memory, and bytes of a short page."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from benchmarks import ours
from benchmarks.peer import site as peer
from benchmarks.sizes import FEW

if TYPE_CHECKING:
    from benchmarks.ours import Site
    from benchmarks.peer.site import Peer
    from benchmarks.report import Report
    from benchmarks.sizes import Size


def measure(report: Report, size: Size, site: Site, django: Peer) -> None:
    """Start both in turns, look at pages, and measure."""
    found: list[list[tuple[float, float, int]]] = [[], []]
    for _ in range(size.starts):
        found[0].append(_look(site, size.views, ours.PAGE, ours.SHORT_PAGE, ours.UNCACHED))
        found[1].append(_look(django, size.views, peer.PAGE, peer.SHORT_PAGE, ""))
    (starts, memory, length), (their_starts, their_memory, their_length) = (
        tuple(median(column) for column in zip(*rows, strict=True)) for rows in found
    )
    report.figure("first answer after start", "s", starts, their_starts, most=1.0)
    report.figure(f"memory of a process after {size.views} page views", "MiB", memory, their_memory, most=90)
    report.figure(f"page with {FEW} signatories", "bytes", length, their_length)


def _look(side: Site | Peer, views: int, page: str, short_page: str, uncached: str) -> tuple[float, float, int]:
    with side.serving() as server:
        for number in range(views):
            server.ask(short_page + (uncached if number % 2 else ""))
        server.ask(page)
        return server.first_answer, server.memory(), len(server.ask(short_page)[1])
