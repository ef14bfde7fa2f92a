"""A wording has one revision of each version; the texts of today are the first revisions."""

import json
import zlib

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "2026-11-29T13:20:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "rules of revisions"


class Revision(Table, tablename="revision"):
    pass


async def create_index() -> None:
    """Create the index."""
    await Revision.raw("CREATE UNIQUE INDEX revision_of_wording ON revision (wording, number)")


async def drop_index() -> None:
    """Drop the index."""
    await Revision.raw("DROP INDEX revision_of_wording")


async def record_texts() -> None:
    """Record each wording as it is now, so that its next change can be compared with it and undone."""
    for wording in await Revision.raw("SELECT id, title, body, version, updated_at FROM wording ORDER BY id"):
        placed = await Revision.raw("SELECT key FROM placement WHERE wording = {} ORDER BY position", wording["id"])
        content = json.dumps({"title": wording["title"], "body": wording["body"], "keys": [row["key"] for row in placed]}, ensure_ascii=False)
        await Revision.raw(
            "INSERT INTO revision (wording, number, change, kind, provision, coordinator, saved_at, content) "
            "VALUES ({}, {}, {}, 'saved', '', NULL, {}, {})",
            *(wording["id"], wording["version"], f"wording-{wording['id']}", wording["updated_at"], zlib.compress(content.encode())),
        )


async def nothing() -> None:
    """Leave the rows: the table goes with them."""


async def forwards() -> MigrationManager:
    """Add the index and the rows."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(create_index)
    manager.add_raw(record_texts)
    manager.add_raw_backwards(drop_index)
    manager.add_raw_backwards(nothing)
    return manager
