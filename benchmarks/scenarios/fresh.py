"""(g) A page that was changed by a signature, made anew, against the least that such a page takes."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchmarks.ours import Site
    from benchmarks.report import Report
    from benchmarks.sizes import Size

_MOST = 2.5


def measure(report: Report, size: Size, site: Site) -> None:
    """Measure in a process of its own, on the site's database."""
    command = [sys.executable, "-m", "benchmarks.fresh", str(site.folder), str(size.query_rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    report.compare_costs("fresh page / join, rows as text and gzip 1", "ms", *json.loads(done.stdout), most=_MOST)
