"""Ada asks at the desk that a forum becomes less careful, or that a memorandum leaves it; Dina reads what that changes, and decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.approvals import queries
from coalition.forums import queries as forums
from coalition.people import revoking
from coalition.trail import queries as trail_queries
from tests import factories
from tests.appeals import appealed
from tests.desk.conftest import follow, hidden_in, send, send_seen
from tests.letters import letters_in_tray
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

HERE = "/en/desk/forums/kyiv-2013"
RECORD = {
    "starts": "2013-02", "place-city": "Kyiv", "place-country": "UA", "place-public": "yes", "countries": ["KZ", "KG"],
    "texts-0-language": "en", "texts-0-title": "Forum in Kyiv", "texts-0-summary": "They met.",
}  # fmt: skip


async def profile() -> str:
    row = await forums.by_slug("kyiv-2013")
    assert row
    return row.risk_profile


async def made_open(ada: httpx.AsyncClient) -> httpx.Response:
    """Save the record of a forum of high risk with another title, and as an open one."""
    await factories.forum(risk_profile="high")
    return await send_seen(ada, HERE, RECORD | {"risk_profile": "open"})


async def test_one_coordinator_does_not_make_a_forum_less_careful(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    page = await follow(ada, await made_open(ada))
    assert await profile() == "high"
    assert "Forum in Kyiv" in page.text
    assert "a less careful one waits until another coordinator approves it" in page.text


async def test_the_second_coordinator_reads_what_changes_and_approves_it(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    await made_open(ada)
    [row] = await queries.waiting()
    assert "1 change waits for approval" in (await ada.get(HERE)).text
    page = (await dina.get(f"/en/desk/approvals/{row.id}")).text
    for fact in ("Make a forum less careful", "Forum in Kyiv", "kyiv-2013", "high risk", "No second coordinator is needed any more"):
        assert fact in page
    assert "Forum in Kyiv" in (await dina.get("/en/desk/approvals?q=kyiv")).text
    assert (await send(dina, f"/en/desk/approvals/{row.id}/approval")).status_code == 303
    assert await profile() == "open"
    assert [entry["act"] for entry in await trail_queries.rows_after(0, 1000)][-2:] == ["forum_changed", "approval_given"]
    assert "another coordinator approves it" not in (await ada.get(HERE)).text


async def test_the_letter_does_not_name_the_forum(ada: httpx.AsyncClient, dina_account: Coordinator) -> None:
    await made_open(ada)
    [letter] = [letter for letter in await letters_in_tray() if letter.address == dina_account.email]
    assert "“Make a forum less careful”" in " ".join(letter.text.split())
    assert "Kyiv" not in letter.text + letter.subject


async def test_a_forum_becomes_more_careful_at_once(ada: httpx.AsyncClient, dina_account: Coordinator) -> None:
    assert dina_account
    await factories.forum(risk_profile="careful")
    page = await follow(ada, await send_seen(ada, HERE, RECORD | {"risk_profile": "high"}))
    assert (await profile(), await queries.waiting()) == ("high", [])
    assert "A more careful level is saved at once; a less careful one waits until another coordinator approves it." in page.text


async def test_a_coordinator_alone_is_told_that_nobody_checks(ada: httpx.AsyncClient) -> None:
    await factories.forum(risk_profile="careful")
    assert "nobody checks that it becomes less careful" in (await ada.get(HERE)).text
    page = await follow(ada, await send_seen(ada, HERE, RECORD | {"risk_profile": "open"}))
    assert "Nobody else can sign in as a coordinator, so nobody checked it." in page.text
    assert await profile() == "open"
    assert [entry["act"] for entry in await trail_queries.rows_after(0, 1000)][-2:] == ["forum_changed", "done_unchecked"]


async def test_disabling_the_others_is_no_way_around(ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator) -> None:
    await factories.forum(risk_profile="careful")
    await revoking.disable(dina_account, ada_account)
    refused = await send(ada, HERE, RECORD | {"risk_profile": "open"})
    assert (refused.status_code, "were disabled at the desk" in refused.text, "Forum in Kyiv" in refused.text) == (409, True, True)
    assert await profile() == "careful"


PARTICULARS = {"kind": "open_letter", "symbol": "CF/1", "authentic_languages": ["en", "ru"], "reservations": "yes", "forum": ""}


async def taken_out(ada: httpx.AsyncClient, ada_account: Coordinator) -> str:
    """Take a text out of a careful forum, with another kind; return its address at the desk."""
    await factories.forum(risk_profile="careful")
    memorandum = await factories.draft(ada_account, forum="kyiv-2013")
    here = f"/en/desk/memoranda/{memorandum.slug}/details"
    page = await ada.get(here)
    assert "Its forum asks for care: another coordinator has to approve" in page.text
    saved = await send(ada, here, PARTICULARS | hidden_in(page.text))
    assert "approval_asked" in saved.headers["location"]
    return here


async def test_one_coordinator_does_not_take_a_text_out_of_a_careful_forum(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina: httpx.AsyncClient
) -> None:
    here = await taken_out(ada, ada_account)
    page = (await ada.get(here)).text
    assert ('<option value="kyiv-2013" selected' in page, 'value="CF/1"' in page) == (True, True)
    [row] = await queries.waiting()
    request = (await dina.get(f"/en/desk/approvals/{row.id}")).text
    for fact in ("Take a memorandum out of a more careful forum", "careful", "No second coordinator is needed any more"):
        assert fact in request
    assert (await send(dina, f"/en/desk/approvals/{row.id}/approval")).status_code == 303
    assert '<option value="kyiv-2013" selected' not in (await ada.get(here)).text


@pytest.mark.parametrize(("risk", "says"), [("careful", True), ("open", False)])
async def test_the_form_of_an_appeal_says_who_agrees_that_it_leaves_its_forum(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator, risk: str, says: bool
) -> None:
    await factories.forum(risk_profile=risk)
    memorandum = await appealed.appeal(ada_account, forum="kyiv-2013")
    page = words((await ada.get(f"/en/desk/memoranda/{memorandum.slug}/appeal")).text)
    assert ("Its forum asks for care: another coordinator has to approve that the text leaves it" in page) is says
