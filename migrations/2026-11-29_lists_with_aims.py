"""What becomes of the organisations of an imported list: they take part in a forum, or are invited to a memorandum."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T05:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "lists with aims"


class Organisation(Table, tablename="organisation"):
    pass


class Forum(Table, tablename="forum"):
    pass


class Memorandum(Table, tablename="memorandum"):
    pass


class Import(Table, tablename="import"):
    forum = ForeignKey(Forum, null=True, default=None, on_delete=OnDelete.cascade)
    inviting = ForeignKey(Memorandum, null=True, default=None, on_delete=OnDelete.cascade)


class OrganisationOnList(Table, tablename="organisation_on_list"):
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("OrganisationOnList", tablename="organisation_on_list")
    for table in (Import, OrganisationOnList):
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
