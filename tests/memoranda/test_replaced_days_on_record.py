"""What the upgrade knows of the days for signature that extensions and closings replaced before such days were recorded."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from coalition import migrating
from coalition.memoranda.replaced_day_queries import days_on
from tests.upgrades import insert, last_before

pytestmark = pytest.mark.anyio

BEFORE = last_before("2026-11-28T17:40:00:000000")
NOW = datetime(2026, 6, 1, tzinfo=UTC)
# The last day for signature on record, then notifications and entries of the trail: a day, an operation, and the last day that was announced.
STORIES: dict[str, tuple[str, list[tuple[str, str, str]], list[tuple[str, str]]]] = {
    "twice-extended": ("2026-05-31", [("2026-02-01", "extended", "2026-03-31"), ("2026-03-01", "extended", "2026-05-31")], []),
    "closed-by-hand": ("2026-03-15", [("2026-02-01", "extended", "2026-03-31"), ("2026-03-15", "closed", "")], []),
    "closed-by-itself": ("2026-03-31", [("2026-04-01", "closed", "")], []),
    "unpublished": ("2026-03-31", [], [("2026-01-05", "opened"), ("2026-02-01", "extended")]),
}
# For each the last day for signature as at days; `now` where the days of today held, `none` before it was opened.
THEN = {
    "twice-extended": {"2026-01-09": "none", "2026-01-10": None, "2026-02-01": "2026-03-31", "2026-02-28": "2026-03-31", "2026-03-01": "now"},
    "closed-by-hand": {"2026-01-20": None, "2026-02-10": "2026-03-31", "2026-03-14": "2026-03-31", "2026-03-15": "now"},
    "closed-by-itself": {"2026-01-09": "none", "2026-01-10": "now", "2026-04-02": "now"},
    "unpublished": {"2026-01-04": "none", "2026-01-05": None, "2026-01-31": None, "2026-02-01": "now"},
}
OPENED = date(2026, 1, 10)


async def record() -> dict[str, int]:
    ids, number = {}, 0
    for slug, (closes, announced, done) in STORIES.items():
        columns: dict[str, Any] = {"kind": "declaration", "signature_rule": "invited", "created_at": NOW, "updated_at": NOW}
        ids[slug] = await insert("memorandum", slug=slug, opens_on=OPENED, closes_on=date.fromisoformat(closes), **columns)
        for day, kind, detail in announced:
            number += 1
            about = {"kind": kind, "memorandum": slug, "issued_on": date.fromisoformat(day), "issued_at": NOW, "detail": detail}
            await insert("notification", year=2026, number=number, **about)
        for day, act in done:
            entry = {"actor_kind": "system", "act": act, "memorandum": ids[slug], "day": date.fromisoformat(day), "hash": "-"}
            await insert("trail_entry", previous=f"{slug} {act}", **entry)
    return ids


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_the_record_gives_the_days_that_it_knows(old_installation: None) -> None:
    ids = await record()
    await migrating.migrate()
    for slug, expected in THEN.items():
        for on, closes in expected.items():
            read = await days_on(ids[slug], date.fromisoformat(on))
            opens = None if closes == "none" else OPENED
            last = None if closes in {None, "none"} else date.fromisoformat(str(closes)) if closes != "now" else None
            wanted = {} if closes == "now" else {"opens_on": opens, "closes_on": last, "accession_opened_on": None, "accession_ended_on": None}
            assert (slug, on, dict(read)) == (slug, on, wanted)
