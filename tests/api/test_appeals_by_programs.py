"""Programs write, check and send appeals as coordinators do at the desk, and read what everybody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition.appeals.tables import Appeal
from coalition.invitations.tables import Invitation
from coalition.memoranda.tables import Memorandum
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.appeals import appealed

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/api/v1/appeals"


@pytest.fixture(autouse=True)
async def _net(store: str) -> None:
    assert store
    for slug in ("one", "two"):
        await factories.organisation(slug, slug.title())
    await factories.organisation("silent", "Silent", email="")
    await factories.network("net", ["one", "two", "silent"], name="Net")


async def written(script: httpx.AsyncClient, **more: Any) -> str:
    """Write an appeal to the members of a network; return its address."""
    answer = await script.post(HERE, json=appealed.given(**more))
    assert (answer.status_code, answer.headers["Location"]) == (201, f"{HERE}/{answer.json()['slug']}/check")
    here = f"{HERE}/{answer.json()['slug']}"
    assert (await script.put(f"{here}/networks", json={"networks": ["net"]})).status_code == 200
    return here


async def sent(script: httpx.AsyncClient, here: str, **headers: str) -> httpx.Response:
    seen = (await script.get(f"{here}/check")).json()["seen"]
    return await script.post(f"{here}/sending", json={"seen": seen}, headers=headers)


def problem(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


async def test_a_program_writes_checks_and_sends_an_appeal(script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    here = await written(script)
    assert here == f"{HERE}/release-the-defender-who-was-taken-yesterday"
    check = (await watcher.get(f"{here}/check")).json()
    assert (check["networks"], check["risks"], check["members"], check["members_without_contact"]) == (["net"], [], 3, 1)
    [letter] = check["letters"]
    assert (letter["language"], letter["number"], "/en/invitations/" in letter["text"]) == ("en", 2, True)
    changed = appealed.given() | {"closes_at": "23:59"}
    again = (await script.put(here, json=changed)).json()
    assert again["seen"] != check["seen"]
    assert problem(await script.post(f"{here}/sending", json={"seen": check["seen"]})) == (409, "changed-meanwhile")
    assert (await cleo.get(here)).status_code == 404
    answer = await sent(script, here, **{"Idempotency-Key": "k"})
    assert (answer.status_code, answer.json()) == (201, {"made": "at_once"})
    repeated = await script.post(f"{here}/sending", json={"seen": again["seen"]}, headers={"Idempotency-Key": "k"})
    assert (repeated.status_code, repeated.headers["Idempotency-Replayed"], await Invitation.count()) == (201, "true", 3)
    assert problem(await script.post(f"{here}/sending", json={"seen": again["seen"]})) == (409, "appeal-sent")
    assert problem(await script.put(here, json=changed)) == (409, "appeal-sent")
    assert problem(await script.delete(here)) == (409, "appeal-sent")
    letters = (await watcher.get(f"{here}/letters")).json()
    assert (letters["total"], letters["waiting"], letters["signed"], letters["asked"]) == (2, 2, 0, 3)
    shown = (await cleo.get(here)).json()
    assert (shown["state"], shown["appeal"]["names"], [each["names"][0]["name"] for each in shown["addressees"]]) == (
        "open",
        [],
        ["Minister of the Interior", "Prosecutor General"],
    )
    assert shown["appeal"] == (await cleo.get(f"/api/v1/memoranda/{shown['slug']}")).json()["appeal"]
    assert [each["slug"] for each in (await cleo.get(HERE)).json()["items"]] == [shown["slug"]]
    assert (await cleo.get(f"{HERE}?state=ended")).json() == {"items": [], "next": None}


async def test_the_list_is_paged(script: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    for at in range(3):
        assert (await sent(script, await written(script, slug=f"appeal-{at}"))).status_code == 201
    first = await cleo.get(f"{HERE}?limit=2")
    following = first.json()["next"]
    assert f"after={following}" in first.headers["Link"].replace("%2F", "/")
    second = (await cleo.get(HERE, params={"limit": 2, "after": following})).json()
    assert [each["slug"] for each in (*first.json()["items"], *second["items"])] == ["appeal-2", "appeal-1", "appeal-0"]
    assert second["next"] is None


async def test_what_risk_asks_for_needs_another_coordinator(script: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    assert ada_account
    await factories.coordinator("bea@example.org", "Bea")
    here = await written(script, named=2)
    assert (await script.get(f"{here}/check", headers={"Accept-Language": "en"})).json()["risks"] == ["It names a person."]
    answer = await sent(script, here)
    assert (answer.status_code, answer.json(), (await cleo.get(here)).status_code) == (202, {"made": "asked"}, 404)
    assert await Appeal.count().where(Appeal.sent_at.is_not_null()) == await Invitation.count() == 0
    people = (await script.get(f"{here}/people")).json()["items"]
    assert [(person["number"], person["names"], person["means"]) for person in people] == [
        (1, appealed.NAMES, "a signed paper"),
        (2, appealed.OTHER_NAMES, "through her lawyer"),
    ]
    assert [row["about"] for row in await TrailEntry.select(TrailEntry.about).where(TrailEntry.act == "consents_read")] == ["appeal:1"]
    gone = await script.delete(f"{here}/people/1")
    assert (gone.json(), (await script.delete(f"{here}/people/1")).status_code) == ({"items": people[1:]}, 404)
    assert "Quilova" not in (await script.get(f"{here}/check")).text


async def test_what_does_not_fit_is_refused_and_nothing_is_written(script: httpx.AsyncClient) -> None:
    for changed, pointer in (({"zone": "Mars/Base"}, "/zone"), ({"closes_at": "25:00"}, "/closes_at"), ({"texts": []}, "/texts"), ({"x": 1}, "/x")):
        answer = await script.post(HERE, json=appealed.given() | changed)
        assert (*problem(answer), answer.json()["errors"][0]["pointer"]) == (422, "invalid-fields", pointer)
    assert await Memorandum.count() == 0
    here = await written(script)
    assert problem(await script.put(f"{here}/networks", json={"networks": ["one"]})) == (422, "invalid-fields")
    assert problem(await script.post(f"{here}/sending", json={"seen": "no"})) == (422, "invalid-fields")
    assert problem(await script.post(HERE, json=appealed.given(slug=here.rpartition("/")[2]))) == (409, "slug-taken")
    assert ((await script.delete(here)).status_code, await Memorandum.count()) == (200, 0)


async def test_nobody_else_knows_of_a_draft(script: httpx.AsyncClient, rival: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    here = await written(script)
    await factories.opened(await factories.coordinator("bea@example.org", "Bea"))
    for address in (here, f"{HERE}/nothing", f"{HERE}/cooperation"):
        for reader in (cleo, rival):
            assert (await reader.get(address)).status_code == 404
        for ending in ("check", "letters", "people"):
            assert (await rival.get(f"{address}/{ending}")).status_code == 404
        assert (await rival.delete(address)).status_code == (await rival.delete(f"{address}/people/1")).status_code == 404
    assert (await cleo.get(HERE)).json()["items"] == (await script.get(HERE)).json()["items"] == []
