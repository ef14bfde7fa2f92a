"""A number, a reference and a translation of the same text are there once; it stands apart, because raw steps run before the tables."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-28T15:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "statements rules"


class Statement(Table):
    """Runs SQL on the engine of the migrations."""


async def _run(*statements: str) -> None:
    for statement in statements:
        await Statement.raw(statement)


async def add_rules() -> None:
    """Let nothing be there twice; what remains of a statement has translations of its own."""
    await _run(
        "CREATE UNIQUE INDEX statement_number_once ON statement (memorandum, number)",
        "CREATE UNIQUE INDEX statement_reference_once ON statement (reference)",
        "DROP INDEX statement_translation_once",
        "CREATE UNIQUE INDEX statement_translation_once ON statement_translation (statement, language, COALESCE(remainder, 0))",
    )


async def remove_rules() -> None:
    """Take the rules back, and the translations of what remained."""
    await _run(
        "DROP INDEX statement_number_once",
        "DROP INDEX statement_reference_once",
        "DROP INDEX statement_translation_once",
        "DELETE FROM statement_translation WHERE remainder IS NOT NULL",
        "CREATE UNIQUE INDEX statement_translation_once ON statement_translation (statement, language)",
    )


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
