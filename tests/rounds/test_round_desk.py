"""Ada sends a round at the desk and through the API, watches the seats, and takes the result over."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from tests import factories
from tests.desk.conftest import send, send_sure
from tests.letters import letters_in_tray
from tests.rounds import seated

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

DESK = "/en/desk/memoranda/cooperation"


async def _parties(*slugs: str) -> None:
    for slug in slugs:
        await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org")


async def test_ada_sends_a_round_and_takes_its_result_over(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _parties("ben", "far")
    await factories.draft(ada_account)
    assert "No round was sent yet" in (await ada.get(f"{DESK}/rounds")).text
    chosen = await ada.get(f"{DESK}/rounds/new", params={"names": "Party ben\nfar\nNobody at all"})
    assert "Nobody at all" in chosen.text
    assert "2 organisations get a seat." in chosen.text
    given: dict[str, Any] = {"way": "slugs", "value": ["ben", "far"], "send": "yes", "words_en": "See you in Oslo."}
    refused = await send(ada, f"{DESK}/rounds", given)
    assert refused.status_code == 422
    assert "See you in Oslo." in refused.text
    given |= {"kind": "silence", "closes": seated.day(7)}
    letters = await send(ada, f"{DESK}/rounds", given | {"step": "letters"})
    assert "See you in Oslo." in letters.text
    assert "PRIVATE-LINK" in letters.text
    asked = await send(ada, f"{DESK}/rounds", given)
    assert "Letters that have left cannot be taken back." in asked.text
    assert not await Letter.exists()
    shown = await send_sure(ada, f"{DESK}/rounds", given)
    assert shown.headers["location"].startswith(f"{DESK}/rounds/1")
    links = await seated.deliver()
    await seated.answer(links["ben"], "can_live", reason="Paragraph 2 is long.", name="Ben Sultanov")
    page = (await ada.get(f"{DESK}/rounds/1")).text
    assert "Paragraph 2 is long." in page
    assert "Ben Sultanov" in page
    assert "letter sent: 1" in page
    await send(ada, f"{DESK}/rounds/1/reminders", {})
    assert await Letter.count().where(Letter.kind == "round_reminder") == 1
    early = await send(ada, f"{DESK}/rounds/1/extension", {"closes": seated.day(3)})
    assert early.status_code == 422
    await send_sure(ada, f"{DESK}/rounds/1/extension", {"closes": seated.day(9)})
    await run_due()
    with clock.shifted(timedelta(days=10)):
        await run_due()
    page = (await ada.get(f"{DESK}/rounds/1")).text
    assert "Agreed: no objection from 2 of 2" in page
    adoption = re.search(r'href="([^"]*/adoption\?round=1)"', page)
    assert adoption
    adopting = (await ada.get(adoption[1])).text
    assert re.search(r'value="silence" (selected|checked)', adopting)
    assert "Agreed: no objection from 2 of 2" in (await ada.get(f"{DESK}/rounds")).text


async def test_ada_reminds_in_her_own_words(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _parties("ben", "far")
    await seated.sent(await factories.draft(ada_account), "ben", "far")
    await seated.answer((await seated.deliver())["ben"], "agree")
    address, words = f"{DESK}/rounds/1/reminders", {"words_en": "Dear friends, we meet on Friday."}
    letters = await send(ada, address, words | {"step": "letters"})
    assert letters.status_code == 200
    assert f'action="{address}"' in letters.text
    assert letters.text.count("Dear friends, we meet on Friday.") == 2  # the field, and the letter
    assert "Send 1 letter" in letters.text
    assert "PRIVATE-LINK" in letters.text
    refused = await send(ada, address, {"words_en": "x" * 1001})
    assert (refused.status_code, 'id="words_en"' in refused.text) == (422, True)
    assert not await Letter.exists().where(Letter.kind == "round_reminder")
    await send(ada, address, words)
    [letter] = await letters_in_tray(Letter.kind == "round_reminder")
    assert letter.address == "far@example.org"
    assert "Dear friends, we meet on Friday." in letter.text
    again = await send(ada, address, {"step": "letters"})
    assert "No letter would be sent" in again.text


async def test_ada_forgets_who_answered(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _parties("ben", "far")
    row = await seated.sent(await factories.draft(ada_account), "ben", "far")
    await seated.answer((await seated.deliver())["ben"], "object", name="Ben Sultanov")
    assert "Ben Sultanov" in (await ada.get(f"{DESK}/rounds/{row.number}")).text
    asked = await send(ada, f"{DESK}/signatories/ben/erasure", {"round": "1"})
    assert f'href="{DESK}/rounds/1"' in asked.text
    done = await send_sure(ada, f"{DESK}/signatories/ben/erasure", {"round": "1"})
    assert done.headers["location"].startswith(f"{DESK}/rounds/1")
    page = (await ada.get(f"{DESK}/rounds/1")).text
    assert "Ben Sultanov" not in page
    assert "The text goes too far." not in page
    assert "objects" in page


async def test_links_are_shown_once_and_a_round_is_closed_by_hand(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _parties("ben")
    await factories.draft(ada_account)
    given = {"way": "slugs", "value": ["ben"], "kind": "indication", "closes": seated.day(7)}
    links = await send_sure(ada, f"{DESK}/rounds", given)
    assert "/en/invitations/" in links.text
    second = await send(ada, f"{DESK}/rounds", given | {"closes": seated.day(8)})
    assert second.status_code == 409
    path = re.search(r"/en/invitations/[\w-]{43}", links.text)
    assert path
    assert (await send(ada, f"{DESK}/rounds/1/links", {"seat": "1"})).status_code == 303
    assert (await ada.get(path[0])).status_code == 410
    assert (await send(ada, f"{DESK}/rounds/1/links", {"seat": "9"})).status_code == 404
    await send_sure(ada, f"{DESK}/rounds/1/closing", {})
    assert "no answer from 1 of 1" in (await ada.get(f"{DESK}/rounds/1")).text
    assert (await ada.get(f"{DESK}/rounds/2")).status_code == 404


async def test_a_round_is_read_in_a_constant_number_of_queries(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account)
    counted = []
    for slugs in (["p1"], [f"q{at}" for at in range(7)]):
        await _parties(*slugs)
        row = await seated.sent(await factories.reloaded(memorandum), *slugs, kind="comments")
        await seated.deliver()
        await ada.get(f"{DESK}/rounds/{row.number}")  # that it was read is recorded once a day
        with counting_queries() as count:
            await ada.get(f"{DESK}/rounds/{row.number}")
        counted.append(count.count)
        await send_sure(ada, f"{DESK}/rounds/{row.number}/closing", {})
        await run_due()
    assert counted[0] == counted[1]


async def test_programs_can_do_what_the_desk_can(ada_account: Coordinator, cleo: httpx.AsyncClient) -> None:
    await _parties("kibhr", "far")
    await factories.draft(ada_account)
    token = await add_token(ada_account.email, Scope.WRITE)
    cleo.headers["Authorization"] = f"Bearer {token}"
    address = "/api/v1/memoranda/cooperation/rounds"
    body: dict[str, Any] = {"kind": "silence", "closes": seated.day(7), "organisations": ["kibhr", "far"], "send": False}
    body["message"] = [{"language": "ru", "text": "Просим ответить."}]
    made = await cleo.post(address, json=body, headers={"Idempotency-Key": "round-1"})
    assert made.status_code == 201, made.text
    links = {seat["organisation"]: seat["link"].rpartition("/")[2] for seat in made.json()["seats"]}
    again = await cleo.post(address, json=body, headers={"Idempotency-Key": "round-1"})
    assert [seat["link"] for seat in again.json()["seats"]] == [None, None]
    assert (await cleo.post(address, json=body)).json()["type"].endswith("/round-open")
    await seated.answer(links["kibhr"], "object")
    shown = (await cleo.get(f"{address}/1")).json()
    assert (shown["state"], shown["result"]["object"], shown["result"]["outcome"]) == ("open", 1, "open")
    assert [(seat["organisation"], seat["state"], seat["answer"]) for seat in shown["seats"]] == [
        ("kibhr", "answered", "object"),
        ("far", "not_sent", None),
    ]
    assert (await cleo.post(f"{address}/1/reminders")).json() == {"reminded": ["far"]}
    assert (await cleo.post(f"{address}/1/extension", json={"closes": seated.day(9)})).json()["closes"] == seated.day(9)
    closed = await cleo.post(f"{address}/1/closing")
    assert closed.json()["result"]["outcome"] == "not_agreed"
    assert (await cleo.post(f"{address}/1/closing")).json()["type"].endswith("/round-closed")
    assert [entry["number"] for entry in (await cleo.get(address)).json()["items"]] == [1]
    del cleo.headers["Authorization"]
    assert (await cleo.get(f"{address}/1")).status_code == 401
