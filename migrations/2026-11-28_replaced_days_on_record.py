"""The days that extensions and closings replaced, as far as the notifications and the trail tell them; the others stay empty."""

from datetime import date
from typing import Any

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, Date, ForeignKey, Integer, Serial, Varchar
from piccolo.table import Table

ID = "2026-11-28T17:41:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "replaced days on record"


class Memorandum(Table, tablename="memorandum"):
    id: Serial
    slug = Varchar(80)
    historical = Boolean()
    opens_on = Date(null=True)
    closes_on = Date(null=True)
    accession_opened_on = Date(null=True)
    accession_ended_on = Date(null=True)


class Notification(Table, tablename="notification"):
    id: Serial
    memorandum = Varchar(80)
    kind = Varchar(40)
    issued_on = Date()
    detail = Varchar(200)


class TrailEntry(Table, tablename="trail_entry"):
    id: Serial
    memorandum = Integer(null=True)
    act = Varchar(40)
    day = Date()


class ReplacedDays(Table, tablename="replaced_days"):
    memorandum = ForeignKey(Memorandum)
    replaced_on = Date()
    opens_on = Date(null=True, default=None)
    closes_on = Date(null=True, default=None)
    accession_opened_on = Date(null=True, default=None)
    accession_ended_on = Date(null=True, default=None)


async def remember() -> None:
    """Write down the days before the opening, before each extension, and before a closing by hand."""
    rows = [row for memorandum in await Memorandum.select().order_by(Memorandum.id) for row in await _replaced(memorandum)]
    for start in range(0, len(rows), 500):
        await ReplacedDays.insert(*rows[start : start + 500])


async def _replaced(memorandum: dict[str, Any]) -> list[ReplacedDays]:
    if memorandum["historical"] or memorandum["opens_on"] is None:
        return []
    opened = min([memorandum["opens_on"], *(day for day, _ in await _events(memorandum, "opened"))])
    rows = [ReplacedDays(memorandum=memorandum["id"], replaced_on=opened)]
    known = None
    for day, last_day in await _events(memorandum, "extended"):
        rows.append(_days(memorandum, day, known))
        known = last_day
    if any(day == memorandum["closes_on"] for day, _ in await _events(memorandum, "closed")):  # on its last day only by hand
        rows.append(_days(memorandum, memorandum["closes_on"], known))
    return rows


async def _events(memorandum: dict[str, Any], kind: str) -> list[tuple[date, date | None]]:
    """Return the days of an operation with the last day that it announced; None where only the trail knows of it."""
    public = (Notification.memorandum == memorandum["slug"]) & (Notification.kind == kind)
    announced = await Notification.select(Notification.issued_on, Notification.detail).where(public).order_by(Notification.id)
    events = [(row["issued_on"], date.fromisoformat(row["detail"]) if kind == "extended" and row["detail"] else None) for row in announced]
    done = (TrailEntry.memorandum == memorandum["id"]) & (TrailEntry.act == kind)
    days = {day for day, _ in events}
    alone = [row["day"] for row in await TrailEntry.select(TrailEntry.day).where(done).order_by(TrailEntry.id) if row["day"] not in days]
    return sorted([*events, *((day, None) for day in alone)], key=lambda event: event[0])


def _days(memorandum: dict[str, Any], replaced_on: date, closes_on: date | None) -> ReplacedDays:
    closes_on = closes_on if closes_on and closes_on >= replaced_on else None  # a day that was over was that of an earlier edition
    accession = {name: day for name in ("accession_opened_on", "accession_ended_on") if (day := memorandum[name]) and day < replaced_on}
    return ReplacedDays(memorandum=memorandum["id"], replaced_on=replaced_on, opens_on=memorandum["opens_on"], closes_on=closes_on, **accession)


async def nothing() -> None:
    """The table ends with its own migration."""


async def forwards() -> MigrationManager:
    """Fill the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(remember)
    manager.add_raw_backwards(nothing)
    return manager
