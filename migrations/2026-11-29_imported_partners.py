"""Tables of partners that are imported, and the partners that they added."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T12:30:30:000000"
VERSION = "1.38.0"
DESCRIPTION = "imported partners"


class Programme(Table, tablename="programme"):
    pass


class Partner(Table, tablename="partner"):
    pass


class Import(Table, tablename="import"):
    partners = Boolean(null=False, default=False)
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.cascade)


class ImportedPartner(Table, tablename="imported_partner"):
    upload = ForeignKey(Import, null=False, on_delete=OnDelete.cascade, index=True)
    partner = ForeignKey(Partner, null=False, on_delete=OnDelete.cascade, index=True)


async def forwards() -> MigrationManager:
    """Add the table and the columns."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("ImportedPartner", tablename="imported_partner")
    for table in (Import, ImportedPartner):
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
