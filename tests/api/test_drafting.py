"""A program works on a draft as the desk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.drafting.conftest import ENGLISH, draft, key_of, provisions_of, wording_of  # noqa: F401 -- `draft` is a fixture

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation"


async def test_provisions_are_saved_moved_and_compared(script: httpx.AsyncClient, draft: Memorandum) -> None:  # noqa: F811 -- the fixture
    first = await key_of(draft, "1")
    address = f"{HERE}/wordings/en/provisions/{first}"
    base = (await provisions_of(draft))[first].digest
    saved = await script.put(address, json={"text": "1. The parties meet twice.", "base": base})
    assert saved.status_code == 200
    late = await script.put(address, json={"text": "1. The parties meet thrice.", "base": base})
    assert late.status_code == 409
    assert late.json()["type"] == "/problems/provision-changed"
    assert late.json()["saved"] == {"text": "1. The parties meet twice.", "base": saved.json()["base"]}

    moved = await script.post(f"{HERE}/provisions/{first}/moves", json={"way": "down"})
    assert {(number["language"], number["before"], number["after"]) for number in moved.json()["numbers"]} >= {("en", "1.", "2."), ("ru", "2.", "1.")}
    undone = await script.post(f"{HERE}/changes/{moved.json()['change']}/undoing")
    assert undone.status_code == 200
    assert (await script.post(f"{HERE}/changes/{moved.json()['change']}/undoing")).json()["type"] == "/problems/saved-after"
    assert (await script.post(f"{HERE}/changes/nothing/undoing")).status_code == 404

    listed = (await script.get(f"{HERE}/wordings/en/revisions?limit=2")).json()
    assert [entry["kind"] for entry in listed["items"]] == ["undone", "provision_moved"]
    older = (await script.get(f"{HERE}/wordings/en/revisions?limit=2&after={listed['next']}")).json()
    assert [(entry["number"], entry["provision"]) for entry in older["items"]] == [(2, first), (1, "")]
    for asked, numbers in (("kind=saved", [1]), (f"provision={first}&by=ada@example.org", [4, 3, 2]), ("by=nobody@example.org", [])):
        narrowed = (await script.get(f"{HERE}/wordings/en/revisions?{asked}")).json()["items"]
        assert [entry["number"] for entry in narrowed] == numbers, asked
    paged = await script.get(f"{HERE}/wordings/en/revisions?limit=1&kind=provision_saved&provision={first}")
    assert (len(paged.json()["items"]), paged.json()["next"]) == (1, None)
    paged = await script.get(f"{HERE}/wordings/en/revisions?limit=1&provision={first}")
    assert f"provision={first}" in paged.headers["link"]
    shown = (await script.get(f"{HERE}/wordings/en/revisions/2")).json()
    assert [(change["id"], [piece["text"] for piece in change["pieces"] if piece["kind"] == "ins"]) for change in shown["changes"]] == [
        (first, [" twice"])
    ]
    assert (await script.post(f"{HERE}/wordings/en/revisions/1/return", json={"version": 1})).status_code == 409
    assert (await script.post(f"{HERE}/wordings/en/revisions/1/return", json={"version": 4})).json()["body"] == ENGLISH


async def test_provisions_are_added_divided_joined_and_removed(script: httpx.AsyncClient, draft: Memorandum) -> None:  # noqa: F811 -- the fixture
    first = await key_of(draft, "1")
    added = await script.post(f"{HERE}/provisions", json={"language": "en", "text": "They talk.", "beside": first})
    assert added.status_code == 201
    base = (await provisions_of(draft))[first].digest
    parts = {"language": "en", "first": "The parties", "second": "meet.", "base": base}
    assert (await script.post(f"{HERE}/provisions/{first}/divisions", json=parts)).status_code == 200
    assert (await script.post(f"{HERE}/provisions/{first}/joins", json={})).status_code == 200
    assert (await script.delete(f"{HERE}/provisions/{added.json()['id']}")).status_code == 200
    assert (await script.delete(f"{HERE}/provisions/{added.json()['id']}")).json()["type"] == "/problems/provision-removed"
    uncertain = await script.post(f"{HERE}/provisions/{await key_of(draft, '2(a)')}/moves", json={"after": await key_of(draft, "3")})
    assert uncertain.json()["type"] == "/problems/numbers-uncertain"


async def test_a_draft_and_its_revisions_are_for_those_who_work_on_it(
    cleo: httpx.AsyncClient,
    watcher: httpx.AsyncClient,
    draft: Memorandum,  # noqa: F811 -- the fixture
) -> None:
    assert (await cleo.get(f"{HERE}/wordings/en/revisions")).status_code == 401
    assert (await watcher.get(f"{HERE}/wordings/en/revisions/1")).status_code == 200
    assert (await watcher.put(f"{HERE}/wordings/en/provisions/title", json={"text": "T"})).status_code == 403
    assert (await wording_of(draft)).title == "Memorandum"
