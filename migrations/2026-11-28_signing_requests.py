"""The requests to accede become requests to sign, which open memoranda have too."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.engine import engine_finder
from piccolo.table import Table

ID = "2026-11-28T15:40:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "signing requests"


class Statement(Table):
    """Runs SQL on the engine of the migrations."""


def _postgres() -> bool:
    engine = engine_finder()
    return engine is not None and engine.engine_type != "sqlite"


async def _rename_index(old: str, new: str) -> None:
    if _postgres():
        await Statement.raw(f"ALTER INDEX {old} RENAME TO {new}")
        return
    [index] = await Statement.raw(f"SELECT tbl_name FROM sqlite_master WHERE type = 'index' AND name = '{old}'")  # noqa: S608
    await Statement.raw(f"DROP INDEX {old}")
    await Statement.raw(f"CREATE INDEX {new} ON {index['tbl_name']} (memorandum)")


async def rename() -> None:
    """Rename the index and the queued deletions; a request that waits for its letter lacks the new fields and is dropped."""
    await _rename_index("accession_request_memorandum", "signing_request_memorandum")
    await Statement.raw("UPDATE job SET kind = 'forget_requests' WHERE kind = 'forget_unconfirmed_accessions'")
    await Statement.raw("DELETE FROM job WHERE kind = 'accession_request'")


async def rename_back() -> None:
    """Give the index and the queued deletions their old names."""
    await _rename_index("signing_request_memorandum", "accession_request_memorandum")
    await Statement.raw("UPDATE job SET kind = 'forget_unconfirmed_accessions' WHERE kind = 'forget_requests'")


async def forwards() -> MigrationManager:
    """Rename the table."""
    manager = MigrationManager(migration_id=ID, app_name="coalition", description=DESCRIPTION)
    manager.add_raw(rename)
    manager.add_raw_backwards(rename_back)
    manager.rename_table("AccessionRequest", "accession_request", "SigningRequest", "signing_request")
    return manager
