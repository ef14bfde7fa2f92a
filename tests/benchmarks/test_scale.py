"""The measures of growth still fit the site: every view answers, and every figure is printed; their values are never asserted."""

from __future__ import annotations

import subprocess
import sys

import pytest

from coalition.addresses import ROUTES

pytest.importorskip("asyncpg")


def test_a_tiny_register_is_filled_once_and_every_view_of_it_is_measured(tmp_path):
    command = [sys.executable, "-m", "benchmarks.scale", "--organisations", "200", "--acts", "1000", "--engines", "sqlite"]
    command += ["--rounds", "1", "--seconds", "0.3", "--folder", str(tmp_path)]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stderr.count("Filling") == 2
    rows = [line.strip("| ").split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")]
    views = {row[0].removesuffix(" (a byte)"): row[-1].strip() for row in rows if row[0].removesuffix(" (a byte)") in ROUTES}
    assert list(views) == [name for name, route in ROUTES.items() if route.method == "GET"]
    assert {name for name, verdict in views.items() if verdict == "not measured"} == set()
    figures = [row[0].partition(": ")[2] for row in rows if row[0].startswith("SQLite: ")]
    assert figures == [
        "any view, times a tenth of the data: the largest",
        "any view, times one query of its rows: the largest",
        "lateness of the event loop, longest / idle",
        "lateness of the event loop, p99 / idle",
        "memory after all views / bare",
        "longest block of the loop, processor time",
        "signing with a rule that waits / without",
        "reads while 33 sign a second / idle",
        "rebuilds of a page per change",
        "wait of a signer while reminding many, p99 / idle",
        "wait of a signer while importing, p99 / idle",
    ]
