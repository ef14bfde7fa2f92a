"""The benchmarks still fit the site they measure; what they measure is never asserted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

pytest.importorskip("django")
pytest.importorskip("gunicorn")


def test_a_tiny_run_measures_everything_without_an_error(tmp_path):
    result = tmp_path / "figures.json"

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--tiny", "--without-nginx", "--json", str(result)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    report = json.loads(result.read_text())
    assert [line["name"] for line in report["lines"] if line["ratio"] and line["unit"] == "answers/s"] == [
        "ready page, plain / Django cache_page",
        "ready page, gzip / Django cache_page",
        "uncached page, 1 reader / Django",
        "uncached page, 16 readers / Django",
        "ready page while 33 sign / quiet",
        "sign POST, c=16 / Django form",
        "sign POST, c=64 / Django form",
    ]
    assert all(load["errors"] == 0 for loads in report["loads"].values() for load in loads)
    assert "first answer after start" in done.stdout
    costs = [line for line in report["lines"] if line["unit"] in {"s", "MiB"}]
    assert all(line["ratio"] is not None for line in costs)
    assert {line["name"]: line["goal"] for line in costs if line["goal"]} == {
        "first answer after start / bare": "<= 1.73",
        "memory with worker after the views / bare": "<= 2.2",
    }
    assert {line["name"].split()[1].strip(",") for line in report["lines"] if line["name"].startswith("query,")} == {
        *("prepared", "one_row", "whole", "at_once", "among", "made_of", "put", "put_rows"),
    }
