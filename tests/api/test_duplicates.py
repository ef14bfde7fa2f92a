"""A program reads which entries may be one organisation, merges two, undoes that, and declares that two are different."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.approvals.deciding import approve
from tests import factories

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio


async def twins() -> None:
    await factories.organisation("kylym", "Kylym Shamy", country="KG", website="https://kylym.example", confirmed_new=False)
    await factories.organisation("shamy", "Steppe Lawyers", country="KG")
    risky = {"country": "KG", "at_risk": True, "listed": False}
    await factories.organisation("risky", "Kylym Risky", **risky)


async def test_candidates(script: httpx.AsyncClient, watcher: httpx.AsyncClient) -> None:
    await twins()
    assert (await watcher.get("/api/v1/duplicates")).json() == {"items": [], "next": None}
    assert (await script.patch("/api/v1/organisations/shamy", json={"website": "https://www.kylym.example"})).status_code == 200
    assert (await script.patch("/api/v1/organisations/risky", json={"website": "https://kylym.example/x"})).status_code == 200
    pairs, after = [], None
    while True:
        answer = (await watcher.get("/api/v1/duplicates", params={"limit": 1} | ({"after": after} if after else {}))).json()
        pairs += [tuple(entry["slug"] for entry in item["entries"]) for item in answer["items"]]
        after = answer["next"]
        if after is None:
            break
    assert pairs == [("kylym", "shamy"), ("kylym", "risky"), ("shamy", "risky")]
    assert answer["items"][0]["reasons"] == ["It has the same website: kylym.example."]
    answer = await script.post("/api/v1/organisations/shamy/differences", json={"other": "kylym"})
    assert (answer.status_code, answer.json()) == (201, {"organisation": "shamy", "other": "kylym"})
    assert len((await watcher.get("/api/v1/duplicates")).json()["items"]) == 2
    assert (await script.delete("/api/v1/organisations/kylym/differences/shamy")).status_code == 200
    assert len((await watcher.get("/api/v1/duplicates")).json()["items"]) == 3
    script.headers.pop("Authorization")
    assert (await script.get("/api/v1/duplicates")).status_code == 401


async def test_merging(script: httpx.AsyncClient, watcher: httpx.AsyncClient) -> None:
    await twins()
    merging = "/api/v1/organisations/shamy/merging"
    assert (await watcher.post(merging, json={"remaining": "kylym"})).status_code == 403
    answer = await script.post(merging, json={"remaining": "kylym"})
    assert answer.status_code == 201
    assert (answer.json()["organisation"], answer.json()["remaining"]) == ("shamy", "kylym")
    assert [entry["slug"] for entry in (await script.get("/api/v1/organisations/kylym")).json()["merged"]] == ["shamy"]
    assert (await script.get("/api/v1/organisations/shamy")).headers["location"] == "/api/v1/organisations/kylym"
    refused = await script.patch("/api/v1/organisations/shamy", json={"website": "https://x.example"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/merged")
    for body, kind in (({"remaining": "kylym"}, "merged"), ({"remaining": "nobody"}, "invalid-fields")):
        assert (await script.post(merging, json=body)).json()["type"] == f"/problems/{kind}"
    assert (await script.post("/api/v1/organisations/kylym/merging", json={"remaining": "shamy"})).json()["type"] == "/problems/same-entry"
    hidden = await script.post("/api/v1/organisations/kylym/merging", json={"remaining": "risky"})
    assert hidden.json()["type"] == "/problems/would-be-hidden"
    answer = await script.delete(merging)
    assert (answer.status_code, answer.json()["slug"]) == (200, "shamy")
    assert (await script.delete(merging)).json()["type"] == "/problems/not-merged"
    assert (await script.delete("/api/v1/organisations/nobody/merging")).status_code == 404


async def test_merging_an_entry_at_risk_waits_for_another_coordinator(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient
) -> None:
    await twins()
    other = await factories.coordinator("dina@example.org", "Dina")
    merging, body = "/api/v1/organisations/risky/merging", {"remaining": "kylym"}
    before = (await cleo.get("/en/organisations/kylym")).content
    asked = await script.post(merging, json=body, headers={"Idempotency-Key": "once"})
    assert (asked.status_code, asked.json()["organisation"], asked.json()["remaining"]) == (202, "risky", "kylym")
    assert set(asked.json()) == {"organisation", "remaining", "approval", "expires"}
    again = await script.post(merging, json=body, headers={"Idempotency-Key": "once"})
    assert (again.status_code, again.json()) == (202, asked.json())
    assert (await script.post(merging, json=body)).json()["type"] == "/problems/already-asked"
    assert (await script.post(merging, json={"remaining": "shamy"})).json()["type"] == "/problems/change-waits"
    assert (await watcher.get("/api/v1/organisations/risky")).status_code == 200
    assert (await cleo.get("/en/organisations/kylym")).content == before
    await approve(asked.json()["approval"], other)
    assert (await watcher.get("/api/v1/organisations/risky")).headers["location"] == "/api/v1/organisations/kylym"


async def test_whoever_coordinates_alone_merges_at_once(script: httpx.AsyncClient) -> None:
    await twins()
    answer = await script.post("/api/v1/organisations/risky/merging", json={"remaining": "kylym"})
    assert (answer.status_code, answer.json()["remaining"]) == (201, "kylym")
