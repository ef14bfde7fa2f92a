"""The days of receipt of the acts on record, and the days on which accession was opened and ended, as they were announced."""

from datetime import UTC, date

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Date, Serial, Timestamptz, Varchar
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T15:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "days of acts on record"

AT_ONCE = 500


class Memorandum(Table, tablename="memorandum"):
    slug = Varchar(80)
    signing_state = Varchar(20)
    accession_opened_on = Date(null=True)
    accession_ended_on = Date(null=True)


class Notification(Table, tablename="notification"):
    id: Serial
    kind = Varchar(40)
    memorandum = Varchar(80)
    happened_on = Date()
    detail = Varchar(200)


class Act(Table, tablename="act"):
    id = UUID(primary_key=True)
    channel = Varchar(20)
    recorded_at = Timestamptz()
    received = Date(null=True)


async def _allow_changes() -> list[str]:
    """Let the rows of acts change; return the statements that forbid it again."""
    engine = engine_finder()
    if engine is not None and engine.engine_type != "sqlite":
        await Act.raw("ALTER TABLE act DISABLE TRIGGER act_append_only")
        return ["ALTER TABLE act ENABLE TRIGGER act_append_only"]
    triggers = await Act.raw("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'act' AND sql LIKE '%UPDATE%'")
    for trigger in triggers:
        await Act.raw(f"DROP TRIGGER {trigger['name']}")
    return [trigger["sql"] for trigger in triggers]


async def _receive_acts() -> None:
    """Let every act be received on the day on which it was recorded; when an act of the past was received is not known."""
    days: dict[date, list[object]] = {}
    for row in await Act.select(Act.id, Act.recorded_at).where(Act.channel != "historical"):
        days.setdefault(row["recorded_at"].astimezone(UTC).date(), []).append(row["id"])
    forbidding = await _allow_changes()
    for day, ids in days.items():
        for start in range(0, len(ids), AT_ONCE):
            await Act.update({Act.received: day}).where(Act.id.is_in(ids[start : start + AT_ONCE]))
    for statement in forbidding:
        await Act.raw(statement.replace("{", "{{").replace("}", "}}"))


async def _date_accession() -> None:
    """Take the days of accession from the last notifications of it; they stay unknown where none was issued."""
    columns = (Notification.kind, Notification.memorandum, Notification.happened_on, Notification.detail)
    opened: dict[str, date] = {}
    ended: dict[str, date] = {}
    for row in await Notification.select(*columns).order_by(Notification.id):
        if row["kind"] == "accession_opened":
            opened[row["memorandum"]] = row["happened_on"]
        elif row["kind"] == "closed" and row["detail"] == "accession":
            ended[row["memorandum"]] = row["happened_on"]
    for memorandum in await Memorandum.select(Memorandum.slug, Memorandum.signing_state):
        slug, state = memorandum["slug"], memorandum["signing_state"]
        last = None if state == "accession_only" else ended.get(slug)
        if slug in opened:
            values = {Memorandum.accession_opened_on: opened[slug], Memorandum.accession_ended_on: last}
            await Memorandum.update(values).where(Memorandum.slug == slug)


async def fill_in() -> None:
    """Fill in the columns."""
    await _receive_acts()
    await _date_accession()


async def nothing() -> None:
    """The columns go with their own migration."""


async def forwards() -> MigrationManager:
    """Fill in the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(fill_in)
    manager.add_raw_backwards(nothing)
    return manager
