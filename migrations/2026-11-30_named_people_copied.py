"""An appeal may name several people. SQLite cannot drop a rule of a column: the table of people is copied, made again and filled again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-30T12:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "named people copied"
COLUMNS = "appeal, key, names, means, purpose, agreed, until, taken_back_on"


class NamedPerson(Table, tablename="named_person"):
    """Runs SQL on the engine of the migrations."""


async def copy() -> None:
    """Copy the rows to a table beside it."""
    await NamedPerson.raw(f"CREATE TABLE named_person_copy AS SELECT {COLUMNS} FROM named_person")


async def fill() -> None:
    """Fill the table again with the first person of each appeal, who is all that it can hold."""
    await NamedPerson.raw(f"INSERT INTO named_person ({COLUMNS}) SELECT {COLUMNS} FROM named_person_copy WHERE number = 1")
    await NamedPerson.raw("DROP TABLE named_person_copy")


async def forwards() -> MigrationManager:
    """Copy the rows."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(copy)
    manager.add_raw_backwards(fill)
    return manager
