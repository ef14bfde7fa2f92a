"""What was done about a memorandum, and who read names, for those who work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from coalition import trail
from coalition.database import counting_queries
from coalition.desk.memoranda import deeds
from coalition.memoranda.membership import add_member
from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from coalition.trail import TrailAct, chain
from coalition.trail import queries as trail_queries
from tests import factories
from tests.conftest import sign_in, visitor
from tests.desk.conftest import follow, send, send_sure

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

HERE = "/en/desk/memoranda/cooperation"


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    return await factories.opened(ada_account)


async def entries() -> list[dict[str, Any]]:
    return list(await trail_queries.rows_after(0, 10_000))


async def test_what_ada_does_stands_on_the_page(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.organisation("issyk-watch", "Issyk Watch")
    await send(ada, f"{HERE}/invitations", {"organisations": "issyk-watch"})
    await follow(ada, await send_sure(ada, f"{HERE}/closing"))
    page = (await ada.get(f"{HERE}/trail")).text
    for text in ("Closed it for signature", "Invited an organisation", "Issyk Watch", "<bdi>Ada</bdi>", "Adopted the text: <bdi>edition 1</bdi>"):
        assert text in page
    assert "contact@" not in page
    last = (await entries())[-1]
    assert (last["actor_kind"], last["act"], last["memorandum"]) == ("desk", "closed", memorandum.id)


async def test_a_program_acts_under_its_token(app: ASGIApp, ada_account: Coordinator, memorandum: Memorandum) -> None:
    async with visitor(app) as script:
        script.headers["Authorization"] = f"Bearer {await add_token(ada_account.email, Scope.WRITE)}"
        assert (await script.post("/api/v1/memoranda/cooperation/closing")).status_code in {200, 201}
    last = (await entries())[-1]
    assert (last["actor_kind"], last["coordinator"], last["act"]) == ("token", ada_account.id, "closed")
    assert last["token"]


async def test_nobody_else_sees_it(
    dina: httpx.AsyncClient, edith: httpx.AsyncClient, cleo: httpx.AsyncClient, edith_account: Coordinator, memorandum: Memorandum
) -> None:
    await add_member(memorandum, edith_account.email)
    assert [(await browser.get(f"{HERE}/trail")).status_code for browser in (dina, edith)] == [404, 404]
    assert (await cleo.get(f"{HERE}/trail")).status_code == 303


async def readings(browser: httpx.AsyncClient, *paths: str) -> list[tuple[str, str]]:
    """Return what looking at some pages twice records."""
    before = len(await entries())
    for path in (*paths, *paths):
        assert (await browser.get(f"{HERE}/{path}")).status_code == 200
    return [(row["act"], row["about"].partition(":")[0]) for row in (await entries())[before:]]


async def test_reading_names_is_recorded_once(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.signed(memorandum, await factories.organisation("open"))
    await factories.signed(memorandum, await factories.organisation("hidden"), disclosure="counted")
    assert await readings(ada, "dashboard") == [("names_read", "page")]
    assert await readings(ada, "signatories") == [("names_read", "page")]
    assert await readings(ada, "export") == []
    assert await readings(ada, "signatories/open/mandate") == [("mandate_read", "organisation")]
    assert await readings(ada, "signatories/open") == []
    assert await readings(ada, "signatories/hidden") == [("names_read", "organisation")]
    assert await readings(ada, "statements") == []
    assert "Read names of signatories" in (await ada.get(f"{HERE}/trail")).text


async def test_a_representative_is_not_recorded(ben: httpx.AsyncClient, memorandum: Memorandum) -> None:
    organisation = await factories.organisation("steppe")
    link = await factories.invitation_link(memorandum, organisation)
    before = len(await entries())
    assert (await ben.get(link)).status_code == 200
    await ben.post(f"{link}/session")
    assert (await ben.get("/en/signing")).status_code in {200, 303, 404}
    assert len(await entries()) == before


async def test_long_trails_have_pages(ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deeds, "PAGE", 3)
    for number in range(7):
        await trail.record(TrailAct.CORRECTION_DECIDED, f"correction:{number}", memorandum.id)
    first = (await ada.get(f"{HERE}/trail")).text
    assert ("correction 6" in first, "correction 3" in first) == (True, False)
    older = first.partition("trail?before=")[2].partition('"')[0]
    second = (await ada.get(f"{HERE}/trail?before={older}")).text
    assert ("correction 6" in second, "correction 3" in second, "To the beginning" in second) == (False, True, True)
    for other in ("x", "9" * 5000):
        assert (await ada.get(f"{HERE}/trail?before={other}")).status_code == 200


async def test_many_entries_need_as_many_queries_as_one(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    counts = []
    for amount in (1, 30):
        for _ in range(amount):
            organisation = await factories.organisation()
            await trail.record(TrailAct.INVITED, f"organisation:{organisation.id}", memorandum.id)
        with counting_queries() as count:
            await ada.get(f"{HERE}/trail")
        counts.append(count.count)
    assert counts[0] == counts[1]


async def test_the_comma_is_of_the_language_of_the_page(ada: httpx.AsyncClient, ada_account: Coordinator, memorandum: Memorandum) -> None:
    with trail.acting(trail.Actor(trail.ActorKind.TOKEN, ada_account.id)):
        await trail.record(TrailAct.INVITED, "", memorandum.id)
    for language, written in (("en", "<bdi>Ada</bdi>, "), ("ar", "<bdi>Ada</bdi>، ")):
        assert written in (await ada.get(f"{HERE.replace('en', language, 1)}/trail")).text


async def test_signing_in_and_out_are_recorded(app: ASGIApp, ada_account: Coordinator) -> None:
    async with visitor(app) as browser:
        await sign_in(browser, ada_account)
        await send(browser, "/en/desk/sign-out")
    assert [(row["act"], row["coordinator"]) for row in await entries()][-2:] == [("signed_in", ada_account.id), ("signed_out", ada_account.id)]


async def test_a_story_leaves_an_intact_chain(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.signed(memorandum, await factories.organisation("steppe"))
    await send(ada, f"{HERE}/signatories/steppe/hiding")
    verdict = await chain.verify()
    assert (verdict.broken, verdict.intact) == (None, len(await entries()))


async def test_reading_a_statement_of_a_hidden_party_is_recorded(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    hidden = await factories.signed(memorandum, await factories.organisation("hidden"), disclosure="counted")
    statement = await factories.stated(memorandum, hidden)
    assert await readings(ada, "statements") == [("statement_read", "page")]
    assert await readings(ada, f"statements/{statement.id}") == [("statement_read", "statement")]


async def test_what_belongs_to_no_memorandum_is_for_all_coordinators(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient, memorandum: Memorandum
) -> None:
    await factories.organisation("issyk-watch", "Issyk Watch")
    await send(ada, "/en/desk/organisations/issyk-watch/contacts", {"email": "ben@issyk.example.org"})
    await factories.forum()
    page = (await dina.get("/en/desk/trail")).text.partition("</form>")[2].partition("</select>")[2]
    for text in ("Added a contact", "Issyk Watch", "<bdi>Ada</bdi>", "Added a forum: <bdi>forum 1</bdi>", "Added an account"):
        assert text in page
    assert "ben@issyk.example.org" not in page
    assert "Opened it for signature" not in page
    assert (await edith.get("/en/desk/trail")).status_code == 404
