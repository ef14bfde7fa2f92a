"""The table of people, of whom an appeal names any number."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, ForeignKey, Integer, Serial, Text, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-30T12:00:02:000000"
VERSION = "1.38.0"
DESCRIPTION = "named people"


class Appeal(Table, tablename="appeal"):
    id = Serial(primary_key=True)


class NamedPerson(Table, tablename="named_person"):
    appeal = ForeignKey(Appeal, null=False, on_delete=OnDelete.cascade)
    number = Integer(null=False, default=1)
    key = Varchar(32, null=False, unique=True)
    names = Text(null=False, default="")
    means = Text(null=False, default="")
    purpose = Text(null=False, default="")
    agreed = Varchar(10, null=False)
    until = Date(null=True, default=None)
    taken_back_on = Date(null=True, default=None)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("NamedPerson", tablename="named_person")
    for column in NamedPerson._meta.non_default_columns:
        manager.add_column(
            table_class_name="NamedPerson",
            tablename="named_person",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
