"""(e) The shorter ways to write queries, against Piccolo's own way: processor time of a call, the statement included."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

LARGEST = 0.8  # of Piccolo's time: what saves less is not worth a second way

if TYPE_CHECKING:
    from benchmarks.ours import Site
    from benchmarks.report import Report
    from benchmarks.sizes import Size


def measure(report: Report, size: Size, site: Site) -> None:
    """Measure in a process of its own, on the site's database."""
    command = [sys.executable, "-m", "benchmarks.queries", str(site.folder), str(size.query_rounds), str(size.query_calls)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    for found in json.loads(done.stdout):
        report.compare_costs(f"query, {found['name']} / Piccolo", "us", found["ours"], found["theirs"], most=LARGEST)
