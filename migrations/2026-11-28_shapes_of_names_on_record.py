"""The names on record get their shapes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Integer, Varchar
from piccolo.table import Table

from coalition.organisations.likeness import shapes

ID = "2026-11-28T13:01:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "shapes of names on record"

AT_ONCE = 500


class OrganisationName(Table, tablename="organisation_name"):
    organisation = Integer()
    name = Varchar(300)


class FormerName(Table, tablename="former_name"):
    organisation = Integer()
    name = Varchar(300)


class NameShape(Table, tablename="name_shape"):
    organisation = Integer()
    shape = Varchar(400)


async def add_shapes() -> None:
    """Compute the shapes, some names at a time."""
    pairs = set()
    for table in (OrganisationName, FormerName):
        for row in await table.select(table.organisation, table.name):
            pairs |= {(row["organisation"], shape) for shape in shapes(row["name"])}
    rows = [NameShape(organisation=organisation, shape=shape) for organisation, shape in sorted(pairs)]
    for start in range(0, len(rows), AT_ONCE):
        await NameShape.insert(*rows[start : start + AT_ONCE])


async def nothing() -> None:
    """The table ends with its own migration."""


async def forwards() -> MigrationManager:
    """Fill the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_shapes)
    manager.add_raw_backwards(nothing)
    return manager
