"""Where each word of the search for everybody stands, and by which keys it is found; the names begin as that of the other index of words."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-29T12:40:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "search for everybody, rules"


class SearchEntry(Table, tablename="search_entry"):
    pass


class SearchWord(Table, tablename="search_word"):
    pass


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


async def add_rules() -> None:
    """Add the tables without ids, and the indices."""
    without, key = ("", "BYTEA") if _postgres() else (" WITHOUT ROWID", "BLOB")
    places = "word INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY (word, entry)"
    keys = f"key {key} NOT NULL, word INTEGER NOT NULL, PRIMARY KEY (key, word)"
    await SearchWord.raw(f"CREATE TABLE search_index_places ({places}){without}")
    await SearchWord.raw(f"CREATE TABLE search_index_keys ({keys}){without}")
    await SearchWord.raw("CREATE UNIQUE INDEX search_word_once ON search_word (section, word)")
    await SearchEntry.raw("CREATE INDEX search_entry_subject ON search_entry (section, subject)")


async def remove_rules() -> None:
    """Remove the tables without ids, and the indices."""
    await SearchWord.raw("DROP TABLE search_index_places")
    await SearchWord.raw("DROP TABLE search_index_keys")
    await SearchWord.raw("DROP INDEX search_word_once")
    await SearchEntry.raw("DROP INDEX search_entry_subject")


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
