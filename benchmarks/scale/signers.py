"""(g) Signing with a rule that waits, signing while bulk work is done, and reading while others sign; on a copy of a filled database."""

from __future__ import annotations

import http.client
import threading
import time
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks import loading
from benchmarks.report import Report
from benchmarks.scale import pacing
from benchmarks.scale.watching import serving

if TYPE_CHECKING:
    from benchmarks.scale.engines import Filled
    from benchmarks.scale.watching import Site

RULE, BULK, READS, REBUILDS = 1.1, 5.0, 0.85, 1.0
PEAK = 33.0  # signatures a second
CALM = 10.0
_CHANGES = 4
_PAUSE = 1.5  # seconds between two changes of a page that are counted apart
PAGE = "/en/memoranda/plain"


def measure(report: Report, engine: str, filled: Filled, seconds: float) -> None:
    """Measure everything that signs."""
    forms = {name: list(forms) for name, forms in filled.places["forms"].items()}
    with serving(filled, with_worker=True) as site:
        _with_rule(report, engine, site, forms, round(seconds * 10))
        _reading(report, engine, site, forms["plain"], seconds)
        _rebuilding(report, engine, site, forms["plain"], min(_PAUSE, 4 * seconds))
        for name, path in (("reminding many", "/en/desk/memoranda/asking/reminders"), ("importing", _import_of(site))):
            busy, idle = _in_bulk(site, forms["ruled"], path, seconds)
            report.compare_costs(f"{engine}: wait of a signer while {name}, p99 / idle", "ms", [1000 * busy.p99], [1000 * idle.p99], most=BULK)
            report.figure("  refused", "answers", idle.refused + busy.refused, most=0)


def _with_rule(report: Report, engine: str, site: Site, forms: dict[str, list[dict[str, Any]]], count: int) -> None:
    """Let organisations sign one after the other, in turns with and without a rule that waits for more signatures."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
    taken: dict[str, list[float]] = {"ruled": [], "plain": []}
    refused = 0
    for at in range(min(count, len(forms["ruled"]) // 3, len(forms["plain"]) // 3)):
        for name in sorted(taken, reverse=at % 2 == 0):
            begun = time.perf_counter()
            refused += pacing.post_form(connection, forms[name].pop(0)) != pacing.SIGNED
            taken[name].append(time.perf_counter() - begun)
    mine, other = ([1000 * median(taken[name])] for name in ("ruled", "plain"))
    report.compare_costs(f"{engine}: signing with a rule that waits / without", "ms", mine, other, most=RULE)
    report.figure("  refused", "answers", refused, most=0)


def _reading(report: Report, engine: str, site: Site, forms: list[dict[str, Any]], seconds: float) -> None:
    """Read a page again and again: alone, and while organisations sign it."""
    request = loading.get(site.port, PAGE)
    site.ask(PAGE)
    idle = loading.again_and_again(site.port, request, seconds=seconds, concurrency=4)
    waits, end = pacing.signing(site, forms, per_second=PEAK, seconds=min(seconds, len(forms) / 2 / PEAK))
    busy = loading.again_and_again(site.port, request, seconds=seconds, concurrency=4)
    end()
    report.compare(f"{engine}: reads while {PEAK:g} sign a second / idle", [busy], [idle], least=READS)
    report.figure("  wait of a signer then, p99", "ms", 1000 * waits.p99)
    report.figure("  refused", "answers", waits.refused, most=0)


def _rebuilding(report: Report, engine: str, site: Site, forms: list[dict[str, Any]], pause: float) -> None:
    """Let organisations sign one after the other while the page is read, and count how often it is made."""
    stop = threading.Event()
    reader = threading.Thread(target=_read_until, args=(site.port, stop))
    reader.start()
    time.sleep(pause)
    before = site.tell("makings").get(PAGE, 0)
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=120)
    changes = [pacing.post_form(connection, forms.pop(0)) for _ in forms[:_CHANGES] if not time.sleep(pause)]
    time.sleep(pause)
    made = site.tell("makings").get(PAGE, 0) - before
    stop.set()
    reader.join()
    report.figure(f"{engine}: rebuilds of a page per change", "", made / max(len(changes), 1), most=REBUILDS)


def _read_until(port: int, stop: threading.Event) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    while not stop.wait(0.01):
        connection.request("GET", PAGE)
        connection.getresponse().read()


def _in_bulk(site: Site, forms: list[dict[str, Any]], path: str, seconds: float) -> tuple[pacing.Waits, pacing.Waits]:
    """Let organisations sign calmly, first alone and then while the work of a form of the desk is done.

    Raises:
        WrongAnswers: the form was refused.

    """
    share = len(forms) // 4 / CALM
    idle, end = pacing.signing(site, forms, per_second=CALM, seconds=min(seconds, share))
    end()
    busy, end = pacing.signing(site, forms, per_second=CALM, seconds=min(2 * seconds, 2 * share))
    status = site.post(path, {}).status
    end()
    if status != pacing.SIGNED:
        msg = f"{path} answered {status}."
        raise loading.WrongAnswers(msg)
    return busy, idle


def _import_of(site: Site) -> str:
    return f"/en/desk/imports/{site.filled.places['numbers']['bulk_import']}/confirmation"
