"""An appeal says something once in each language and goes to each network once; apart, as raw steps run first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T04:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of appeals"
INDICES = {
    "text_of_appeal": "UNIQUE INDEX {} ON appeal_text (appeal, language)",
    "network_of_appeal": "UNIQUE INDEX {} ON appeal_network (appeal, network)",
}


class AppealText(Table, tablename="appeal_text"):
    """Runs SQL on the engine of the migrations."""


async def add_indices() -> None:
    """Add the indices."""
    for name, index in INDICES.items():
        await AppealText.raw(f"CREATE {index.format(name)}")


async def remove_indices() -> None:
    """Remove them."""
    for name in INDICES:
        await AppealText.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
