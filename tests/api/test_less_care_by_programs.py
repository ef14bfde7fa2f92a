"""What makes something less careful is answered with 202: it waits for another coordinator, and everything else is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.approvals import queries
from coalition.duplicates.merging import merge
from coalition.organisations.queries import by_slug
from coalition.people import revoking
from tests import factories
from tests.appeals import appealed
from tests.articles.test_article_api import problem

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

FORUM, TEXT = "/api/v1/forums/kyiv-2013", "/api/v1/memoranda/cooperation"


async def test_a_forum(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    dina = await factories.coordinator("dina@example.org", "Dina")
    await factories.forum(risk_profile="high")
    for profile in ("open", "careful", "open"):
        asked = await script.patch(FORUM, json={"risk_profile": profile, "ends": "2013-03"})
        assert (asked.status_code, asked.json()["risk_profile"], asked.json()["ends"]) == (202, "high", "2013-03")
    assert len(await queries.waiting()) == 2
    assert (await script.patch(FORUM, json={"risk_profile": "high"})).status_code == 200
    await revoking.disable(dina, ada_account)
    assert problem(await script.patch(FORUM, json={"risk_profile": "open"})) == (409, "nobody-to-approve")


async def test_a_text(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.coordinator("dina@example.org", "Dina")
    await factories.forum(risk_profile="careful")
    await factories.draft(ada_account, forum="kyiv-2013")
    asked = await script.patch(TEXT, json={"forum": None, "symbol": "CF/1", "confirmation_days": 20})
    assert (asked.status_code, asked.json()["forum"], asked.json()["symbol"]) == (202, "kyiv-2013", "CF/1")


async def test_an_appeal(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.coordinator("dina@example.org", "Dina")
    await factories.forum(risk_profile="careful")
    memorandum = await appealed.appeal(ada_account, forum="kyiv-2013")
    asked = await script.put(f"/api/v1/appeals/{memorandum.slug}", json=appealed.given(["en"]))
    assert (asked.status_code, asked.json()["forum"]) == (202, "kyiv-2013"), asked.text


async def test_undoing_a_merging(script: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.coordinator("dina@example.org", "Dina")
    marked, plain = await factories.organisation("marked", at_risk=True), await factories.organisation("plain")
    await merge(marked, plain, ada_account.id, approved=True)
    asked = await script.delete("/api/v1/organisations/marked/merging")
    assert (asked.status_code, asked.json()["remaining"]) == (202, "plain"), asked.text
    assert problem(await script.delete("/api/v1/organisations/marked/merging")) == (409, "already-asked")
    row = await by_slug("marked")
    assert row
    assert row.merged_into == plain.id
