"""A program that enters an organisation again is told what it may be."""

from __future__ import annotations

import pytest

from coalition.organisations.tables import Organisation
from coalition.trail.tables import TrailEntry
from tests.organisations.test_likely_duplicates import register_of

pytestmark = pytest.mark.anyio


async def test_reading_of_contacts_at_risk_is_recorded(store, script, ada_account) -> None:
    assert store
    await register_of(ada_account)
    body = {"slug": "newcomer", "names": [{"language": "en", "name": "Alpha Beta"}], "contacts": [{"email": "x@voice.example"}]}
    refused = await script.post("/api/v1/organisations", json=body)
    assert (refused.status_code, refused.headers["content-type"]) == (409, "application/problem+json")
    assert refused.json()["type"] == "/problems/likely-duplicate"
    [candidate] = refused.json()["candidates"]
    assert candidate == {"slug": "hidden", "name": "Voice of Freedom", "reasons": ["One of its contacts has an address at voice.example."]}
    hidden = await Organisation.objects().get(Organisation.slug == "hidden")
    assert await TrailEntry.exists().where((TrailEntry.act == "contacts_read") & (TrailEntry.about == f"organisation:{hidden.id}"))
    assert (await script.post("/api/v1/organisations", json=body | {"confirmed_new": True})).status_code == 201
