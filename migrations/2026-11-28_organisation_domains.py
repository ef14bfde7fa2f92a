"""The domains by which organisations are recognised when they are entered again; `coalition migrate` fills the table afterwards."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns import Boolean, ForeignKey, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

ID = "2026-11-28T20:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "organisation domains"


class Organisation(Table, tablename="organisation"):
    pass


class OrganisationDomain(Table, tablename="organisation_domain"):
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.cascade, index=True)
    domain = Varchar(253, null=False, index=True)
    is_site = Boolean(null=False, default=False)


async def forwards() -> MigrationManager:
    """Add the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_table("OrganisationDomain", tablename="organisation_domain")
    for column in OrganisationDomain._meta.non_default_columns:
        manager.add_column(
            table_class_name="OrganisationDomain",
            tablename="organisation_domain",
            column_name=column._meta.name,
            db_column_name=column._meta.db_column_name,
            column_class_name=type(column).__name__,
            column_class=type(column),
            params=column._meta.params,
        )
    return manager
