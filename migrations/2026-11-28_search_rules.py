"""One text for each row that can be found, and the index of groups of three characters: FTS5 on SQLite, pg_trgm on PostgreSQL."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T18:22:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "search rules"


class SearchText(Table, tablename="search_text"):
    pass


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


async def add_rules() -> None:
    """Add the indices."""
    await SearchText.raw("CREATE UNIQUE INDEX search_text_once ON search_text (kind, subject)")
    if _postgres():
        await SearchText.raw("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        await SearchText.raw("CREATE INDEX search_index ON search_text USING gin (text gin_trgm_ops)")
    else:
        await SearchText.raw(
            "CREATE VIRTUAL TABLE search_index USING fts5 "
            "(text, content = 'search_text', content_rowid = 'id', tokenize = 'trigram case_sensitive 1')"
        )


async def remove_rules() -> None:
    """Remove the indices."""
    await SearchText.raw("DROP INDEX search_index" if _postgres() else "DROP TABLE search_index")
    await SearchText.raw("DROP INDEX search_text_once")


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
