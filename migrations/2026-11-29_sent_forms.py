"""Forms of the desk that were carried out, so that nothing is done twice when a page is loaded again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Date, Varchar
from piccolo.table import Table

ID = "2026-11-29T11:50:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "forms that are carried out once"


class SentForm(Table, tablename="sent_form"):
    digest = Varchar(64, null=False, unique=True)
    sent_on = Date(null=False)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("SentForm", tablename="sent_form")
    for column in SentForm._meta.non_default_columns:
        manager.add_column(
            table_class_name="SentForm",
            tablename="sent_form",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
