"""Who disabled an account, and when it was enabled again; what an API token is called, and the day of its last use."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, Integer, Timestamptz, Varchar
from piccolo.table import Table

ID = "2026-11-28T12:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "people"


class Coordinator(Table, tablename="coordinator"):
    disabled_by = Integer(null=True, default=None)
    enabled_at = Timestamptz(null=True, default=None)


class ApiToken(Table, tablename="api_token"):
    name = Varchar(80, null=False, default="")
    last_used_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Widen the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Coordinator, ApiToken):
        for column in table._meta.non_default_columns:
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
