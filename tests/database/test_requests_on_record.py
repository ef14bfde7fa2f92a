"""What the upgrade makes of requests to accede that were on record before there were requests to sign."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from coalition import migrating
from coalition.database import execute
from coalition.signing_requests.queries import page_of_requests
from tests.upgrades import insert

pytestmark = pytest.mark.anyio

BEFORE = "2026-11-28T14:40:00:000000"
NOW = datetime(2026, 11, 20, tzinfo=UTC)


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

    [row] = (await page_of_requests(memorandum, limit=2)).requests
    assert (row.id, row.organisation_name, row.kind, row.english_name, row.message) == (number, "Issyk Watch", "ngo", "", "Bir Duino knows us.")
    assert [job["kind"] for job in await execute("SELECT kind FROM job WHERE kind LIKE {} OR kind LIKE {}", "%accession%", "forget_requests")] == [
        "forget_requests"
    ]
    more = await insert("signing_request", organisation_name="Aral Lantern", **person, **(asked | {"token_hash": "b" * 64}))
    assert more > number
