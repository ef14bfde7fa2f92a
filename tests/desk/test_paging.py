"""Long lists at the desk: a page at a time, and a way to find one of many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

import pytest

from coalition import trail
from coalition.approvals import changing
from coalition.database import counting_queries, put
from coalition.desk.forums import forums
from coalition.desk.invitations import invitations
from coalition.desk.memoranda import memoranda
from coalition.desk.people import colleagues
from coalition.desk.today import today
from coalition.forums.tables import ForumOrganisation
from coalition.organisations.queries import by_slug as organisation_by_slug
from coalition.people.forms import CoordinatorForm
from tests import factories
from tests.desk.conftest import next_page, send, send_seen

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def many(monkeypatch: pytest.MonkeyPatch, ada_account: Coordinator, dina_account: Coordinator) -> list[str]:
    """Seven colleagues and seven requests for more, on pages of three."""
    monkeypatch.setattr(colleagues, "PAGE", 3)
    monkeypatch.setattr("coalition.desk.approvals.approvals.PAGE", 3)
    assert dina_account
    names = [f"Colleague {number}" for number in range(7)]
    for number, name in enumerate(names):
        await factories.coordinator(f"c{number}@example.org", name, role="editor")
        with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id, session="one")):
            await changing.invite(CoordinatorForm(email=f"new{number}@example.org", name=f"Candidate {number}"), ada_account)
    return names


async def all_pages(browser: httpx.AsyncClient, path: str) -> list[str]:
    """Return the pages of a list, one after the other."""
    pages = [(await browser.get(path)).text]
    while following := next_page(pages[-1]):
        pages.append((await browser.get(path.partition("?")[0], params=following)).text)
    return pages


async def every_row_is_on_one_page(ada: httpx.AsyncClient) -> None:
    for path, row in (("/en/desk/people", r"<bdi>(Colleague \d)</bdi>"), ("/en/desk/approvals", r"<bdi>(Candidate \d)</bdi>")):
        rows = [re.findall(row, page) for page in await all_pages(ada, path)]
        assert all(len(page) <= 3 for page in rows)
        assert sorted(int(name[-1]) for page in rows for name in page) == list(range(7))
        assert "To the beginning" in (await all_pages(ada, path))[-1]


async def test_every_row_of_a_long_list_is_on_one_page(ada: httpx.AsyncClient, many: list[str]) -> None:
    assert many
    await every_row_is_on_one_page(ada)


async def test_one_of_many_people_is_found(ada: httpx.AsyncClient, many: list[str]) -> None:
    assert many
    await factories.coordinator("bermet@example.org", "Бермет Асанова", role="editor")
    for looked_for in ("bermet", "Асанова", "BERMET@"):
        page = (await ada.get("/en/desk/people", params={"q": looked_for})).text
        assert ("Бермет Асанова" in page, "Colleague" in page) == (True, False)
    assert "No account has a name or an address like this." in (await ada.get("/en/desk/people?q=zzzz")).text
    assert "q=colleague&amp;after=" in (await ada.get("/en/desk/people?q=colleague")).text


async def test_other_starts_show_a_page(ada: httpx.AsyncClient, many: list[str]) -> None:
    assert many
    for after in ("x", "-1", "9" * 30, "٣", "999"):
        for path in ("/en/desk/people", "/en/desk/people?sort=newest", "/en/desk/approvals"):
            assert (await ada.get(path, params={**dict(parse_qsl(urlsplit(path).query)), "after": after})).status_code == 200


async def test_a_page_of_many_needs_as_many_queries_as_one_of_few(ada: httpx.AsyncClient, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert many
    counts = set()
    for size in (1, 50):
        monkeypatch.setattr(colleagues, "PAGE", size)
        with counting_queries() as count:
            await ada.get("/en/desk/approvals")
            await ada.get("/en/desk/people")
        counts.add(count.count)
    assert len(counts) == 1


async def test_the_participants_of_a_forum_are_changed_page_by_page(ada: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forums, "PAGE", 3)
    forum = await factories.forum()
    parts = [("participant", f"party-{at}") for at in range(7)]
    for role, slug in parts:
        await put(
            ForumOrganisation, forum=forum.id, organisation=(await factories.organisation(slug, f"Party {slug[-1]}")).id, role=role, public=True
        )
    first = await organisation_by_slug("party-1")
    assert first
    await put(ForumOrganisation, forum=forum.id, organisation=first.id, role="convener", public=True)
    here = "/en/desk/forums/kyiv-2013"
    row = re.compile(r'-organisation" value="([\w-]+)"><input type="hidden" name="organisations-\d+-before" value="(\w+)"')
    pages = [row.findall(page) for page in await all_pages(ada, here)]
    assert [[slug for slug, _ in page] for page in pages] == [
        ["party-0", "party-1", "party-1", "party-2"], ["party-3", "party-4", "party-5"], ["party-6"],
    ]  # fmt: skip
    assert row.findall((await ada.get(f"{here}?q=party+5")).text) == [("party-5", "participant")]

    second = {}
    for at, (slug, role) in enumerate(pages[1]):
        second |= {f"organisations-{at}-organisation": slug, f"organisations-{at}-before": role, f"organisations-{at}-role": role}
    second |= {f"organisations-{at}-public": "yes" for at in range(3)}
    second |= {"organisations-0-role": "observer", "organisations-1-remove": "yes", "organisations-3-organisation": "Party 6"}
    second |= {"organisations-3-role": "convener", "organisations-3-public": "yes", "after": "Mw"}
    moved = await send_seen(ada, f"{here}/organisations", second)
    assert moved.headers["location"].endswith("after=Mw")
    rows = await ForumOrganisation.select(ForumOrganisation.role, ForumOrganisation.organisation.slug.as_alias("slug"))
    unchanged = {*parts[:3], ("convener", "party-1"), *parts[5:]}
    assert {(row["role"], row["slug"]) for row in rows} == unchanged | {("observer", "party-3"), ("convener", "party-6")}


async def test_what_is_urgent_is_on_the_first_page_whichever_page_its_memorandum_is_on(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "PAGE", 2)
    monkeypatch.setattr(memoranda, "PAGE", 2)
    closing = await factories.opened(ada_account, "closing", days=3)
    await factories.opened(ada_account, "later", days=300)
    bounced = await factories.opened(ada_account, "bounced", days=300)
    await factories.invitation_link(bounced, await factories.organisation("gone", email="gone@example.org"), send=True)
    await factories.bounce_letters()
    for at in range(3):
        await factories.draft(ada_account, f"draft-{at}")
    needs = re.compile(r'<a href="/en/desk/memoranda/([\w-]+)[^"]*">')
    first, *others = [needs.findall(page.partition('class="needs"')[2].partition("</ul>")[0]) for page in await all_pages(ada, "/en/desk")]
    assert set(first) == {closing.slug, bounced.slug, "draft-1", "draft-2"}
    assert [set(page) for page in others] == [{"bounced", "draft-0"}, {"closing"}]
    listed = [needs.findall(page.partition("<tbody>")[2]) for page in await all_pages(ada, "/en/desk/memoranda")]
    assert listed == [["draft-2", "draft-1"], ["draft-0", "bounced"], ["later", "closing"]]


async def test_participants_are_invited_page_by_page(ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invitations, "PAGE", 2)
    forum = await factories.forum()
    for at, role in enumerate(("participant", "observer", "participant", "convener")):
        await put(ForumOrganisation, forum=forum.id, organisation=(await factories.organisation(f"party-{at}", f"Party {at}")).id, role=role)
    await factories.opened(ada_account, "open", forum="kyiv-2013")
    ticked = re.compile(r'name="organisations" value="([\w-]+)" checked')
    here = "/en/desk/memoranda/open/invitations"
    first = (await ada.get(here)).text
    assert ticked.findall(first) == ["party-0", "party-2"]
    following = next_page(first)
    assert following
    turned = {"from": following["after"], "organisations": ["party-2"], "send": "yes"}
    second = (await send(ada, here, turned)).text  # she unticked one, and the page of the other participants has its own ticked
    assert ticked.findall(second) == ["party-2", "party-3"]
    back = (await send(ada, here, {"from": "", "after": following["after"], "visited": ["", following["after"]], "organisations": ["party-3"]})).text
    assert ticked.findall(back) == ["party-3"]
    made = await send(ada, here, {"organisations": ["party-3"]})
    assert made.text.count("/invitations/") >= 1
    again = [ticked.findall(page) for page in await all_pages(ada, here)]
    assert again == [["party-0", "party-2"], []]
