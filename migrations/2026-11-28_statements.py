"""Numbers of statements, their receipt, who made them, parts that were withdrawn; and jobs that number the public ones on record."""

import json
from datetime import UTC, datetime

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T15:30:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "statements"


class Organisation(Table, tablename="organisation"):
    pass


class Statement(Table, tablename="statement"):
    id = UUID(primary_key=True)
    number = Integer(null=True, default=None)
    reference = Varchar(20, null=True, default=None)
    precludes = Boolean(null=True, default=None)
    successor = ForeignKey(Organisation, null=True, default=None, on_delete=OnDelete.restrict)
    received = Date(null=True, default=None)


class PartialWithdrawal(Table, tablename="partial_withdrawal"):
    id: Serial
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    day = Varchar(10, null=False)
    text = Text(null=False)
    recorded_at = Timestamptz(null=False)


class StatementSigner(Table, tablename="statement_signer"):
    id: Serial
    statement = ForeignKey(Statement, null=False, on_delete=OnDelete.cascade, index=True)
    deed = Varchar(20, null=False)
    name = Varchar(300, null=False)
    title = Varchar(300, null=False, default="")
    signed_at = Timestamptz(null=False)


class StatementTranslation(Table, tablename="statement_translation"):
    remainder = ForeignKey(PartialWithdrawal, null=True, default=None, on_delete=OnDelete.cascade)


class Job(Table, tablename="job"):
    kind = Varchar(40)
    payload = Text()
    run_at = Timestamptz()
    dedupe_key = Varchar(200)


async def number_statements() -> None:
    """Enqueue a job for each memorandum with statements; it knows which of them everybody can read."""
    for row in await Statement.raw("SELECT DISTINCT memorandum FROM statement ORDER BY memorandum"):
        payload = json.dumps({"memorandum": row["memorandum"]})
        await Job.insert(Job(kind="number_statements", payload=payload, run_at=datetime.now(UTC), dedupe_key=f"number_statements:{row['memorandum']}"))


async def nothing() -> None:
    """The jobs find nothing to number."""


async def forwards() -> MigrationManager:
    """Make the tables, widen those on record, and let the statements be numbered."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    new = (PartialWithdrawal, StatementSigner)
    for table in new:
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    columns = [column for table in (*new, Statement, StatementTranslation) for column in table._meta.non_default_columns]
    for column in columns:
        if column is Statement.id:
            continue
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
    manager.add_raw(number_statements)
    manager.add_raw_backwards(nothing)
    return manager
