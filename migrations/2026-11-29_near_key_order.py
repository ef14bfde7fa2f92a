"""An index by which the first organisations with a key are read, however many have it."""

from piccolo.columns import BigInt
from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T14:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "order of near keys"


class NearKey(Table, tablename="near_key"):
    """Runs SQL on the engine of the migrations."""


async def add_index() -> None:
    """Add the index of keys with their organisations in order."""
    await NearKey.raw("CREATE INDEX near_key_organisations ON near_key (\"key\", organisation)")


async def remove_index() -> None:
    """Remove it."""
    await NearKey.raw("DROP INDEX near_key_organisations")


async def forwards() -> MigrationManager:
    """Add the index in the place of that of the keys alone."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.alter_column(
        table_class_name="NearKey",
        tablename="near_key",
        column_name="key",
        db_column_name="key",
        params={"index": False},
        old_params={"index": True},
        column_class=BigInt,
        old_column_class=BigInt,
    )
    manager.add_raw(add_index)
    manager.add_raw_backwards(remove_index)
    return manager
