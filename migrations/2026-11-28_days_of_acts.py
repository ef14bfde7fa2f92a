"""The day on which an act was received, the days for accession, and what a correction of the record corrects."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import UUID, Boolean, Date, Varchar
from piccolo.table import Table

ID = "2026-11-28T15:10:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "days of acts"


class Act(Table, tablename="act"):
    received = Date(null=True, default=None)
    remarked = Boolean(null=False, default=False)
    corrects = UUID(null=True, default=None)
    corrected_acted = Varchar(10, null=True, default=None)
    corrected_received = Date(null=True, default=None)


class Memorandum(Table, tablename="memorandum"):
    accession_opened_on = Date(null=True, default=None)
    accession_ended_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Widen the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for column in (*Act._meta.non_default_columns, *Memorandum._meta.non_default_columns):
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
    return manager
