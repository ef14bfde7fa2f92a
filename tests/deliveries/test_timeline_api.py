"""What the desk can do with a timeline a program can do; everybody reads it in the API and in the JSON of the text."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.api.tables import KeptAnswer
from coalition.database import counting_queries
from coalition.deliveries.entering_entries import enter
from coalition.deliveries.evidence_files import LARGEST_FILE
from coalition.trail.tables import TrailEntry
from tests import factories
from tests.deliveries import told

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
        published = await script.post(f"{HERE}/deliveries/{key}/publication")
        assert (published.status_code, published.headers["location"], published.json()["made"]) == (201, f"{HERE}/deliveries/{key}", "at_once")
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
    withdrawn = await script.post(f"{place}/withdrawal", headers={"Idempotency-Key": "withdrawal"})
    assert (withdrawn.status_code, withdrawn.headers["location"], withdrawn.json()["entry"]["way"]) == (201, place, None)
    assert (await script.post(f"{place}/withdrawal", headers={"Idempotency-Key": "withdrawal"})).content == withdrawn.content
    assert (await script.post(f"{place}/withdrawal")).json()["type"].endswith("entry-withdrawn")
    assert (await script.delete(f"{HERE}/addressees/1")).json()["type"].endswith("addressee-in-use")
    assert (await script.put(f"{HERE}/addressees/1", json={"names": NAMES, "place": 3})).json()["items"][0]["place"] == 3
    [private] = (await script.post(f"{HERE}/updates", json={"on": "2022", "kind": "outcome", "texts": TEXTS})).json()["items"]
    assert (await script.delete(f"{HERE}/deliveries/{private['id']}")).status_code == 200
    for method, path in (("PUT", "addressees/9"), ("DELETE", "addressees/9"), ("POST", f"deliveries/{'0' * 32}/withdrawal")):
        sent = {"json": {"names": NAMES}} if method == "PUT" else {}
        assert (await script.request(method, f"{HERE}/{path}", **sent)).status_code == 404


PDF = b"%PDF-1.7\n" + b"The registry stamped our copy.\n" * 4000
JPEG = b"\xff\xd8\xff\xe0scan"


async def test_a_program_sends_files_that_prove_an_entry_and_reads_them(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, rival: httpx.AsyncClient, cleo: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    await told.addressee(memorandum)
    entry = await told.published(memorandum, told.delivery())
    here = f"{HERE}/deliveries/{entry.key}/files"
    for client, status in ((cleo, 401), (watcher, 403), (rival, 404)):
        assert (await client.post(here, content=PDF)).status_code == status
    made = await script.post(f"{here}?name=C:%5Cscans%5Cstamp.pdf", content=PDF, headers={"Idempotency-Key": "stamp"})
    assert (made.status_code, made.headers["location"], made.json()) == (201, f"{here}/1", {"number": 1, "kind": "pdf", "bytes": len(PDF)})
    again = await script.post(f"{here}?name=C:%5Cscans%5Cstamp.pdf", content=PDF, headers={"Idempotency-Key": "stamp"})
    assert (again.headers["idempotency-replayed"], again.json()) == ("true", made.json())
    assert "stamp.pdf" not in repr(await KeptAnswer.select())
    assert (await script.post(here, content=JPEG)).json()["kind"] == "jpeg"
    for client, status in ((cleo, 401), (rival, 404)):
        for path in (here, f"{here}/1"):
            assert (await client.get(path)).status_code == status
        assert (await client.delete(f"{here}/1")).status_code == status
    listed = (await watcher.get(here)).json()["items"]
    assert [(file["number"], file["kind"], file["name"]) for file in listed] == [(1, "pdf", "stamp.pdf"), (2, "jpeg", "")]
    sent = await watcher.get(f"{here}/1")
    assert (sent.content, sent.headers["content-type"], sent.headers["cache-control"]) == (PDF, "application/pdf", "no-store")
    assert sent.headers["content-disposition"] == 'attachment; filename="document.pdf"'
    assert await TrailEntry.exists().where((TrailEntry.act == "evidence_read") & (TrailEntry.about == f"entry:{entry.id}"))
    assert "stamp" not in (await cleo.get(f"{HERE}/timeline")).text
    assert (await watcher.delete(f"{here}/1")).status_code == 403
    assert (await script.delete(f"{here}/1")).json() == {"number": 1, "kind": "pdf", "bytes": len(PDF)}
    for path in (f"{here}/1", f"{here}/x", f"{HERE}/deliveries/{'0' * 32}/files/2", f"{HERE}/deliveries/{'0' * 32}/files"):
        assert (await script.get(path)).status_code == 404
    assert (await script.delete(f"{here}/1")).status_code == 404


async def test_what_proves_nothing_is_refused_with_the_reason(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await told.addressee(memorandum)
    entry = await told.published(memorandum, told.delivery())
    here = f"{HERE}/deliveries/{entry.key}/files"
    for content, said in ((b"", "Choose a file."), (b"GIF89a", "neither a PDF nor a picture")):
        refused = await script.post(here, content=content)
        [error] = refused.json()["errors"]
        assert (refused.status_code, error["pointer"], said in error["message"]) == (422, "", True)
    assert (await script.post(here, content=b"%PDF-" + bytes(LARGEST_FILE))).status_code == 413
    assert (await script.post(f"{here}?name=a&name=b", content=PDF)).status_code == 422
    assert (await script.post(f"{HERE}/deliveries/{'0' * 32}/files", content=PDF)).status_code == 404
    for _ in range(5):
        assert (await script.post(here, content=JPEG)).status_code == 201
    assert "at most 5 files" in (await script.post(here, content=JPEG)).text
    await script.post(f"{HERE}/deliveries/{entry.key}/withdrawal")
    assert (await script.post(here, content=JPEG)).json()["type"].endswith("entry-withdrawn")
    assert (await script.get(here)).json()["items"] == []


async def test_a_program_reads_when_coordinators_are_reminded_and_lets_it_wait(
    script: httpx.AsyncClient, watcher: httpx.AsyncClient, rival: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await factories.opened(ada_account)
    await told.addressee(memorandum)
    delivery, update = await enter(memorandum, told.delivery()), await enter(memorandum, told.update())
    place, month = f"{HERE}/deliveries/{delivery.key}", timedelta(days=30)
    due = (clock.today() + month).isoformat()
    assert (await watcher.get(place)).json()["remind_on"] == due
    await watcher.get(f"{HERE}/deliveries")  # marks the token as used on this day
    with counting_queries() as few:
        listed = (await watcher.get(f"{HERE}/deliveries")).json()["items"]
    assert {entry["id"]: entry["remind_on"] for entry in listed} == {delivery.key: due, update.key: None}
    with clock.shifted(month):
        assert (await watcher.put(f"{place}/reminder")).status_code == 403
        assert (await rival.put(f"{place}/reminder")).status_code == 404
        assert (await script.put(f"{place}/reminder")).json()["remind_on"] == (clock.today() + month).isoformat()
        assert (await script.put(f"{HERE}/deliveries/{update.key}/reminder")).json()["type"].endswith("nothing-awaited")
        assert (await script.put(f"{HERE}/deliveries/{'0' * 32}/reminder")).status_code == 404
        await script.post(f"{HERE}/deliveries", json={"kind": "answer", "addressee": 1, "on": clock.today().isoformat(), "silent": True})
        assert (await watcher.get(place)).json()["remind_on"] is None
        assert (await script.put(f"{place}/reminder")).status_code == 409
    for _ in range(5):
        await enter(memorandum, told.delivery())
    await watcher.get(f"{HERE}/deliveries")
    with counting_queries() as many:
        await watcher.get(f"{HERE}/deliveries")
    assert many.count == few.count
