"""`python -m benchmarks`: measure, print a table, and stop what was started."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from benchmarks import loading, nginx, ours, sizes
from benchmarks.bare import site as bare
from benchmarks.peer import site as peer
from benchmarks.report import Report, machine
from benchmarks.scenarios import beside_wordpress, footprint, fresh, limits, queries, reading, ready, signing, uncached


def run(size: sizes.Size, folder: Path, *, with_nginx: bool, with_postgres: bool = True) -> Report:
    """Measure everything once, in turns, in one run."""
    report = Report()
    site, django = ours.filled(folder / "ours", size), peer.filled(folder / "peer", size)
    with site.serving() as mine, django.serving() as theirs:
        ready.measure(report, size, mine, theirs, folder, with_nginx=with_nginx)
        uncached.measure(report, size, site, theirs)
        reading.measure(report, size, site, mine)
        signing.measure(report, size, (site, mine), (django, theirs))
        signing.measure_rule(report, size, site, mine)
    reading.measure_beside(report, size, site)
    fresh.measure(report, size, site)
    limits.measure_sqlite(report, size, site, folder)
    if with_postgres:
        limits.measure_postgres(report, size, folder / "postgres")
    if os.environ.get("BENCH_WORDPRESS") == "1":
        beside_wordpress.measure(report, size, site, folder / "wordpress")
    else:
        beside_wordpress.leave_out(report)
    queries.measure(report, size, site)
    footprint.measure(report, size, site, django, bare.filled(folder / "bare"))
    generator = "wrk with one thread" if loading.has_wrk() and size.seconds >= 1 else "our own generator"
    report.remarks += [
        f"{size.rounds} rounds in turns; the ratio is their median. Ready pages were asked for by {generator}, all else by our own generator.",
        f"Ours: one process, except where two are named. Django: gunicorn, {peer.PROCESSES} processes of {peer.THREADS} threads. nginx: one process.",
        "Bare: a Litestar + Piccolo application with one route that reads one row (benchmarks/bare/app.py); one process.",
        "WordPress: nginx, four processes of PHP-FPM, MariaDB; its signatories are comments.",
        "Ours, Django and sqlite3: SQLite in WAL with synchronous=FULL; queued letters are not sent while measuring.",
        "sqlite3 and asyncpg write the rows that one of our signatures wrote, without foreign keys; rows that all signatures change come last.",
        " ".join(f"{name} {value}" for name, value in machine().items()),
    ]
    return report


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half a minute, coarse figures")
    parser.add_argument("--tiny", action="store_true", help="only to see that everything runs; the figures mean nothing")
    parser.add_argument("--without-nginx", action="store_true", help="leave nginx out, also when it is installed")
    parser.add_argument("--without-postgres", action="store_true", help="leave PostgreSQL out")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured to FILE")
    options = parser.parse_args()
    size = sizes.TINY if options.tiny else sizes.QUICK if options.quick else sizes.FULL
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder:
        Path(folder).chmod(0o755)  # nginx may read it as another user
        with_nginx, with_postgres = nginx.is_there() and not options.without_nginx, not options.without_postgres
        report = run(size, Path(folder), with_nginx=with_nginx, with_postgres=with_postgres)
    report.remarks.append(f"The run took {time.monotonic() - started:.0f} s.")
    print(report.table())
    if options.json:
        options.json.write_text(report.as_json())


if __name__ == "__main__":
    main()
