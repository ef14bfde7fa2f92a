"""(f) Signing against what the databases can do: the same rows, written by sqlite3 and asyncpg without a framework; and a second process."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from benchmarks import loading, ours
from benchmarks.raw import writing
from benchmarks.raw.rows import plan_between, snapshot
from benchmarks.scale.engines import ENGINES
from benchmarks.sizes import CALM, CROWD, WARMING

if TYPE_CHECKING:
    from pathlib import Path

    from benchmarks.ours import Site
    from benchmarks.report import Report
    from benchmarks.servers import Server
    from benchmarks.sizes import Size

_AT_ONCE = 8
_ONE_BY_ONE, _EIGHT_AT_ONCE, _OF_ASYNCPG, _GAIN = 1.2, 0.5, 1.2, 0.8


def measure_sqlite(report: Report, size: Size, site: Site, folder: Path) -> None:
    """Compare with sqlite3 that commits each signature, and with one that commits eight at once, as durably as ours."""
    plan = _plan(site, folder)
    copy = folder / "raw.sqlite"
    with sqlite3.connect(site.url.removeprefix("sqlite:///")) as old, sqlite3.connect(copy) as new:
        old.backup(new)
        new.execute("PRAGMA journal_mode = WAL")
    rates: list[list[float]] = [[], [], []]
    with site.serving() as server:
        _signed(site, server, WARMING, CALM)
        for _ in range(size.rounds):
            rates[0].append(_signed(site, server, size.signings_calm, CALM))
            rates[1].append(writing.rate(f"sqlite:///{copy}", plan, size.signings_calm))
            rates[2].append(writing.rate(f"sqlite:///{copy}", plan, size.signings_calm, at_once=_AT_ONCE))
    report.compare_rates(f"signing on SQLite, c={CALM} / sqlite3, one a commit", "acts/s", rates[0], rates[1], least=_ONE_BY_ONE)
    report.compare_rates(f"signing on SQLite, c={CALM} / sqlite3, eight a commit", "acts/s", rates[0], rates[2], least=_EIGHT_AT_ONCE)


def measure_postgres(report: Report, size: Size, folder: Path) -> None:
    """Compare one process and two with one and two processes of asyncpg, each with as many connections as a small pool has."""
    folder.mkdir()
    with ENGINES["postgres"](folder) as store:
        site = ours.filled(folder / "ours", size, store.empty("ours"))
        plan = _plan(site, folder)
        copy = store.copy(site.url)
        mine: dict[int, list[float]] = {1: [], 2: []}
        raw: dict[int, list[float]] = {1: [], 2: []}
        for _ in range(size.rounds):
            for processes in (1, 2):
                with site.serving(processes=processes) as server:
                    _signed(site, server, WARMING, CALM)
                    mine[processes].append(_signed(site, server, size.signings_crowd, CROWD))
                raw[processes].append(writing.rate(copy, plan, size.signings_crowd // processes, connections=CALM, processes=processes))
    report.compare_rates(f"signing on PostgreSQL, c={CROWD} / asyncpg", "acts/s", mine[1], raw[1], least=_OF_ASYNCPG)
    report.compare_rates(f"signing on PostgreSQL, c={CROWD}, two processes / asyncpg, two processes", "acts/s", mine[2], raw[2])
    gains = ([two / one for one, two in zip(side[1], side[2], strict=True)] for side in (mine, raw))
    report.compare_rates("gain of a second process on PostgreSQL / of asyncpg", "times", *gains, least=_GAIN)


def _plan(site: Site, folder: Path) -> Path:
    """Return a file with what one signature writes, after some that made the rows of the counters."""
    with site.serving() as server:
        _signed(site, server, WARMING // 2, 1)
        before = snapshot(site.url)
        _signed(site, server, 1, 1)
        plan = plan_between(site.url, before, snapshot(site.url))
    file = folder / "plan"
    plan.write(file)
    return file


def _signed(site: Site, server: Server, count: int, people: int) -> float:
    """Let organisations sign; return how many a second.

    Raises:
        WrongAnswers: some could not.

    """
    load = loading.each_once(server.port, site.requests(server.port, count), seconds=60, concurrency=people, wanted=ours.SIGNED)
    if load.errors or load.answers < count:
        msg = f"{count - load.answers + load.errors} of {count} could not sign."
        raise loading.WrongAnswers(msg)
    return load.per_second
