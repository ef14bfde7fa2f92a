"""A POST with a key is carried out once, however often and however simultaneously it is sent."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.api.tables import ANSWER_BODY, KeptAnswer
from coalition.invitations.tables import Link
from tests import factories
from tests.deliveries import told

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
BODY = {"slug": "kibhr", "names": [{"language": "en", "name": "KIBHR"}]}
OTHER = {"slug": "other", "names": [{"language": "en", "name": "Another organisation"}]}
KEY = {"Idempotency-Key": "first"}


async def test_the_same_request_gets_the_same_answer_again(script: httpx.AsyncClient) -> None:
    first = await script.post("/api/v1/organisations", json=BODY, headers=KEY)
    again = await script.post("/api/v1/organisations", json=BODY, headers=KEY)
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.content == first.content
    assert again.headers["Location"] == first.headers["Location"]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (await script.post("/api/v1/organisations", json=BODY)).status_code == 409


async def test_a_key_stands_for_one_request_of_one_token(script: httpx.AsyncClient, rival: httpx.AsyncClient) -> None:
    await script.post("/api/v1/organisations", json=BODY, headers=KEY)
    other_body = await script.post("/api/v1/organisations", json=OTHER, headers=KEY)
    other_address = await script.post("/api/v1/forums", json=BODY, headers=KEY)
    for answer in (other_body, other_address):
        assert answer.status_code == 422
    assert other_body.json()["type"] == "/problems/idempotency-key-reused"
    assert (await script.get("/api/v1/organisations/other")).status_code == 404
    assert (await rival.post("/api/v1/organisations", json=OTHER, headers=KEY)).status_code == 201


async def test_what_was_refused_may_be_sent_again(script: httpx.AsyncClient) -> None:
    invalid = BODY | {"names": [{"language": "en", "name": "A"}, {"language": "en", "name": "B"}]}
    assert (await script.post("/api/v1/organisations", json=invalid, headers=KEY)).status_code == 422
    await script.post("/api/v1/organisations", json=BODY)
    assert (await script.post("/api/v1/organisations", json=BODY, headers=KEY)).status_code == 409
    assert (await script.post("/api/v1/organisations", json=OTHER | {"slug": "newcomer"}, headers=KEY)).status_code == 201


async def test_of_simultaneous_requests_one_acts(script: httpx.AsyncClient, store: str) -> None:
    answers = await asyncio.gather(*(script.post("/api/v1/organisations", json=BODY, headers=KEY) for _ in range(12)))
    assert Counter(answer.status_code for answer in answers) == {201: 12}
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert len((await script.get("/api/v1/organisations")).json()["items"]) == 1


async def test_links_are_not_kept_to_be_told_again(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await factories.organisation("kibhr")
    address, body = "/api/v1/memoranda/cooperation/invitations", {"organisations": ["kibhr"]}
    first = (await script.post(address, json=body, headers=KEY)).json()["invitations"][0]
    again = (await script.post(address, json=body, headers=KEY)).json()["invitations"][0]
    assert first["link"]
    assert again == first | {"link": None}
    assert await Link.count() == 1
    stored = await KeptAnswer.objects().first()
    assert stored is not None
    assert first["link"].rpartition("/")[2] not in ANSWER_BODY.decrypt(stored.body, stored.key)


async def note_is_stored_in_clear(script: httpx.AsyncClient, key: str) -> bool:
    """Whether the private note of a delivery stands in the database after it was sent with a key."""
    body = {"addressee": 1, "on": "2020-11", "way": "post", "remark": "A draft.", "evidence": "The copy in folder 12."}
    address, headers = "/api/v1/memoranda/cooperation/deliveries", {"Idempotency-Key": key}
    first, again = [await script.post(address, json=body, headers=headers) for _ in range(2)]
    assert (first.status_code, again.content, again.headers["Idempotency-Replayed"]) == (201, first.content, "true")
    assert first.json()["items"][0]["evidence"] == "The copy in folder 12."
    return any("folder 12" in row["body"] for row in await KeptAnswer.select(KeptAnswer.body))


async def test_stored_answers_are_encrypted(script: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    await told.addressee(await factories.opened(ada_account))
    assert not await note_is_stored_in_clear(script, "one")
    for name, wrong in (("encrypt", lambda value, _: value), ("decrypt", lambda value, _: value)):
        monkeypatch.setattr(ANSWER_BODY, name, wrong)
    assert await note_is_stored_in_clear(script, "another")


async def test_a_key_is_forgotten_after_a_day(script: httpx.AsyncClient) -> None:
    await script.post("/api/v1/organisations", json=BODY, headers=KEY)
    with clock.shifted(timedelta(hours=25)):
        assert (await script.post("/api/v1/organisations", json=OTHER | {"slug": "newcomer"}, headers=KEY)).status_code == 201
    assert await KeptAnswer.count() == 1


@pytest.mark.sqlite_only
async def test_a_key_is_short_visible_ascii(script: httpx.AsyncClient) -> None:
    for key in ("", " ", "a b", "x" * 256, "é"):
        answer = await script.post("/api/v1/organisations", json=BODY, headers={"Idempotency-Key": key.encode()})
        assert (key, answer.status_code, answer.json()["type"]) == (key, 400, "/problems/bad-idempotency-key")
