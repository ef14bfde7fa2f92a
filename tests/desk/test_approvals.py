"""Ada asks, Dina decides: requests for approval at the desk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.approvals import queries
from coalition.approvals.tables import Approval
from coalition.desk.people import colleagues
from coalition.organisations import queries as organisations
from coalition.people import revoking
from tests import factories
from tests.conftest import sign_in
from tests.desk.conftest import follow, send

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

CONTACTS = "/en/desk/organisations/saffron-lantern/contacts"
EVE = {"contact_name": "Eve Novak", "email": "eve@elsewhere.example", "contact_language": "en"}
ENTRY = {"kind": "ngo", "scope": "national", "status": "active", "names-0-language": "en", "names-0-name": "Saffron Lantern", "primary": "0"}


async def emails() -> set[str]:
    row = await organisations.by_slug("saffron-lantern")
    assert row is not None
    return {contact.email for contact in (await organisations.contacts_of([row.id])).get(row.id, [])}


@pytest.fixture(autouse=True)
async def lantern(store: str) -> None:
    assert store
    await factories.organisation("saffron-lantern", "Saffron Lantern", at_risk=True)


async def test_dina_approves_a_contact(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    assert "another coordinator has to approve" in (await ada.get("/en/desk/organisations/saffron-lantern")).text
    page = await follow(ada, await send(ada, CONTACTS, EVE))
    assert "It is not done yet" in page.text
    assert EVE["email"] not in await emails()
    [row] = await queries.waiting()
    here = f"/en/desk/approvals/{row.id}"
    assert "1 request waits for your approval" in (await dina.get("/en/desk")).text
    assert "waits for your approval" not in (await ada.get("/en/desk")).text
    shown = (await dina.get(here)).text
    for text in ("Eve Novak", "eve@elsewhere.example", "Saffron Lantern", "Ada"):
        assert text in shown
    own = await ada.get(here)
    assert f"{here}/approval" not in own.text
    refused = await send(ada, f"{here}/approval")
    assert (refused.status_code, "another coordinator has to decide" in refused.text) == (409, True)
    page = await follow(dina, await send(dina, f"{here}/approval"))
    assert "It is approved and carried out." in page.text
    assert EVE["email"] in await emails()
    again = await send(dina, f"{here}/approval")
    assert again.status_code == 409
    assert "eve@elsewhere.example" not in again.text


async def test_dina_refuses_with_a_reason(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    await send(ada, CONTACTS, EVE)
    [row] = await queries.waiting()
    here = f"/en/desk/approvals/{row.id}"
    empty = await send(dina, f"{here}/refusal", {"reason": " "})
    assert (empty.status_code, "Write the reason" in empty.text) == (422, True)
    page = await follow(dina, await send(dina, f"{here}/refusal", {"reason": "Nobody knows her."}))
    assert "It was refused" in page.text
    assert "Nobody knows her." in (await ada.get(here)).text
    assert EVE["email"] not in await emails()


async def test_ada_withdraws_her_request(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    await send(ada, CONTACTS, EVE)
    [row] = await queries.waiting()
    assert (await send(dina, f"/en/desk/approvals/{row.id}/withdrawal")).status_code == 409
    page = await follow(ada, await send(ada, f"/en/desk/approvals/{row.id}/withdrawal"))
    assert "The request was withdrawn." in page.text
    assert await queries.waiting() == []


async def test_what_somebody_asked_whose_account_is_disabled_does_not_wait(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await send(ada, CONTACTS, EVE)
    await revoking.disable(ada_account)
    [row] = await Approval.objects()
    for path in ("approvals", "approvals?sort=newest", f"approvals/{row.id}"):
        page = (await dina.get(f"/en/desk/{path}")).text
        assert ("cannot be approved: the account" in page, "waits for you" in page) == (True, False), path
        assert ("Approve</button>" in page, "eve@" in page) == (False, False)
    with clock.shifted(timedelta(days=8)):
        await sign_in(dina, await factories.coordinator("eve@example.org", "Eve"))
        assert "<dd>expired" in (await dina.get(f"/en/desk/approvals/{row.id}")).text


async def test_what_was_typed_stays_when_it_waits_already(ada: httpx.AsyncClient, dina_account: Coordinator) -> None:
    await send(ada, CONTACTS, EVE)
    again = await send(ada, CONTACTS, EVE)
    assert again.status_code == 409
    assert "The same change waits for approval already." in again.text
    assert "eve@elsewhere.example" in again.text
    assert "1 change waits for approval" in (await ada.get("/en/desk/organisations/saffron-lantern")).text


async def test_removing_a_contact_and_the_risk_need_two(ada: httpx.AsyncClient, dina_account: Coordinator) -> None:
    row = await organisations.by_slug("saffron-lantern")
    assert row is not None
    [contact] = (await organisations.contacts_of([row.id]))[row.id]
    await follow(ada, await send(ada, f"{CONTACTS}/removal", {"contact": str(contact.id)}))
    assert await emails() == {contact.email}
    page = await follow(ada, await send(ada, "/en/desk/organisations/saffron-lantern", ENTRY | {"website": "https://lantern.example"}))
    assert "It is not done yet" in page.text
    row = await organisations.by_slug("saffron-lantern")
    assert row is not None
    assert (row.at_risk, row.website) == (True, "https://lantern.example")
    assert len(await queries.waiting()) == 2


async def test_alone_the_desk_says_that_nobody_checks(ada: httpx.AsyncClient) -> None:
    for path in ("organisations/saffron-lantern", "approvals", "people"):
        assert "nobody checks" in (await ada.get(f"/en/desk/{path}")).text.lower()
    page = await follow(ada, await send(ada, CONTACTS, EVE))
    assert "nobody checked it" in page.text
    assert EVE["email"] in await emails()


async def test_an_editor_finds_no_requests(ada: httpx.AsyncClient, edith: httpx.AsyncClient, dina_account: Coordinator) -> None:
    await send(ada, CONTACTS, EVE)
    [row] = await queries.waiting()
    here = f"/en/desk/approvals/{row.id}"
    assert [(await edith.get(path)).status_code for path in ("/en/desk/approvals", here)] == [404, 404]
    for act in ("approval", "refusal", "withdrawal"):
        assert (await send(edith, f"{here}/{act}", {"reason": "No"})).status_code == 404
    assert "approval" not in (await edith.get("/en/desk")).text


@pytest.mark.parametrize("number", ["999", "x", "٣", "9" * 30])
async def test_a_request_that_is_none_is_not_found(ada: httpx.AsyncClient, number: str) -> None:
    assert (await ada.get(f"/en/desk/approvals/{number}")).status_code == 404
    assert (await send(ada, f"/en/desk/approvals/{number}/approval")).status_code == 404


async def test_a_coordinator_is_invited_by_two(ada: httpx.AsyncClient, dina: httpx.AsyncClient) -> None:
    page = await follow(ada, await send(ada, "/en/desk/people", {"email": "eli@example.org", "name": "Eli", "role": "coordinator"}))
    assert "It is not done yet" in page.text
    assert "eli@example.org" not in page.text
    [row] = await queries.waiting()
    await follow(dina, await send(dina, f"/en/desk/approvals/{row.id}/approval"))
    assert "eli@example.org" in (await ada.get("/en/desk/people")).text


async def test_a_memorandum_without_a_coordinator_is_taken_over(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina: httpx.AsyncClient, dina_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(colleagues, "PAGE", 1)
    eli = await factories.coordinator("eli@example.org", "Eli")
    await factories.draft(eli)
    await factories.draft(eli, "another")
    assert (await send(ada, "/en/desk/people/takeovers", {"memorandum": "cooperation"})).status_code == 404
    await revoking.disable(eli, ada_account)
    assert "2 memoranda have no coordinator any more" in (await dina.get("/en/desk")).text
    page = (await ada.get("/en/desk/people")).text
    assert (page.count('name="memorandum" value='), "and 1 further" in page) == (1, True)
    assert 'name="memorandum" value=' not in (await ada.get("/en/desk/people?q=ada")).text, "a list that was searched is about people only"
    await follow(ada, await send(ada, "/en/desk/people/takeovers", {"memorandum": "cooperation"}))
    assert (await ada.get("/en/desk/memoranda/cooperation")).status_code == 404
    [row] = await queries.waiting()
    await follow(dina, await send(dina, f"/en/desk/approvals/{row.id}/approval"))
    assert (await ada.get("/en/desk/memoranda/cooperation")).status_code == 200
    assert (await dina.get("/en/desk/memoranda/cooperation")).status_code == 404
