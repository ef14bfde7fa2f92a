"""Organisations that were entered twice: likely pairs, decisions about them, and mergings; `coalition migrate` fills the pairs afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T12:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "merged entries"


class Coordinator(Table, tablename="coordinator"):
    pass


class Organisation(Table, tablename="organisation"):
    merged_into = ForeignKey("self", null=True, default=None, on_delete=OnDelete.restrict)


class LikelyPair(Table, tablename="likely_pair"):
    first = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    second = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)


class DifferentPair(Table, tablename="different_pair"):
    first = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    second = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    decided_at = Timestamptz(null=False)


class Merging(Table, tablename="merging"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    remaining = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    merged_by = ForeignKey(Coordinator, null=False, on_delete=OnDelete.restrict)
    merged_at = Timestamptz(null=False)
    undone_by = ForeignKey(Coordinator, null=True, default=None, on_delete=OnDelete.restrict)
    undone_at = Timestamptz(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the tables and the column."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    tables = (LikelyPair, DifferentPair, Merging)
    for table in tables:
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    columns = [(table, column) for table in tables for column in table._meta.non_default_columns]
    for table, column in (*columns, (Organisation, Organisation.merged_into)):
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
