"""What the upgrade makes of acts and memoranda that were on record before days of receipt and of accession were stored."""

from __future__ import annotations

import importlib.util
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from coalition import database, migrating, resources
from coalition.acts.tables import Act
from coalition.memoranda.tables import Memorandum
from tests.acts.test_counted_days_on_record import acts_are_append_only_again
from tests.mutants import mutated
from tests.upgrades import insert, last_before, migrate_until

pytestmark = pytest.mark.anyio

FILE = resources.MIGRATIONS / "2026-11-28_days_of_acts_on_record.py"
COLUMNS = "2026-11-28T15:10:00:000000"
BEFORE = last_before(COLUMNS)
RECORDED = datetime(2026, 2, 3, 23, 30, tzinfo=UTC)
CHANNELS = {"online": date(2026, 2, 3), "paper": date(2026, 2, 3), "correspondence": date(2026, 2, 3), "historical": None}
# State, days of notifications (opened for accession, closed for accession), and the days on record afterwards.
ACCESSIONS = {
    "accession-now": ("accession_only", ["2026-03-01"], [], (date(2026, 3, 1), None)),
    "ended": ("ended", ["2026-03-01"], ["2026-04-01"], (date(2026, 3, 1), date(2026, 4, 1))),
    "again": ("accession_only", ["2026-03-01", "2026-05-01"], ["2026-04-01"], (date(2026, 5, 1), None)),
    "not-announced": ("accession_only", [], [], (None, None)),
    "signed-now": ("open", [], [], (None, None)),
}


@pytest.fixture
async def recorded(old_installation: None) -> None:
    await record()


async def record() -> None:
    times = {"created_at": RECORDED, "updated_at": RECORDED}
    texts = {"kind": "declaration", "signature_rule": "invited", "publicity": "public"} | times
    number = 0
    async with database.transaction():
        for slug, (state, opened, closed, _) in ACCESSIONS.items():
            memorandum = await insert("memorandum", slug=slug, signing_state=state, **texts)
            announced = [("opened", "2026-01-01", ""), ("closed", "2026-02-01", ""), ("closed", "2026-06-01", "")]  # a later edition closed again
            announced += [("accession_opened", day, "") for day in opened] + [("closed", day, "accession") for day in closed]
            for kind, day, detail in sorted(announced, key=lambda one: one[1]):
                number += 1
                about = {"kind": kind, "memorandum": slug, "happened_on": date.fromisoformat(day), "issued_at": RECORDED, "detail": detail}
                await insert("notification", year=2026, number=number, **about)
        for channel in CHANNELS:
            party = await insert("organisation", slug=channel, kind="ngo", scope="national", at_risk=False, **times)
            columns = {"kind": "signature", "disclosure": "public", "recorded_at": RECORDED, "reference": uuid4().hex[:20], "acted": "2026-01"}
            await insert("act", id=uuid4(), memorandum=memorandum, organisation=party, channel=channel, **columns)


async def everything_is_right() -> None:
    rows = await Act.select(Act.channel, Act.received, Act.remarked, Act.corrects)
    assert {row["channel"]: row["received"] for row in rows} == CHANNELS
    assert {(row["remarked"], row["corrects"]) for row in rows} == {(False, None)}
    memoranda = await Memorandum.select(Memorandum.slug, Memorandum.accession_opened_on, Memorandum.accession_ended_on)
    found = {row["slug"]: (row["accession_opened_on"], row["accession_ended_on"]) for row in memoranda}
    assert found == {slug: days for slug, (_, _, _, days) in ACCESSIONS.items()}
    await acts_are_append_only_again()


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_days_on_record_are_filled_in(recorded: None) -> None:
    await migrating.migrate()
    await everything_is_right()


@pytest.mark.parametrize("old_installation", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('Act.channel != "historical"', 'Act.channel != "online"'),
        ('row["recorded_at"].astimezone(UTC).date()', "date(2026, 2, 4)"),
        ('None if state == "accession_only" else ended.get(slug)', "ended.get(slug)"),
        ('row["kind"] == "closed" and row["detail"] == "accession"', 'row["kind"] == "closed"'),
        ('row["kind"] == "accession_opened"', 'row["kind"] == "opened"'),
        ("    for statement in forbidding:", "    for statement in ():"),
    ],
)
async def test_a_mutated_upgrade_is_found(recorded: None, right: str, wrong: str) -> None:
    await migrate_until(COLUMNS)
    spec = importlib.util.spec_from_file_location("days_of_acts_on_record", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    await mutated(module, right, wrong)["fill_in"]()
    with pytest.raises((AssertionError, pytest.fail.Exception)):
        await everything_is_right()
