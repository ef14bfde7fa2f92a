"""Indices by which partners in a country, or with a theme, are read and counted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T12:30:20:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of partners"


class Partner(Table, tablename="partner"):
    pass


async def create_indices() -> None:
    """Create the indices; a partner has each country and each theme once."""
    await Partner.raw("CREATE UNIQUE INDEX partner_country_of_partner ON partner_country (country, partner)")
    await Partner.raw("CREATE UNIQUE INDEX partner_theme_of_partner ON partner_theme (theme, partner)")
    await Partner.raw("CREATE INDEX partner_shown ON partner (public, ended, organisation)")


async def drop_indices() -> None:
    """Drop the indices."""
    await Partner.raw("DROP INDEX partner_shown")
    await Partner.raw("DROP INDEX partner_theme_of_partner")
    await Partner.raw("DROP INDEX partner_country_of_partner")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_indices)
    manager.add_raw_backwards(drop_indices)
    return manager
