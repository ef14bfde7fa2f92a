"""Programs read the provisions in all languages, confirm them, name translators and fill the glossary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.api.examples import BODIES
from coalition.memoranda.membership import add_member
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/api/v1/memoranda/cooperation"
GLOSSARY = "/api/v1/forums/kyiv-2013/glossary"


async def test_provisions_are_confirmed_one_by_one(script: httpx.AsyncClient, rival: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    listed = (await script.get(f"{HERE}/provisions")).json()["provisions"]
    assert [(each["id"], each["kind"], each["stale"]) for each in listed[:1]] == [("title", "title", ["en", "ru"])]
    provision = next(each for each in listed if each["id"] == "p2.1")
    assert (provision["number"], provision["texts"]["ru"]) == ("2.1", "2.1 об общих приоритетах, дважды в год;")
    assert (await rival.get(f"{HERE}/provisions")).status_code == 404

    confirming = f"{HERE}/provisions/p2.1/confirmations"
    wrong = await script.post(confirming, json={"language": "ru", "digests": provision["digests"] | {"en": "0" * 64}})
    assert (wrong.status_code, wrong.json()["type"]) == (409, "/problems/changed-meanwhile")
    for body in ({"language": "ru", "digests": provision["digests"]}, {"language": "ru"}):
        done = await script.post(confirming, json=body)
        assert done.status_code == 201, done.text
        assert next(each for each in done.json()["provisions"] if each["id"] == "p2.1")["stale"] == []
    assert (await script.post(f"{HERE}/provisions/p99/confirmations", json={"language": "ru"})).status_code == 404
    assert (await script.post(confirming, json={"language": "nb"})).json()["type"] == "/problems/wording-missing"


async def test_everybody_reads_the_provisions_of_a_public_text_only(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account, "hidden")
    assert (await cleo.get("/api/v1/memoranda/hidden/provisions")).status_code == 404
    await factories.opened(ada_account)
    listed = (await cleo.get(f"{HERE}/provisions")).json()
    assert (listed["edition"], {tuple(each["stale"]) for each in listed["provisions"]}) == (1, {()})


async def test_those_who_work_on_a_language_are_named(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, rival: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await factories.draft(ada_account)
    body = BODIES["api.language.update"]
    refused = await script.put(f"{HERE}/languages/ru", json=body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/translator")
    await add_member(memorandum, (await factories.coordinator("dilnoza@example.org", "Dilnoza", role="editor")).email)
    assert (await script.put(f"{HERE}/languages/ru", json=body)).status_code == 200
    assert (await script.put(f"{HERE}/languages/xx-nowhere-1", json=body)).status_code == 404
    russian = next(each for each in (await watcher.get(f"{HERE}/languages")).json()["languages"] if each["language"] == "ru")
    assert russian["translator"] == {"name": "Dilnoza", "email": "dilnoza@example.org"}
    assert (russian["missing"], russian["reviser"], russian["stale"] > 0) == (0, None, True)
    assert (await rival.get(f"{HERE}/languages")).status_code == 404


async def test_a_glossary_is_filled_and_read_by_pages(script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.forum()
    made = await script.post(GLOSSARY, json=BODIES["api.glossary.create"])
    assert (made.status_code, made.json()["note"]) == (201, "As the United Nations say it.")
    await script.post(GLOSSARY, json={"renderings": [{"language": "en", "text": "torture"}]})
    first = (await watcher.get(f"{GLOSSARY}?limit=1")).json()
    rest = (await watcher.get(f"{GLOSSARY}?limit=1&after={first['next']}")).json()
    assert ([len(part["items"]) for part in (first, rest)], rest["next"]) == ([1, 1], None)
    found = (await watcher.get(f"{GLOSSARY}?q=pravozashchitnik")).json()
    assert [term["number"] for term in found["items"]] == [made.json()["number"]]
    twice = {"renderings": [{"language": "en", "text": "a"}, {"language": "en", "text": "b"}]}
    assert (await script.post(GLOSSARY, json=twice)).status_code == 422
    assert (await cleo.get(GLOSSARY)).status_code == 401
    assert (await watcher.get("/api/v1/forums/nowhere/glossary")).status_code == 404


async def test_terms_are_changed_and_removed(script: httpx.AsyncClient, watcher: httpx.AsyncClient) -> None:
    await factories.forum()
    made = (await script.post(GLOSSARY, json=BODIES["api.glossary.create"])).json()
    here = f"{GLOSSARY}/{made['number']}"
    changed = await script.put(here, json=BODIES["api.term.update"])
    assert (changed.status_code, [each["language"] for each in changed.json()["renderings"]], changed.json()["note"]) == (200, ["en", "nb"], "")
    assert (await watcher.get(f"{GLOSSARY}?q=pravozashchitnik")).json()["items"] == []
    assert (await script.put(here, json={"renderings": []})).status_code == 422
    assert [(await watcher.put(here, json=BODIES["api.term.update"])).status_code, (await watcher.delete(here)).status_code] == [403, 403]
    removed = await script.delete(here)
    assert (removed.status_code, removed.json()) == (200, changed.json())
    assert [(await script.delete(at)).status_code for at in (here, f"{GLOSSARY}/x", f"{GLOSSARY}/9999999999")] == [404, 404, 404]
    assert (await script.put(here, json=BODIES["api.term.update"])).status_code == 404
