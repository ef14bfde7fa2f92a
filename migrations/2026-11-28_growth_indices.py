"""Indices for lists in their order and for columns that are nearly always empty, which SQLite did not use: it took them for not selective."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T19:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "growth indices"

_NEW = {
    "act_corrects": "act (corrects) WHERE corrects IS NOT NULL",
    "act_of_successor": "act (successor) WHERE successor IS NOT NULL",
    "organisation_event_other": "organisation_event (other) WHERE other IS NOT NULL",
    "memorandum_successor": "memorandum (successor) WHERE successor IS NOT NULL",
    "memorandum_newest": "memorandum (publicity, ({place}))",
    "memorandum_newest_of_state": "memorandum (publicity, signing_state, ({place}))",
    "memorandum_newest_of_forum": "memorandum (forum, publicity, ({place}))",
    "memorandum_slugs": "memorandum (publicity, slug)",
    "organisation_slugs": "organisation (listed, slug)",
    "forum_newest": "forum ((COALESCE(starts, '') || '/' || slug))",
    "forum_organisation_role": "forum_organisation (forum, public, role, organisation)",
}
_OLD = {
    "act_corrects": "act (corrects)",
    "act_of_successor": "act (successor)",
    "organisation_event_other": "organisation_event (other)",
    "memorandum_publicity": "memorandum (publicity)",
    "memorandum_forum": "memorandum (forum)",
}
_DAY = "CREATE FUNCTION coalition_day(date) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT to_char($1, 'YYYY-MM-DD') $$"


class Memorandum(Table, tablename="memorandum"):
    """Runs SQL on the engine of the migrations."""


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


def _place() -> str:
    """Return the place of a memorandum in the list of the newest, as `memoranda.queries` sorts it."""
    day = "coalition_day(opens_on)" if _postgres() else "CAST(opens_on AS VARCHAR(10))"
    return f"COALESCE({day}, announced, '') || '/' || slug"


async def add_indices() -> None:
    """Make the indices; on PostgreSQL first the text of a day, which an index may contain because no setting of a connection changes it."""
    if _postgres():
        await Memorandum.raw(_DAY)
    for name in _OLD:
        await Memorandum.raw(f"DROP INDEX {name}")
    for name, columns in _NEW.items():
        await Memorandum.raw(f"CREATE INDEX {name} ON {columns.format(place=_place())}")


async def remove_indices() -> None:
    """Take the indices back."""
    for name in _NEW:
        await Memorandum.raw(f"DROP INDEX {name}")
    for name, columns in _OLD.items():
        await Memorandum.raw(f"CREATE INDEX {name} ON {columns}")
    if _postgres():
        await Memorandum.raw("DROP FUNCTION coalition_day(date)")


async def forwards() -> MigrationManager:
    """Add the indices."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_indices)
    manager.add_raw_backwards(remove_indices)
    return manager
