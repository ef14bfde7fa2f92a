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

_LEAST = 0.85
_PAUSE = 1 / PEAK - 0.002  # an answer takes about two milliseconds


def measure(report: Report, size: Size, site: Site, server: Server) -> None:
    """Measure in turns: a quiet time, and one in which people sign."""
    quiet, busy = loading.in_turns(size.rounds, partial(_read, size, server), partial(_read_while_signing, size, site, server))
    report.compare("ready page while 33 sign / quiet", busy, quiet, least=_LEAST)


def _read(size: Size, server: Server) -> Load:
    request = loading.get(server.port, ours.PAGE)
    return loading.measured(server, lambda: loading.again_and_again(server.port, request, seconds=size.seconds, concurrency=CALM))


def _read_while_signing(size: Size, site: Site, server: Server) -> Load:
    forms = site.requests(server.port, size.signings_read)
    with ThreadPoolExecutor(1) as beside:
        signing = beside.submit(loading.each_once, server.port, forms, seconds=size.seconds, concurrency=1, wanted=ours.SIGNED, pause=_PAUSE)
        read = _read(size, server)
        if signing.result().errors:
            msg = "Some could not sign."
            raise loading.WrongAnswers(msg)
    return read
