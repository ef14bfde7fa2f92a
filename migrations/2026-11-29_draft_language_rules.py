"""A wording is compared once by each provision; a person has a part in a language once; a term has one rendering in a language."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T14:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of the languages of a draft"

INDEXES = {
    "compared_provision_of_wording": "compared_provision (wording, key)",
    "language_part_of_member": "language_part (member, language, role)",
    "rendering_of_term": "rendering (term, language)",
}


class Rendering(Table, tablename="rendering"):
    pass


async def create_indexes() -> None:
    """Create the indexes."""
    for name, columns in INDEXES.items():
        await Rendering.raw(f"CREATE UNIQUE INDEX {name} ON {columns}")


async def drop_indexes() -> None:
    """Drop the indexes."""
    for name in INDEXES:
        await Rendering.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the indexes."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_indexes)
    manager.add_raw_backwards(drop_indexes)
    return manager
