"""One key for each organisation and language, the index that lists are read from, and that of the public register by country."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T18:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "sort key rules"


class SortKey(Table, tablename="sort_key"):
    pass


# No unique index holds a key: PostgreSQL would write it into its log when it is broken, and a key can be read back as a name.
INDICES = {
    "sort_key_once": "UNIQUE INDEX sort_key_once ON sort_key (organisation, language)",
    "sort_key_order": "INDEX sort_key_order ON sort_key (language, icu_version, key, organisation)",
    "organisation_listed": "INDEX organisation_listed ON organisation (listed, country)",
    "organisation_country": "INDEX organisation_country ON organisation (country)",
}


async def add_rules() -> None:
    """Add the indices."""
    for statement in INDICES.values():
        await SortKey.raw(f"CREATE {statement}")


async def remove_rules() -> None:
    """Remove the indices."""
    for name in INDICES:
        await SortKey.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
