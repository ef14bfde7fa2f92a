"""The benchmarks still fit the site they measure; what they measure is never asserted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.budget import WHOLE

ON_POSTGRES = ["signing on PostgreSQL, c=64 / asyncpg", "signing on PostgreSQL, c=64, two processes / asyncpg, two processes"]

pytest.importorskip("django")
pytest.importorskip("gunicorn")


def test_a_tiny_run_measures_everything_without_an_error(tmp_path):
    result = tmp_path / "figures.json"

    command = [sys.executable, "-m", "benchmarks", "--tiny", "--without-nginx", *([] if WHOLE else ["--without-postgres"]), "--json", str(result)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    report = json.loads(result.read_text())
    assert [line["name"] for line in report["lines"] if line["ratio"] and line["unit"] == "answers/s"] == [
        "ready page, plain / Django cache_page",
        "ready page, plain / ASGI application with the same bytes",
        "ready page, gzip / Django cache_page",
        "ready page, gzip / ASGI application with the same bytes",
        "uncached page, 1 reader / Django",
        "uncached page, 16 readers / Django",
        "ready page of 8 signatories while 33 sign / quiet",
        "ready page of 9 signatories while 33 sign / quiet",
        "sign POST, c=16 / Django form",
        "sign POST, c=64 / Django form",
        "ready page of 8 signatories, a process that reads beside, while 33 sign / quiet",
    ]
    assert all(load["errors"] == 0 for loads in report["loads"].values() for load in loads)
    assert "first answer after start" in done.stdout
    assert [line["name"] for line in report["lines"] if line["unit"] == "acts/s"] == [
        "signing on SQLite, c=16 / sqlite3, one a commit",
        "signing on SQLite, c=16 / sqlite3, eight a commit",
        *(ON_POSTGRES if WHOLE else []),
    ]
    assert [line["name"] for line in report["lines"] if line["unit"] == "not measured"] == [
        "ready page, plain / nginx static",
        "ready page, gzip / nginx static",
        "ready page / WordPress",
        "uncached page, 1 reader / WordPress",
        "sign POST, c=16 / WordPress comment",
    ]
    costs = [line for line in report["lines"] if line["unit"] in {"s", "MiB"}]
    assert all(line["ratio"] is not None for line in costs)
    assert {line["name"]: line["goal"] for line in costs if line["goal"]} == {
        "first answer after start / bare": "<= 1.4",
        "memory with worker after the views / bare": "<= 1.6",
    }
    assert {line["name"].split()[1].strip(",") for line in report["lines"] if line["name"].startswith("query,")} == {
        *("prepared", "selected", "one_row", "whole", "at_once", "among", "made_of", "put", "put_rows"),
    }
