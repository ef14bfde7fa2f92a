"""`python -m benchmarks`: measure, print a table, and stop what was started."""

from __future__ import annotations

import argparse
import tempfile
import time
from pathlib import Path

from benchmarks import loading, nginx, ours, sizes
from benchmarks.bare import site as bare
from benchmarks.peer import site as peer
from benchmarks.report import Report, machine
from benchmarks.scenarios import footprint, queries, reading, ready, signing, uncached


def run(size: sizes.Size, folder: Path, *, with_nginx: bool) -> Report:
    """Measure everything once, in turns, in one run."""
    report = Report()
    site, django = ours.filled(folder / "ours", size), peer.filled(folder / "peer", size)
    with site.serving() as mine, django.serving() as theirs:
        ready.measure(report, size, mine, theirs, folder / "nginx" if with_nginx else None)
        uncached.measure(report, size, site, theirs)
        reading.measure(report, size, site, mine)
        signing.measure(report, size, (site, mine), (django, theirs))
    queries.measure(report, size, site)
    footprint.measure(report, size, site, django, bare.filled(folder / "bare"))
    generator = "wrk with one thread" if loading.has_wrk() and size.seconds >= 1 else "our own generator"
    report.remarks += [
        f"{size.rounds} rounds in turns; the ratio is their median. Ready pages were asked for by {generator}, all else by our own generator.",
        f"Ours: one process. Django: gunicorn, {peer.PROCESSES} processes of {peer.THREADS} threads. nginx: one process.",
        "Bare: a Litestar + Piccolo application with one route that reads one row (benchmarks/bare/app.py); one process.",
        "Ours and Django: SQLite in WAL with synchronous=FULL; queued letters are not sent while measuring.",
        " ".join(f"{name} {value}" for name, value in machine().items()),
    ]
    return report


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="half a minute, coarse figures")
    parser.add_argument("--tiny", action="store_true", help="only to see that everything runs; the figures mean nothing")
    parser.add_argument("--without-nginx", action="store_true", help="leave nginx out, also when it is installed")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything that was measured to FILE")
    options = parser.parse_args()
    size = sizes.TINY if options.tiny else sizes.QUICK if options.quick else sizes.FULL
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="coalition-bench-") as folder:
        Path(folder).chmod(0o755)  # nginx may read it as another user
        report = run(size, Path(folder), with_nginx=nginx.is_there() and not options.without_nginx)
    report.remarks.append(f"The run took {time.monotonic() - started:.0f} s.")
    print(report.table())
    if options.json:
        options.json.write_text(report.as_json())


if __name__ == "__main__":
    main()
