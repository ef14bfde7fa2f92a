"""Partners of the host and of programmes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Integer, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-29T12:30:10:000000"
VERSION = "1.38.0"
DESCRIPTION = "partners"


class Organisation(Table, tablename="organisation"):
    pass


class Programme(Table, tablename="programme"):
    pass


class Partner(Table, tablename="partner"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.restrict, index=True)
    since = Varchar(10, null=True, default=None)
    until = Varchar(10, null=True, default=None)
    ended = Boolean(null=False, default=False)
    source = Varchar(500, null=False, default="")
    note = Varchar(1000, null=False, default="")
    public = Boolean(null=False, default=False)
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class PartnerCountry(Table, tablename="partner_country"):
    partner = ForeignKey(Partner, null=False, on_delete=OnDelete.cascade, index=True)
    country = Varchar(2, null=False)


class PartnerTheme(Table, tablename="partner_theme"):
    partner = ForeignKey(Partner, null=False, on_delete=OnDelete.cascade, index=True)
    theme = Varchar(40, null=False)


class PartnerNumber(Table, tablename="partner_number"):
    programme = ForeignKey(Programme, null=True, default=None, on_delete=OnDelete.cascade, index=True)
    number = Integer(null=False)
    counting = Varchar(10, null=False, default="about")
    since = Varchar(10, null=True, default=None)
    source = Varchar(500, null=False)


async def forwards() -> MigrationManager:
    """Add the tables."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    for table in (Partner, PartnerCountry, PartnerTheme, PartnerNumber):
        manager.add_table(table.__name__, tablename=table._meta.tablename)
    for table in (Partner, PartnerCountry, PartnerTheme, PartnerNumber):
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
