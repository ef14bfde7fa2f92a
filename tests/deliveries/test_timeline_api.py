"""What the desk can do with a timeline a program can do; everybody reads it in the API and in the JSON of the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/api/v1/memoranda/cooperation"
NOTE = "The registry stamped our copy."
NAMES = [{"language": "en", "name": "Ministry of Justice"}]
TEXTS = [{"language": "en", "title": "She was released", "text": "She is *well*."}]
DELIVERY = {"addressee": 1, "on": "2020-11", "way": "post", "remark": "A draft.", "evidence": NOTE, "answer": {"on": "2020-12", "silent": True}}


async def test_a_program_tells_what_happened(
    script: httpx.AsyncClient, rival: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await factories.opened(ada_account)
    assert (await script.post(f"{HERE}/addressees", json={"names": []})).status_code == 422
    assert (await script.post(f"{HERE}/addressees", json={"names": NAMES})).json()["items"][0]["number"] == 1
    entered = await script.post(f"{HERE}/deliveries", json=DELIVERY)
    assert entered.status_code == 201, entered.text
    delivery, answer = entered.json()["items"]
    assert (delivery["evidence"], delivery["state"], answer["silent"]) == (NOTE, "private", True)
    [update] = (await script.post(f"{HERE}/updates", json={"on": "2021", "texts": TEXTS})).json()["items"]
    assert (await script.post(f"{HERE}/updates", json={"on": "2021", "kind": "delivery", "texts": TEXTS})).status_code == 422
    assert (await cleo.get(f"{HERE}/timeline")).status_code == 404
    place = f"{HERE}/deliveries/{delivery['id']}"
    assert [(await each.get(place)).status_code for each in (script, rival, cleo)] == [200, 404, 401]
    assert len((await script.get(f"{HERE}/deliveries?limit=2&state=private")).json()["items"]) == 2
    for key in (delivery["id"], answer["id"], update["id"]):
        assert (await script.post(f"{HERE}/deliveries/{key}/publication")).json()["made"] == "at_once"
    assert (await script.post(f"{place}/publication")).json()["type"].endswith("entry-published")
    for path in (f"{HERE}/timeline", HERE, "/memoranda/cooperation.json"):
        shown = await cleo.get(path)
        told = shown.json().get("items") or shown.json()["timeline"]
        assert [entry["kind"] for entry in told] == ["update", "answer", "delivery"]
        assert NOTE not in shown.text
    assert (await cleo.get(HERE)).json()["addressees"][0]["names"][0]["name"] == "Ministry of Justice"
    assert (await script.put(place, json={"kind": "delivery", "addressee": 1, "on": "2020-10", "way": "email", "remark": "A."})).status_code == 200
    first = (await cleo.get(f"{HERE}/timeline?limit=2")).json()
    [last] = (await cleo.get(f"{HERE}/timeline?limit=2&after={first['next']}")).json()["items"]
    assert (last["way"], bool(last["corrected"])) == ("email", True)
    assert (await script.delete(place)).status_code == 409
    assert (await script.post(f"{place}/withdrawal")).json()["entry"]["way"] is None
    assert (await script.post(f"{place}/withdrawal")).json()["type"].endswith("entry-withdrawn")
    assert (await script.delete(f"{HERE}/addressees/1")).json()["type"].endswith("addressee-in-use")
    assert (await script.put(f"{HERE}/addressees/1", json={"names": NAMES, "place": 3})).json()["items"][0]["place"] == 3
    [private] = (await script.post(f"{HERE}/updates", json={"on": "2022", "kind": "outcome", "texts": TEXTS})).json()["items"]
    assert (await script.delete(f"{HERE}/deliveries/{private['id']}")).status_code == 200
    for method, path in (("PUT", "addressees/9"), ("DELETE", "addressees/9"), ("POST", f"deliveries/{'0' * 32}/withdrawal")):
        sent = {"json": {"names": NAMES}} if method == "PUT" else {}
        assert (await script.request(method, f"{HERE}/{path}", **sent)).status_code == 404
