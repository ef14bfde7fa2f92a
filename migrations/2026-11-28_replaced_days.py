"""The days for signature and accession that other days replaced; `replaced_days_on_record` fills in what is known of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T17:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "replaced days"


class Memorandum(Table, tablename="memorandum"):
    pass


class ReplacedDays(Table, tablename="replaced_days"):
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.cascade, index=True)
    replaced_on = Date(null=False)
    opens_on = Date(null=True, default=None)
    closes_on = Date(null=True, default=None)
    accession_opened_on = Date(null=True, default=None)
    accession_ended_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ReplacedDays", tablename="replaced_days")
    for column in ReplacedDays._meta.non_default_columns:
        manager.add_column(
            table_class_name="ReplacedDays",
            tablename="replaced_days",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
