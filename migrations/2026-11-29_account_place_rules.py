"""One place for each account and language, and the index that lists are read from."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T11:40:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "account place rules"


class AccountPlace(Table, tablename="account_place"):
    pass


# No unique index holds a key: PostgreSQL would write it into its log when it is broken, and a key can be read back as a name.
INDICES = {
    "account_place_once": "UNIQUE INDEX account_place_once ON account_place (coordinator, language)",
    "account_place_order": "INDEX account_place_order ON account_place (language, icu_version, key, coordinator)",
}


async def add_rules() -> None:
    """Add the indices."""
    for statement in INDICES.values():
        await AccountPlace.raw(f"CREATE {statement}")


async def remove_rules() -> None:
    """Remove the indices."""
    for name in INDICES:
        await AccountPlace.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
