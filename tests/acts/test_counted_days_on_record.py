"""What the upgrade makes of acts that were on record before hidden acts had a day from which they are counted."""

from __future__ import annotations

import importlib.util
import json
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from piccolo.apps.migrations.tables import Migration

from coalition import clock, database, job_kinds, migrating, resources
from coalition.acts.tables import Act
from coalition.database import execute
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due
from coalition.memoranda.tables import Memorandum
from coalition.notices.tables import NotificationChange
from tests.mutants import mutated
from tests.upgrades import insert

if TYPE_CHECKING:
    from types import ModuleType

pytestmark = pytest.mark.anyio

assert job_kinds.HANDLERS
FILE = resources.MIGRATIONS / "2026-11-28_counted_days.py"
BEFORE = "2026-11-28T14:20:00:000000"
RECORDED = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)
DAYS = {
    "2012-02-29": date(2012, 2, 29),
    "2013-02-01": date(2013, 2, 28),
    "2013-04": date(2013, 4, 30),
    "2014": date(2014, 12, 31),
    "2025-12-31": date(2025, 12, 31),
    None: date(2026, 2, 28),  # of the month in which it was recorded
    "2099-05": date(2099, 5, 31),
}


def migration() -> ModuleType:
    spec = importlib.util.spec_from_file_location("counted_days", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def record_acts(many: int = 1) -> dict[str, int]:
    """Record acts of every day, named and hidden, on a closed memorandum; return the ids of it and of an open one without acts."""
    times = {"created_at": RECORDED, "updated_at": RECORDED}
    texts = {"kind": "declaration", "signature_rule": "invited", "publicity": "public"} | times
    ids = {state: await insert("memorandum", slug=state, signing_state=state, **texts) for state in ("closed", "open")}
    async with database.transaction():
        for at, acted in enumerate([*DAYS, *["2014"] * many]):
            party = await insert("organisation", slug=f"party-{at}", kind="ngo", scope="national", at_risk=False, **times)
            level = "public" if at % 2 else "counted"
            columns = {"kind": "signature", "channel": "online", "recorded_at": RECORDED, "reference": uuid4().hex[:20]}
            await insert("act", id=uuid4(), memorandum=ids["closed"], organisation=party, disclosure=level, acted=acted, **columns)
    return ids


async def days_are_ends_of_months(many: int = 1) -> None:
    rows = await Act.select(Act.acted, Act.counted_on)
    assert {row["acted"]: row["counted_on"] for row in rows} == DAYS
    assert sum(row["counted_on"] == DAYS["2014"] for row in rows) == many + 1


async def acts_are_append_only_again() -> None:
    for statement in ("UPDATE act SET counted_on = NULL", "UPDATE act SET kind = 'support'", "DELETE FROM act"):
        with pytest.raises(Exception, match="rows of act are never changed"):
            await execute(statement)


async def numbers_are_decided(ids: dict[str, int]) -> None:
    """One job for yesterday and one for the last day of all acts stand in the queue for each memorandum, each due after its day."""
    yesterday = clock.today() - timedelta(days=1)
    rows = await Job.select(Job.payload, Job.run_at, Job.dedupe_key).where(Job.kind == "count_hidden_acts")
    found = {(payload["memorandum"], payload["day"]): row for row in rows for payload in [json.loads(row["payload"])]}
    days = (yesterday, DAYS["2099-05"])
    assert set(found) == {(number, day.isoformat()) for number in ids.values() for day in days}
    for (number, day), row in found.items():
        assert row["run_at"].date() == date.fromisoformat(day) + timedelta(days=1)
        assert row["dedupe_key"] == f"count_hidden_acts:{number}:{day}"


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_acts_on_record_count_from_the_end_of_their_month(old_installation: None) -> None:
    ids = await record_acts(many=600)

    await migrating.migrate()

    await everything_is_right(ids, many=600)
    assert await NotificationChange.count() == 0
    await run_due()
    rows = await Memorandum.select(Memorandum.id, Memorandum.withheld_since, Memorandum.withheld_known)
    decided = {row["id"]: (row["withheld_since"], row["withheld_known"]) for row in rows}
    assert decided[ids["open"]] == (None, None)
    assert decided[ids["closed"]][0] == clock.today()  # nobody is listed, so there is no list to compare with
    assert await Job.count().where(Job.kind == "count_hidden_acts") == len(ids)


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_an_installation_without_acts_is_upgraded(old_installation: None) -> None:
    await migrating.migrate()
    assert await Job.count() == 0
    assert await Migration.exists().where(Migration.name == migration().ID)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("monthrange(year, month)[1])", "28)"),
        ("if len(text) >= MONTH else 12", "if len(text) >= MONTH else 1"),
        ("acted or recorded_at", "recorded_at"),
        ("    for statement in forbidding:\n", "    for statement in forbidding[:0]:\n"),
        ("ids[start : start + 500]", "ids[:500]"),
        ("ends = {yesterday, ", "ends = {now.date(), "),
        ("[last] if last and last > yesterday", "[last] if last and last < yesterday"),
        ("day + timedelta(days=1), time()", "day, time()"),
    ],
)
@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_a_mutated_upgrade_is_caught(old_installation: None, right: str, wrong: str) -> None:
    many = 600 if "500" in right else 1
    ids = await record_acts(many)
    await migrating.migrate()
    await Job.delete(force=True)
    await forget_the_days()
    await mutated(migration(), right, wrong)["count_acts"]()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await everything_is_right(ids, many)


async def everything_is_right(ids: dict[str, int], many: int) -> None:
    await days_are_ends_of_months(many)
    await acts_are_append_only_again()
    await numbers_are_decided(ids)


async def forget_the_days() -> None:
    forbidding = await migration()._allow_changes()
    await execute("UPDATE act SET counted_on = NULL")
    for statement in forbidding:
        await execute(statement)
