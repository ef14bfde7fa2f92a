"""What the trail must hold: its rows are never changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T12:00:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "trail rules"


class TrailEntry(Table, tablename="trail_entry"):
    pass


INDICES = {"trail_entry_memorandum": "trail_entry (memorandum, id)", "trail_entry_day": "trail_entry (day, coordinator)"}


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


async def add_rules() -> None:
    """Add the indices of reading, and the triggers that refuse every change."""
    for name, columns in INDICES.items():
        await TrailEntry.raw(f"CREATE INDEX {name} ON {columns}")
    if _postgres():
        await TrailEntry.raw(
            "CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_entry FOR EACH ROW EXECUTE FUNCTION coalition_refuse()"
        )
        return
    for event in ("UPDATE", "DELETE"):
        await TrailEntry.raw(
            f"CREATE TRIGGER trail_entry_no_{event.lower()} BEFORE {event} ON trail_entry "
            "BEGIN SELECT RAISE(ABORT, 'rows of trail_entry are never changed'); END"
        )


async def remove_rules() -> None:
    """Remove the triggers and the indices."""
    if _postgres():
        await TrailEntry.raw("DROP TRIGGER trail_entry_append_only ON trail_entry")
    else:
        for event in ("update", "delete"):
            await TrailEntry.raw(f"DROP TRIGGER trail_entry_no_{event}")
    for name in INDICES:
        await TrailEntry.raw(f"DROP INDEX {name}")


async def forwards() -> MigrationManager:
    """Add the rules."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(add_rules)
    manager.add_raw_backwards(remove_rules)
    return manager
