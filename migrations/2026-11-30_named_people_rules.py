"""People who were named stand in the new table, and no two have the same place; apart, as raw steps run first."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T12:00:03:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of named people"
COLUMNS = "appeal, key, names, means, purpose, agreed, until, taken_back_on"


class NamedPerson(Table, tablename="named_person"):
    """Runs SQL on the engine of the migrations."""


async def fill() -> None:
    """Fill the table from its copy, and let no two people have the same place."""
    await NamedPerson.raw(f"INSERT INTO named_person ({COLUMNS}, number) SELECT {COLUMNS}, 1 FROM named_person_copy")
    await NamedPerson.raw("DROP TABLE named_person_copy")
    await NamedPerson.raw("CREATE UNIQUE INDEX person_of_appeal ON named_person (appeal, number)")


async def copy() -> None:
    """Copy the rows again."""
    await NamedPerson.raw("DROP INDEX person_of_appeal")
    await NamedPerson.raw(f"CREATE TABLE named_person_copy AS SELECT {COLUMNS}, number FROM named_person")


async def forwards() -> MigrationManager:
    """Fill the table, and add the index."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(fill)
    manager.add_raw_backwards(copy)
    return manager
