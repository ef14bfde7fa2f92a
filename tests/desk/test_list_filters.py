"""Every list of the desk is searched, filtered and put in order; the pages after the first keep what was asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from coalition import clock, trail
from coalition.addresses import url_for
from coalition.approvals import changing
from coalition.approvals.tables import Approval
from coalition.database import counting_queries, transaction
from coalition.forums.forms import ProgrammeForm
from coalition.forums.recording_forums import record_programme
from coalition.memoranda.beginning import begin
from coalition.memoranda.forms import MemorandumForm
from coalition.organisations.tables import Organisation
from coalition.people.forms import CoordinatorForm
from coalition.signing_requests.searched_requests import rebuild_request_search
from coalition.signing_requests.tables import SigningRequest
from tests import factories
from tests.desk.conftest import next_page, send

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
        ("sort=oldest&country=KG", ["osh", "bishkek"]),
        ("sort=name_last", ["oslo", "osh", "bishkek", "aktau"]),
        ("sort=name_last&q=os", ["oslo", "osh"]),
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
    for query, second in (("sort=newest&country=KG", "osh"), ("country=KG", "osh"), ("sort=name_last", "osh"), ("sort=oldest&country=KG", "bishkek")):
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
    programmes = r"/desk/programmes/([\w-]+)\""
    assert await shown(ada, "/en/desk/programmes?q=neighb", programmes) == ["neighbours"]
    monkeypatch.setattr("coalition.desk.forums.programmes.PAGE", 1)
    for sort, slugs in (("", ["neighbours", "others"]), ("newest", ["others", "neighbours"]), ("oldest", ["neighbours", "others"])):
        [following] = await shown(ada, f"/en/desk/programmes?sort={sort}", r'rel="next" href="([^"]+)"')
        assert await shown(ada, f"/en/desk/programmes?sort={sort}", programmes) == slugs[:1]
        assert await shown(ada, following.replace("&amp;", "&"), programmes) == slugs[1:]


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
    await rebuild_request_search()
    here, asking_names = "/en/desk/memoranda/cooperation/requests", r"/requests/\d+\">.*?>(\w+)<"
    for query, names in (
        ("", ["Waiting", "Accepted", "Refused"]),
        ("sort=oldest", ["Waiting", "Refused", "Accepted"]),
        ("sort=newest", ["Accepted", "Refused", "Waiting"]),
        ("q=refus", ["Refused"]),
        ("q=ben&state=accepted", ["Accepted"]),
        ("q=nobody", []),
    ):
        assert await shown(ada, f"{here}?{query}", asking_names) == names, query
    for state in ("waiting", "refused", "accepted"):
        names = await shown(ada, url_for("desk.requests.list", lang="en", memorandum=memorandum.slug, state=state), r"/requests/\d+\">.*?>(\w+)<")
        assert names == [state.title()]
    every, some = [await ada.get(f"/en/desk/memoranda/cooperation/trail{query}") for query in ("", "?act=names_read")]
    assert every.text.count("Opened it for signature") == some.text.count("Opened it for signature") + 1  # it is in the menu of both
    assert (await ada.get("/en/desk/trail?act=signed_in")).text.count("Signed in") >= 2  # the menu and an entry


async def test_words_find_who_did_something_and_what_it_is_about(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    for slug in ("osh", "oslo"):
        await factories.organisation(slug, f"Desk of {slug.title()}")
        await send(ada, f"/en/desk/memoranda/{memorandum.slug}/invitations", {"organisations": [slug]})
        await ada.get(f"/en/desk/memoranda/{memorandum.slug}/{'letters' if slug == 'osh' else 'signatories'}")
    await send(ada, "/en/desk/organisations/osh/contacts", {"name": "Cora", "email": "cora@osh.example.org", "language": "en"})
    trail, entries = "/en/desk/memoranda/cooperation/trail", re.compile(r'<ul class="latest">(.*?)</ul>', re.DOTALL)
    acts = re.compile(r"<li>([\w ]+)")

    async def found(path: str) -> list[str]:
        page = (await ada.get(path)).text
        return acts.findall(entries.search(page)[1]) if entries.search(page) else []  # type: ignore[index]

    all_acts = await found(f"{trail}?q=ada")
    assert len(all_acts) > 3
    assert await found(f"{trail}?q=ada&sort=oldest") == all_acts[::-1]
    assert await found(f"{trail}?q=nobody") == []
    assert await found("/en/desk/trail?q=osh&act=contact_added") == ["Added a contact"]
    assert await found("/en/desk/trail?q=oslo&act=contact_added") == []
    monkeypatch.setattr("coalition.desk.memoranda.deeds.PAGE", 2)
    pages, path = list[str](), f"{trail}?q=ada"
    while path:
        pages += await found(path)
        following = re.search(r'rel="next" href="([^"]+)"', (await ada.get(path)).text)
        path = following[1].replace("&amp;", "&") if following else ""
    assert pages == all_acts


async def test_people_approvals_listings_and_statements(ada: httpx.AsyncClient, ada_account: Coordinator, edith_account: Coordinator) -> None:
    assert await shown(ada, "/en/desk/people?role=editor", r'id="account-(\d+)"') == [str(edith_account.id)]
    assert await shown(ada, "/en/desk/people?disabled=yes", r'id="account-(\d+)"') == []
    assert "Nothing waits for approval" in (await ada.get("/en/desk/approvals?kind=contact_added")).text
    assert await shown(ada, "/en/desk/people?sort=newest", r'id="account-(\d+)"') == [str(edith_account.id), str(ada_account.id)]
    assert await shown(ada, "/en/desk/people?sort=name_last&q=example", r'id="account-(\d+)"') == [str(edith_account.id), str(ada_account.id)]
    party = await factories.organisation("osh")
    await factories.organisation("oslo", listed=False)
    await Organisation.update({Organisation.listing_confirmed: False}, force=True)
    for query, names in (("", ["osh", "oslo"]), ("listed=no", ["oslo"]), ("q=osh", ["osh"]), ("sort=name_last", ["oslo", "osh"])):
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


async def test_requests_for_approval_are_found_by_people_and_organisations(
    ada: httpx.AsyncClient, ada_account: Coordinator, dina_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert dina_account
    party = await factories.organisation("osh", "Desk of Osh")
    with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id, session="one")):
        for name in ("Candidate One", "Candidate Two"):
            await changing.invite(CoordinatorForm(email=f"{name[-3:].lower()}@example.org", name=name), ada_account)
    now = clock.now()
    about = {"kind": "contact_added", "about": f"organisation:{party.id}", "requested_by": ada_account.id, "requested_at": now, "expires_at": now}
    async with transaction():
        for outcome in ("refused", "withdrawn"):
            await Approval.insert(Approval(**about, key=outcome, outcome=outcome))
    rows = re.compile(r"<bdi>(Candidate \w+)</bdi>|<span class=\"chip *\">(refused|withdrawn)<")

    async def found(query: str) -> list[str]:
        return ["".join(match) for match in rows.findall((await ada.get(f"/en/desk/approvals?{query}")).text)]

    everything = ["Candidate One", "Candidate Two", "withdrawn", "refused"]
    for query, names in (
        ("", everything),
        ("q=osh", everything[2:]),
        ("q=two", ["Candidate Two"]),
        ("q=ada", everything),
        ("outcome=refused", ["refused"]),
        ("outcome=waiting", everything[:2]),
        ("q=nobody", []),
        ("sort=oldest", ["Candidate One", "Candidate Two", "refused", "withdrawn"]),
        ("sort=newest", ["withdrawn", "refused", "Candidate Two", "Candidate One"]),
        ("after=x", everything),
    ):
        assert await found(query) == names, query
    await factories.organisation("osh-2", "Second desk of Osh")
    monkeypatch.setattr("coalition.approvals.queries._MOST_NAMED", 1)  # words that are in many names
    assert (await found("q=osh"), await found("q=example")) == (everything[2:], everything)
    for size, words in ((1, ""), (2, ""), (3, ""), (1, "q=example&"), (3, "q=example&")):
        monkeypatch.setattr("coalition.desk.approvals.approvals.PAGE", size)
        monkeypatch.setattr("coalition.approvals.queries._TESTED_AT_ONCE", size)
        for sort in ("", "newest", "oldest"):
            expected = everything if not sort else await found(f"sort={sort}")
            pages, path = list[str](), f"{words}sort={sort}"
            while path:
                pages += await found(path)
                following = re.search(r'rel="next" href="[^"?]+\?([^"]+)"', (await ada.get(f"/en/desk/approvals?{path}")).text)
                path = following[1].replace("&amp;", "&") if following else ""
            assert len(pages) == len(everything), (size, sort)
            assert pages[: len(expected)] == expected, (size, sort)


async def test_invitations_are_put_in_order_by_name_and_by_waiting(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    parties = {slug: await factories.organisation(slug) for slug in ("aktau", "bishkek", "osh", "talas")}
    for slug in ("talas", "aktau", "osh"):
        await factories.invitation_link(memorandum, parties[slug])
    await factories.signed(memorandum, parties["bishkek"])
    here, rows = "/en/desk/memoranda/cooperation/signatories", r'name="chosen" value="([\w-]+)"'
    for size in (50, 1, 2):
        monkeypatch.setattr("coalition.desk.signatories.signatories.PAGE", size)
        for query, slugs in (
            ("", ["aktau", "bishkek", "osh", "talas"]),
            ("sort=name_last", ["talas", "osh", "bishkek", "aktau"]),
            ("sort=waiting", ["talas", "aktau", "osh", "bishkek"]),
            ("sort=waiting&state=silent", ["talas", "aktau", "osh"]),
            ("sort=waiting&q=a", ["talas", "aktau"][1:]),
        ):
            pages, path = list[str](), f"{here}?{query}"
            while path:
                pages += await shown(ada, path, rows)
                following = next_page((await ada.get(path)).text)
                path = f"{here}?{urlencode(following)}" if following else ""
            assert pages == slugs, (size, query)
    monkeypatch.setattr("coalition.desk.signatories.signatories.PAGE", 50)
    monkeypatch.setattr("coalition.invitations.chase_queries.FEW", 0)  # so many that they are not counted
    assert "All that match, on every page" in (await ada.get(f"{here}?q=osh")).text
