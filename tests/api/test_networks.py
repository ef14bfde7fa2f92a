"""Networks through the API: entered with their members, changed, and read as far as everybody may."""

from __future__ import annotations

import pytest

from coalition.trail.tables import TrailEntry
from tests import factories

pytestmark = pytest.mark.anyio

NET = {
    "organisation": {"slug": "solidarity", "names": [{"language": "en", "name": "Solidarity", "primary": True}], "confirmed_new": True},
    "level": "regional",
}


async def entered(script, *members, **more):
    for slug in ("alpha", "beta"):
        await factories.organisation(slug)
    await factories.organisation("quiet", listed=False)
    return await script.post("/api/v1/networks", json=NET | {"members": list(members)} | more)


def members_in(answer):
    return [(member["organisation"], member["from"], member["until"], member["role"], member["public"]) for member in answer.json()["members"]]


async def test_a_network_is_entered_with_its_members_and_read_as_far_as_they_are_shown(script, cleo):
    listed = {"listed": True, "listing_reason": "It wishes so."}
    alpha = {"organisation": "alpha", "from": "2020", "until": None, "role": "secretariat", "public": True}
    made = await entered(script, alpha, {"organisation": "quiet"}, organisation=NET["organisation"] | listed)
    assert (made.status_code, made.headers["location"]) == (201, "/api/v1/networks/solidarity")
    assert members_in(made) == [("alpha", "2020", None, "secretariat", True), ("quiet", None, None, "member", False)]
    shown = await cleo.get("/api/v1/networks/solidarity")
    assert members_in(shown) == [("alpha", "2020", None, "secretariat", True)]
    assert [member["base"] for member in shown.json()["members"]] == [None]
    assert (shown.json()["level"], shown.json()["listed_members"], shown.json()["organisation"]["kind"]) == ("regional", 1, "network")
    [item] = (await cleo.get("/api/v1/networks")).json()["items"]
    assert (item["slug"], item["listed_members"]) == ("solidarity", 1)
    assert (await cleo.get("/api/v1/networks/alpha")).status_code == 404


async def test_a_network_that_is_not_listed_is_read_with_a_token_only(script, cleo):
    await entered(script, {"organisation": "alpha"})
    assert (await cleo.get("/api/v1/networks")).json()["items"] == []
    assert (await cleo.get("/api/v1/networks/solidarity")).status_code == 404
    assert (await script.get("/api/v1/networks")).json()["items"][0]["slug"] == "solidarity"


async def test_members_are_changed_join_and_go_while_the_others_stay(script, ada_account):
    await entered(script, {"organisation": "alpha"}, {"organisation": "quiet"})
    change = {"members": [{"organisation": "beta", "from": "2021-05"}, {"organisation": "alpha", "until": "2026"}]}
    answer = await script.patch("/api/v1/networks/solidarity", json=change)
    assert answer.status_code == 200
    assert members_in(answer) == [
        ("alpha", None, "2026", "member", True),
        ("beta", "2021-05", None, "member", True),
        ("quiet", None, None, "member", False),
    ]
    beta = answer.json()["members"][1]
    assert (await script.patch("/api/v1/networks/solidarity", json={"members": [{"organisation": "beta", "from": "2022"}]})).status_code == 200
    late = {"members": [{"organisation": "beta", "from": "2020", "base": beta["base"]}, {"organisation": "quiet", "role": "observer"}]}
    refused = await script.patch("/api/v1/networks/solidarity", json=late)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/changed-meanwhile")
    shown = (await script.get("/api/v1/networks/solidarity")).json()["members"]
    assert [(member["from"], member["role"]) for member in shown[1:]] == [("2022", "member"), (None, "member")]
    late["members"][0]["base"] = shown[1]["base"]
    assert (await script.patch("/api/v1/networks/solidarity", json=late)).status_code == 200
    answer = await script.patch("/api/v1/networks/solidarity", json={"removed": ["quiet"]})
    assert [slug for slug, *_ in members_in(answer)] == ["alpha", "beta"]
    entries = await TrailEntry.select(TrailEntry.act, TrailEntry.coordinator).where(TrailEntry.act.like("member%"))
    assert {row["act"] for row in entries} == {"members_added", "membership_changed", "membership_removed"}
    assert {row["coordinator"] for row in entries} == {ada_account.id}


@pytest.mark.sqlite_only
async def test_a_refusal_points_to_the_member(script):
    answer = await entered(script, {"organisation": "alpha"}, {"organisation": "nobody"}, {"organisation": "quiet", "public": True})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/members/1/organisation", "/members/2/public"]
    assert (await script.get("/api/v1/organisations/solidarity")).status_code == 404, "Nothing of it was entered."
    assert (await script.post("/api/v1/networks", json=NET)).status_code == 201
    assert (await script.post("/api/v1/networks", json=NET)).status_code == 409
    change = {"members": [{"organisation": "beta"}, {"organisation": "beta", "from": "2x"}], "removed": ["alpha"]}
    answer = await script.patch("/api/v1/networks/solidarity", json=change)
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/members/1/from"]
    answer = await script.patch("/api/v1/networks/solidarity", json={"members": [{"organisation": "quiet", "public": True}], "removed": ["alpha"]})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/members/0/public", "/removed/0"]


async def test_all_members_of_a_network_are_invited(script, ada_account):
    await entered(script, {"organisation": "alpha"}, {"organisation": "quiet"})
    await factories.opened(ada_account)
    answer = await script.post("/api/v1/memoranda/cooperation/invitations", json={"networks": ["solidarity"], "send": False})
    assert answer.status_code == 201
    assert sorted(made["organisation"] for made in answer.json()["invitations"]) == ["alpha", "quiet"]
    answer = await script.post("/api/v1/memoranda/cooperation/invitations", json={"networks": ["alpha"]})
    assert [error["pointer"] for error in answer.json()["errors"]] == ["/networks/0"]
