"""(d) A page that everybody reads while 33 sign it each second: answers of all readers, compared with a quiet time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from benchmarks import loading, ours
from benchmarks.sizes import CALM, PEAK

if TYPE_CHECKING:
    from benchmarks.loading import Load
    from benchmarks.ours import Site
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size

_PAGES = (("waiting", ours.SIGNED_PAGE, 0.85), ("crowd", ours.CROWDED_PAGE, 0.8))
_PAUSE = 1 / PEAK - 0.002  # an answer takes about two milliseconds


def measure(report: Report, size: Size, site: Site, server: Server) -> None:
    """Measure in turns: a quiet time, and one in which people sign the text whose page is read."""
    for (memorandum, page, least), signatories in zip(_PAGES, (size.signatories, size.crowd), strict=True):
        signing = partial(_read_while_signing, size, site, server, memorandum, page)
        quiet, busy = loading.in_turns(size.rounds, partial(_read, size, server, page), signing)
        report.compare(f"ready page of {signatories:,} signatories while 33 sign / quiet", busy, quiet, least=least)


def measure_beside(report: Report, size: Size, site: Site) -> None:
    """Measure the same with a process that reads beside the one that writes."""
    memorandum, page, least = _PAGES[0]
    with site.serving(processes=2) as server:
        signing = partial(_read_while_signing, size, site, server, memorandum, page)
        quiet, busy = loading.in_turns(size.rounds, partial(_read, size, server, page), signing)
    report.compare(f"ready page of {size.signatories:,} signatories, a process that reads beside, while 33 sign / quiet", busy, quiet, least=least)


def _read(size: Size, server: Server, page: str) -> Load:
    request = loading.get(server.port, page)
    return loading.measured(server, lambda: loading.again_and_again(server.port, request, seconds=size.seconds, concurrency=CALM))


def _read_while_signing(size: Size, site: Site, server: Server, memorandum: str, page: str) -> Load:
    forms = site.requests(server.port, size.signings_read, memorandum)
    with ThreadPoolExecutor(1) as beside:
        signing = beside.submit(loading.each_once, server.port, forms, seconds=size.seconds, concurrency=1, wanted=ours.SIGNED, pause=_PAUSE)
        read = _read(size, server, page)
        if signing.result().errors:
            msg = "Some could not sign."
            raise loading.WrongAnswers(msg)
    return read
