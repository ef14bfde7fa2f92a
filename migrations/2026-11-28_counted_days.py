"""The day from which a number of withheld names is given, and the days from which the acts on record are counted."""

import json
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T14:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "counted days"

YEAR, MONTH = 4, 7


class Memorandum(Table, tablename="memorandum"):
    withheld_since = Date(null=True, default=None)
    withheld_until = Date(null=True, default=None)
    withheld_known = Integer(null=True, default=None)


class Notification(Table, tablename="notification"):
    pass


class NotificationChange(Table, tablename="notification_change"):
    notification = ForeignKey(Notification, null=False, on_delete=OnDelete.cascade, index=True)
    changed_on = Date(null=False)


class Act(Table, tablename="act"):
    id = UUID(primary_key=True)
    acted = Varchar(10, null=True)
    recorded_at = Timestamptz()
    counted_on = Date(null=True)


class Job(Table, tablename="job"):
    kind = Varchar(40)
    payload = Text()
    run_at = Timestamptz()
    dedupe_key = Varchar(200)


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


def _end_of_month(acted: str | None, recorded_at: datetime) -> date:
    """Return the last day of the month, or of the year, of a partial date; if it is unknown, of the month in which it was recorded."""
    text = acted or recorded_at.astimezone(UTC).date().isoformat()
    year = int(text[:YEAR])
    month = int(text[YEAR + 1 : MONTH]) if len(text) >= MONTH else 12
    return date(year, month, monthrange(year, month)[1])


async def _allow_changes() -> list[str]:
    """Let the rows of acts change; return the statements that forbid it again."""
    if _postgres():
        await Act.raw("ALTER TABLE act DISABLE TRIGGER act_append_only")
        return ["ALTER TABLE act ENABLE TRIGGER act_append_only"]
    triggers = await Act.raw("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'act' AND sql LIKE '%UPDATE%'")
    for trigger in triggers:
        await Act.raw(f"DROP TRIGGER {trigger['name']}")
    return [trigger["sql"] for trigger in triggers]


async def count_acts() -> None:
    """Let every act count from the end of its month, and decide about the numbers of memoranda that are closed."""
    forbidding = await _allow_changes()
    days: dict[date, list[object]] = {}
    for row in await Act.select(Act.id, Act.acted, Act.recorded_at):
        days.setdefault(_end_of_month(row["acted"], row["recorded_at"]), []).append(row["id"])
    for day, ids in days.items():
        for start in range(0, len(ids), 500):
            await Act.update({Act.counted_on: day}).where(Act.id.is_in(ids[start : start + 500]))
    for statement in forbidding:
        await Act.raw(statement.replace("{", "{{").replace("}", "}}"))
    await _enqueue_decisions(max(days, default=None))


async def _enqueue_decisions(last: date | None) -> None:
    now = datetime.now(UTC)
    yesterday = now.date() - timedelta(days=1)
    ends = {yesterday, *([last] if last and last > yesterday else [])}
    for memorandum in await Memorandum.select(Memorandum._meta.primary_key):
        for day in sorted(ends):
            payload = json.dumps({"memorandum": memorandum["id"], "day": day.isoformat()})
            due = datetime.combine(day + timedelta(days=1), time(), UTC)
            key = f"count_hidden_acts:{memorandum['id']}:{day}"
            await Job.insert(Job(kind="count_hidden_acts", payload=payload, run_at=due, dedupe_key=key))


async def nothing() -> None:
    """The columns end with the schema."""


async def forwards() -> MigrationManager:
    """Widen the table, and count the acts on record."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("NotificationChange", tablename="notification_change")
    columns = [*Memorandum._meta.non_default_columns, *NotificationChange._meta.non_default_columns]
    for column in columns:
        table = column._meta.table
        manager.add_column(
            table_class_name=table.__name__,
            tablename=table._meta.tablename,
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    manager.add_raw(count_acts)
    manager.add_raw_backwards(nothing)
    return manager
