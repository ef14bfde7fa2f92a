"""Every list of the desk is searched, filtered and put in order; the pages after the first keep what was asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.addresses import url_for
from coalition.database import counting_queries, transaction
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import MemorandumForm
from coalition.organisations.tables import Organisation
from coalition.signing_requests.tables import SigningRequest
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


async def shown(ada: httpx.AsyncClient, path: str, pattern: str) -> list[str]:
    """Return what a page shows of a list, in its order."""
    page = await ada.get(path)
    assert page.status_code == 200, (path, page.text)
    return list(dict.fromkeys(re.findall(pattern, page.text)))


async def test_the_register(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    for slug, more in (
        ("osh", {"country": "KG", "kind": "network"}),
        ("bishkek", {"country": "KG", "email": ""}),
        ("aktau", {"at_risk": True}),
        ("oslo", {"country": "NO", "listed": False}),
    ):
        await factories.organisation(slug, **more)
    entries = r'<th scope="row">.*?/desk/organisations/([\w-]+)"'
    for query, slugs in (
        ("", ["aktau", "bishkek", "osh", "oslo"]),
        ("sort=newest", ["oslo", "aktau", "bishkek", "osh"]),
        ("country=KG", ["bishkek", "osh"]),
        ("country=KG&sort=newest&q=os", ["osh"]),
        ("contacts=no", ["bishkek"]),
        ("contacts=yes&listed=yes", ["osh"]),
        ("kind=network", ["osh"]),
        ("at_risk=yes", ["aktau"]),
        ("status=liquidated", []),
        ("sort=colour&kind=none&q=osh", []),
    ):
        assert await shown(ada, f"/en/desk/organisations?{query}", entries) == slugs, query
    monkeypatch.setattr("coalition.desk.organisations.organisations.PAGE", 1)
    for query, second in (("sort=newest&country=KG", "osh"), ("country=KG", "osh")):
        page = await ada.get(f"/en/desk/organisations?{query}")
        [following] = re.findall(r'rel="next" href="([^"]+)"', page.text)
        assert await shown(ada, following.replace("&amp;", "&"), entries) == [second]


async def test_forums_and_programmes(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    await record_programme(ProgrammeForm.parse({"slug": "neighbours", "texts": [{"language": "en", "name": "Good neighbours"}]}))
    await record_programme(ProgrammeForm.parse({"slug": "others", "texts": [{"language": "en", "name": "Far away"}]}))
    await factories.forum("first", starts="2011", countries=["KG"], programme="neighbours")
    await factories.forum("second", starts="2012", countries=["KZ"], risk_profile="high")
    entries = r'<th scope="row"><a href="/en/desk/forums/([\w-]+)"'
    for query, slugs in (
        ("", ["second", "first"]),
        ("sort=oldest", ["first", "second"]),
        ("country=KG", ["first"]),
        ("risk_profile=high", ["second"]),
        ("programme=neighbours", ["first"]),
        ("programme=neighbours&risk_profile=high", []),
    ):
        assert await shown(ada, f"/en/desk/forums?{query}", entries) == slugs, query
    monkeypatch.setattr("coalition.desk.forums.forums.PAGE", 1)
    [following] = await shown(ada, "/en/desk/forums?sort=oldest", r'rel="next" href="([^"]+)"')
    assert await shown(ada, following.replace("&amp;", "&"), entries) == ["second"]
    assert await shown(ada, "/en/desk/programmes?q=neighb", r"/desk/programmes/([\w-]+)\"") == ["neighbours"]


async def test_memoranda_requests_and_the_trail(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await begin(MemorandumForm(slug="second", authentic_languages=["en"]), ada_account.id)
    entries = r'<th scope="row"><a href="/en/desk/memoranda/([\w-]+)"'
    for query, slugs in (
        ("", ["second", "cooperation"]),
        ("sort=oldest", ["cooperation", "second"]),
        ("text_state=draft", ["second"]),
        ("signing_state=open", ["cooperation"]),
        ("publicity=public&kind=open_letter", []),
        ("q=сотрудничеств", ["cooperation"]),
        ("q=secon&text_state=draft", ["second"]),
    ):
        assert await shown(ada, f"/en/desk/memoranda?{query}", entries) == slugs, query
    now = clock.now()
    asking = {"name_language": "en", "person": "Ben", "email": "b@example.org", "language": "en", "requested_at": now, "confirmed_at": now}
    async with transaction():
        for name, decided in (("Waiting", {}), ("Refused", {"decided_at": now, "reason": "No."}), ("Accepted", {"decided_at": now})):
            row = SigningRequest(memorandum=memorandum.id, organisation_name=name, token_hash=name, **asking, **decided)
            await SigningRequest.insert(row)
    for state in ("waiting", "refused", "accepted"):
        names = await shown(ada, url_for("desk.requests.list", lang="en", memorandum=memorandum.slug, state=state), r"/requests/\d+\">.*?>(\w+)<")
        assert names == [state.title()]
    every, some = [await ada.get(f"/en/desk/memoranda/cooperation/trail{query}") for query in ("", "?act=names_read")]
    assert every.text.count("Opened it for signature") == some.text.count("Opened it for signature") + 1  # it is in the menu of both
    assert (await ada.get("/en/desk/trail?act=signed_in")).text.count("Signed in") >= 2  # the menu and an entry


async def test_people_approvals_listings_and_statements(ada: httpx.AsyncClient, ada_account: Coordinator, edith_account: Coordinator) -> None:
    assert await shown(ada, "/en/desk/people?role=editor", r'id="account-(\d+)"') == [str(edith_account.id)]
    assert await shown(ada, "/en/desk/people?disabled=yes", r'id="account-(\d+)"') == []
    assert "Nothing waits for approval" in (await ada.get("/en/desk/approvals?kind=contact_added")).text
    party = await factories.organisation("osh")
    await factories.organisation("oslo", listed=False)
    await Organisation.update({Organisation.listing_confirmed: False}, force=True)
    for query, names in (("", ["osh", "oslo"]), ("listed=no", ["oslo"]), ("q=osh", ["osh"])):
        assert await shown(ada, f"/en/desk/listings?{query}", r"/organisations/([\w-]+)/listing") == names, query
    memorandum = await factories.opened(ada_account)
    statement = await factories.stated(memorandum, await factories.signed(memorandum, party))
    for query, is_there in (("kind=reservation&q=osh", True), ("kind=declaration", False), ("withdrawn=yes", False), ("q=oslo", False)):
        page = await ada.get(f"/en/desk/memoranda/cooperation/statements?{query}")
        assert (f"/statements/{statement.id}" in page.text) is is_there, query


async def test_filters_take_as_many_statements_for_many_rows(ada: httpx.AsyncClient) -> None:
    needed = []
    for number in (3, 30):
        for at in range(number):
            await factories.organisation(f"party-{number}-{at}", country="KG")
        with counting_queries() as count:
            await ada.get("/en/desk/organisations?country=KG&contacts=yes&sort=newest&q=party")
        needed.append(count.count)
    assert needed[0] == needed[1]
