"""Notifications keep the record of their day; those on record are completed by a job."""

from datetime import UTC, datetime

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, Integer, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T15:20:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "final notifications"


class Notification(Table, tablename="notification"):
    step = Integer(null=False, default=0)


class NotificationContent(Table, tablename="notification_content"):
    notification = ForeignKey(Notification, null=False, unique=True, on_delete=OnDelete.cascade)
    content = Text(null=False)
    completed_on = Date(null=True, default=None)


class NotificationMention(Table, tablename="notification_mention"):
    notification = ForeignKey(Notification, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = Varchar(80, null=False, index=True)


class NotificationChange(Table, tablename="notification_change"):
    step = Integer(null=False, default=0)


class Publication(Table, tablename="publication"):
    steps_on = Date(null=True, default=None)
    steps = Integer(null=False, default=0)


class Job(Table, tablename="job"):
    kind = Varchar(40)
    payload = Text()
    run_at = Timestamptz()
    dedupe_key = Varchar(200)


async def complete_later() -> None:
    """Let the worker complete the notifications on record, if there are any."""
    if not await Notification.raw("SELECT id FROM notification LIMIT 1"):
        return
    key = "complete_notifications:0"
    await Job.insert(Job(kind="complete_notifications", payload="{}", run_at=datetime.now(UTC), dedupe_key=key))


async def nothing() -> None:
    """The columns end with the schema."""


async def forwards() -> MigrationManager:
    """Widen the tables, and enqueue the job."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("NotificationContent", tablename="notification_content")
    manager.add_table("NotificationMention", tablename="notification_mention")
    manager.rename_column(
        table_class_name="Notification",
        tablename="notification",
        old_column_name="happened_on",
        new_column_name="issued_on",
        old_db_column_name="happened_on",
        new_db_column_name="issued_on",
    )
    tables = (Notification, NotificationContent, NotificationMention, NotificationChange, Publication)
    for column in (column for table in tables for column in table._meta.non_default_columns):
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
    manager.add_raw(complete_later)
    manager.add_raw_backwards(nothing)
    return manager
