"""`python -m benchmarks.scale`: fill what is not filled yet, measure, print tables of ratios; the status is 0 whatever the figures."""

from __future__ import annotations

import argparse
import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import Report, machine
from benchmarks.scale import growth, signers
from benchmarks.scale.amounts import ROOT, Amounts
from benchmarks.scale.engines import ENGINES
from benchmarks.scale.tables import growth_table

if TYPE_CHECKING:
    from benchmarks.scale.engines import Store
    from benchmarks.scale.growth import Growth

HIGHEST = 3  # views named as those that block the loop longest


def measure(store: Store, amounts: Amounts, folder: Path, report: Report, options: argparse.Namespace) -> Growth:
    """Measure an engine: every view, then, on a copy of the smaller database, everything that signs."""
    full, tenth = store.filled(amounts), store.filled(amounts.tenth)
    grown = growth.measure(store.name, (full, tenth), folder, options.rounds, options.views)
    _add(report, grown)
    if not options.views:
        signers.measure(report, store.name, store.copied(full if amounts.organisations < FEW else tenth), options.seconds)
    return grown


FEW = 25_000  # organisations up to which the whole register is copied for signing


def _add(report: Report, grown: Growth) -> None:
    seen = [view for view in grown.seen if view.seconds]
    for name, ratios, most in (
        ("times a tenth of the data", [view.to_tenth for view in seen], growth.GROWTH),
        ("times one query of its rows", [view.to_rows for view in seen], growth.ROWS),
    ):
        report.figure(f"{grown.engine}: any view, {name}: the largest", "", max(ratios), most=most)
        report.figure(f"  views that miss it, of {len(seen)}", "views", sum(ratio > most for ratio in ratios), most=0)
    for name in ("longest", "p99"):
        sides = ([1000 * grown.busy[name]], [max(1000 * grown.idle[name], 0.01)])
        report.compare_costs(f"{grown.engine}: lateness of the event loop, {name} / idle", "ms", *sides, most=growth.BLOCK)
    report.compare_costs(f"{grown.engine}: memory after all views / bare", "MiB", [grown.memory], [grown.memory_bare], most=growth.MEMORY)
    report.figure("  memory over a tenth of the data", "MiB", grown.memory_tenth)
    highest = sorted(seen, key=lambda view: -view.held)[:HIGHEST]
    report.figure(f"{grown.engine}: longest block of the loop, processor time", "ms", 1000 * max(view.held for view in seen), most=growth.HELD)
    report.figure("  when a view is asked for the first time", "ms", 1000 * max(view.held_first for view in seen))
    report.remarks.append(
        f"{grown.engine}: the loop is held longest by " + ", ".join(f"{view.name} ({1000 * view.held:.0f} ms)" for view in highest) + "."
    )


def main() -> None:
    """Read the options, measure, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--organisations", type=int, default=int(os.environ.get("ORGANISATIONS") or 200_000))
    parser.add_argument("--acts", type=int, default=int(os.environ.get("ACTS") or 1_000_000))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=6.0, help="of each measure of reading and signing")
    parser.add_argument("--views", default="", help="measure only views whose name contains this, and nobody who signs")
    parser.add_argument("--engines", default=os.environ.get("ENGINES") or "sqlite,postgres")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "bench-scale", help="where filled databases are kept")
    options = parser.parse_args()
    amounts, report, started = Amounts(options.organisations, options.acts), Report(), time.monotonic()
    options.folder.mkdir(parents=True, exist_ok=True)
    every_growth = []
    for name in options.engines.split(","):
        with ENGINES[name](options.folder.resolve()) as store:
            every_growth.append(measure(store, amounts, options.folder.resolve(), report, options))
    report.remarks += [
        f"{amounts.name} (organisations × acts) beside {amounts.tenth.name}; views past the page cache, the shortest of {3 * options.rounds} times.",
        "One query of its rows: the same server answers it as JSON, at most 100 rows (benchmarks/scale/rows_shown.py).",
        "(a byte): every row of a list is sent, piece by piece; the ratios are those of the time for a byte.",
        " ".join(f"{name} {value}" for name, value in machine().items()),
        f"The run took {time.monotonic() - started:.0f} s.",
    ]
    print(report.markdown())
    print(growth_table(every_growth))


if __name__ == "__main__":
    main()
