"""What the tables of the depositary must hold: nothing is there twice."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-25T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "depositary rules"

UNIQUE = {
    "former_name": "organisation, language, until",
    "effect_party": "memorandum, organisation",
    "correction": "memorandum, number",
    "correction_objection": "correction, organisation",
    "statement_translation": "statement, language",
    "subscription": "email, memorandum",
}


class Statement(Table):
    """Runs SQL on the engine of the migrations."""


async def _run(*statements: str) -> None:
    for statement in statements:
        await Statement.raw(statement)


async def add_rules() -> None:
    """Let nothing be there twice."""
    await _run(*(f'CREATE UNIQUE INDEX {table}_once ON "{table}" ({columns})' for table, columns in UNIQUE.items()))


async def remove_rules() -> None:
    """Take the rules back."""
    await _run(*(f"DROP INDEX {table}_once" for table in UNIQUE))


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
