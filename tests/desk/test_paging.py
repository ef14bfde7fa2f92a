"""Long lists at the desk: a page at a time, and a way to find one of many."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import trail
from coalition.approvals import changing
from coalition.database import counting_queries
from coalition.desk import paging
from coalition.desk.paging import page_from
from coalition.people.forms import CoordinatorForm
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
NEXT = re.compile(r'rel="next" href="([^"]+)"')


@pytest.fixture
async def many(monkeypatch: pytest.MonkeyPatch, ada_account: Coordinator, dina_account: Coordinator) -> list[str]:
    """Seven colleagues and seven requests for more, on pages of three."""
    monkeypatch.setattr(paging, "PAGE", 3)
    assert dina_account
    names = [f"Colleague {number}" for number in range(7)]
    for number, name in enumerate(names):
        await factories.coordinator(f"c{number}@example.org", name, role="editor")
        with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id, session="one")):
            await changing.invite(CoordinatorForm(email=f"new{number}@example.org", name=f"Candidate {number}"), ada_account)
    return names


async def all_pages(browser: httpx.AsyncClient, path: str) -> list[str]:
    """Return the pages of a list, following the link to the next one."""
    pages = [(await browser.get(path)).text]
    while following := NEXT.search(pages[-1]):
        pages.append((await browser.get(following[1].replace("&amp;", "&"))).text)
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
    assert "q=colleague&amp;start=3" in (await ada.get("/en/desk/people?q=colleague")).text


async def test_other_starts_show_a_page(ada: httpx.AsyncClient, many: list[str]) -> None:
    assert many
    for start in ("x", "-1", "9" * 30, "٣", "999"):
        for path in ("/en/desk/people", "/en/desk/approvals"):
            assert (await ada.get(path, params={"start": start})).status_code == 200


async def test_a_page_of_many_needs_as_many_queries_as_one_of_few(ada: httpx.AsyncClient, many: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    assert many
    counts = set()
    for size in (1, 50):
        monkeypatch.setattr(paging, "PAGE", size)
        with counting_queries() as count:
            await ada.get("/en/desk/approvals")
            await ada.get("/en/desk/people")
        counts.add(count.count)
    assert len(counts) == 1


def test_a_page_knows_the_next_one() -> None:
    rows = list(range(101))
    starts = [(page_from(rows, start)[0][0], page_from(rows, start)[1].following) for start in ("", "50", "100")]
    assert starts == [(0, 50), (50, 100), (100, 0)]
