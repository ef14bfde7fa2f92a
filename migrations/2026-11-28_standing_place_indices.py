"""Pages of signatories are read from an index in the order of each language; apart, because raw steps run before the columns."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T20:01:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "standing place indices"
LANGUAGES = ("en", "ru", "ar", "nb")


class Standing(Table, tablename="standing"):
    """Runs SQL on the engine of the migrations."""


async def add_rules() -> None:
    """Add the indices."""
    for language in LANGUAGES:
        columns = f"memorandum, shown, line, place_{language}, digest, line_behind, organisation"
        await Standing.raw(f"CREATE INDEX standing_lines_{language} ON standing ({columns})")


async def remove_rules() -> None:
    """Remove the indices."""
    for language in LANGUAGES:
        await Standing.raw(f"DROP INDEX standing_lines_{language}")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
