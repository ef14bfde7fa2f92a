"""What the upgrade makes of requests to accede that were on record before there were requests to sign."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from piccolo.apps.migrations.commands.forwards import ForwardsMigrationManager

from coalition import database, migrating
from coalition.database import execute
from coalition.signing_requests.queries import requests_of
from tests.databases import empty_database

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

pytestmark = pytest.mark.anyio

BEFORE = "2026-11-28T14:40:00:000000"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
async def old_installation(request: pytest.FixtureRequest, tmp_path: Any, worker_id: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A database with the schema from before requests to sign."""
    monkeypatch.setenv("COALITION_DATA_DIR", str(tmp_path))
    url = empty_database(f"requests_{worker_id}") if request.param == "postgres" else f"sqlite:///{tmp_path / 'old.sqlite'}"
    database.bind(database.engine_from_url(url))
    await database.open_engine()
    migrating._point_piccolo()
    await ForwardsMigrationManager(app_name="coalition", migration_id=BEFORE).run()
    yield
    await database.close_engine()


async def insert(table: str, **values: Any) -> int:
    names = ", ".join(values)
    rows = await execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('{}' for _ in values)}) RETURNING id", *values.values())
    return int(rows[0]["id"])


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_requests_and_their_deletion_survive_the_upgrade(old_installation: None) -> None:
    days = {"created_at": NOW, "updated_at": NOW}
    memorandum = await insert("memorandum", slug="cooperation", kind="declaration", signature_rule="invited", **days)
    person = {"name_language": "ky", "person": "Ben", "email": "ben@example.org", "language": "ru"}
    asked = {"memorandum": memorandum, "token_hash": "a" * 64, "requested_at": NOW, "confirmed_at": NOW}
    number = await insert("accession_request", organisation_name="Issyk Watch", message="Bir Duino knows us.", **person, **asked)
    for kind in ("accession_request", "forget_unconfirmed_accessions"):
        await insert("job", kind=kind, payload="{}", run_at=NOW, dedupe_key=kind)

    await migrating.migrate()

    [row] = await requests_of(memorandum)
    assert (row.id, row.organisation_name, row.kind, row.english_name, row.message) == (number, "Issyk Watch", "ngo", "", "Bir Duino knows us.")
    assert [job["kind"] for job in await execute("SELECT kind FROM job WHERE kind LIKE {} OR kind LIKE {}", "%accession%", "forget_requests")] == [
        "forget_requests"
    ]
    more = await insert("signing_request", organisation_name="Aral Lantern", **person, **(asked | {"token_hash": "b" * 64}))
    assert more > number
