"""One field finds memoranda by provision, organisations, forums and notifications, on a page and in the API; what was found is marked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from coalition.database import counting_queries
from coalition.memoranda.searched_memoranda import rebuild_memorandum_search
from coalition.results.results import Asked, grouped
from coalition.search import query_terms
from coalition.search.everywhere import search_everywhere
from coalition.search.tables import SearchEntry, Section
from tests import factories
from tests.public.reading import links, words
from tests.search.everywhere.corpus import memorandum, record_corpus

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
WATER = {
    "en": {"title": "Declaration on rivers", "body": "1. Water is a right of <everybody> & all.\n\n2. Rivers are watched."},
    "ar": {"title": "إعلان الأنهار", "body": "1. المياه حق للجميع.\n\n2. تُراقب الأنهار."},
}


async def main_of(cleo: httpx.AsyncClient, path: str) -> str:
    answer = await cleo.get(path)
    assert answer.status_code == 200, path
    assert "set-cookie" not in answer.headers
    return answer.text.partition("<main")[2].partition("</main>")[0]


async def test_results_stand_by_kind_with_passages_and_marks(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await memorandum(ada_account, "rivers", {**WATER, "en": {**WATER["en"], "body": WATER["en"]["body"].replace("<everybody>", "everybody")}})
    await factories.organisation("rivers-watch", names=[_name("en", "Watch of Rivers", primary=True), _name("ar", "مراقبة الأنهار")])
    await factories.forum(texts=[{"language": "en", "title": "Forum on rivers", "summary": "Who watches them."}])
    page = await main_of(cleo, "/en/search?q=rivres")
    assert re.findall("<h2>([^<]*)</h2>", page)[-1] == "Notifications"
    assert {"Memoranda", "Organisations", "Forums"} <= set(re.findall("<h2>([^<]*)</h2>", page))
    assert "Declaration on <mark>rivers</mark>" in page
    assert '<a href="/en/memoranda/rivers?text=en#p2">Provision 2</a><p lang="en" dir="ltr"><mark>Rivers</mark> are watched.' in page
    assert "also: مراقبة <mark>الأنهار</mark>" in _without_elements(await main_of(cleo, "/en/search?q=" + quote("انهار") + "&kind=organisation"))
    assert "rivers-watch" not in await main_of(cleo, "/en/search?q=rivers&kind=memorandum")
    found = await main_of(cleo, "/en/search?q=" + quote("المياه حق"))
    assert '<p lang="ar" dir="rtl"><mark>المياه</mark> <mark>حق</mark>' in found
    assert "text=ar#p1" in found
    assert "<section>" not in await main_of(cleo, "/en/search?q=water&language=ar")


async def test_networks_are_a_kind_of_their_own_and_lead_to_their_members(cleo: httpx.AsyncClient) -> None:
    for at in range(4):
        await factories.network(f"union-{at}", names=[_name("en", f"Union of Wardens {at}", primary=True), _name("ar", f"اتحاد الحراس {at}")])
    await factories.organisation("wardens", "School of Wardens")
    await factories.network("hushed", name="Hushed Union of Wardens", listed=False)
    found = await main_of(cleo, "/en/search?q=wardens+union&kind=network")
    assert re.findall('<h3><a href="([^"]*)"', found) == [f"/en/networks/union-{at}" for at in range(4)]
    assert "/en/networks/" not in await main_of(cleo, "/en/search?q=wardens+union")
    assert "/en/organisations/union-1" in await main_of(cleo, "/en/search?q=wardens+union")
    other = _without_elements(await main_of(cleo, "/en/search?kind=network&q=" + quote("الحراس")))
    assert "also: اتحاد <mark>الحراس</mark> 0" in other
    assert len(re.findall("<h3>", await main_of(cleo, "/en/search?q=wordens&kind=network"))) == 4
    assert "<section>" not in await main_of(cleo, "/en/search?q=wardens&kind=network&language=ru")
    address, slugs = "/api/v1/search?q=wardens&kind=network&limit=3", []
    while address:
        answer = await cleo.get(address)
        slugs += [result["slug"] for result in answer.json()["results"]]
        assert {result["kind"] for result in answer.json()["results"]} == {"network"}
        address = answer.links.get("next", {}).get("url", "")
    assert slugs == [f"union-{at}" for at in range(4)]


async def test_every_page_has_the_field_and_an_empty_search_helps(cleo: httpx.AsyncClient) -> None:
    for path in ("/en/", "/ar/memoranda", "/ru/about", "/nb/search"):
        head = (await cleo.get(path)).text.partition("<main")[0]
        assert re.search(rf'<form class="seek" role="search"[^>]* method="get" action="{path[:3]}/search">', head), path
    assert "/en/memoranda" in links(await main_of(cleo, "/en/search"))
    nothing = words((await cleo.get("/en/search?q=zzzz")).text)
    assert "Nothing found" in nothing
    assert "Try fewer words" in nothing
    for wrong in ("kind=person", "language=nowhere", "after=-1", "after=x"):
        assert (await cleo.get(f"/en/search?q=a&{wrong}")).status_code == 404, wrong


async def test_programs_read_all_pages_of_results(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await memorandum(ada_account, "rivers", {**WATER, "en": {**WATER["en"], "body": "1. Water & rivers.\n\n2. Watched."}})
    for number in range(5):
        await factories.organisation(f"rivers-{number}", f"Rivers {number}")
    found: list[dict[str, Any]] = []
    address = "/api/v1/search?q=rivers&limit=2"
    while address:
        answer = await cleo.get(address)
        found += answer.json()["results"]
        after = answer.json()["next"]
        assert (after is not None) is ("next" in answer.links)
        address = answer.links["next"]["url"] if after else ""
    assert [each["kind"] for each in found] == ["organisation"] * 5 + ["memorandum"] + ["notification"] * 2
    text = next(each for each in found if each["kind"] == "memorandum")
    assert text["passages"] == [{"provision": "p1", "language": "en", "html": "Water &amp; <mark>rivers</mark>."}]
    assert text["url"] == "/en/memoranda/rivers"
    assert len({(each["kind"], each["slug"]) for each in found}) == 8
    one = (await cleo.get("/api/v1/search?q=" + quote("الأنهار") + "&kind=memorandum&language=ar")).json()["results"]
    assert [(each["title"], each["url"]) for each in one] == [("إعلان الأنهار", "/ar/memoranda/rivers")]
    assert (await cleo.get("/api/v1/search?q=a&after=x")).status_code == 422
    assert (await cleo.get("/api/v1/search")).json() == {"results": [], "next": None}


async def test_whole_words_stand_before_beginnings_parts_and_near_words_and_names_before_texts(store: str, ada_account: Coordinator) -> None:
    await memorandum(ada_account, "other", {"en": {"title": "A statement", "body": "1. A harbour for everybody.\n\n2. Nothing else."}})
    for slug, name in {"near": "Harbor", "part": "Boatharbour", "beginning": "Harbourside", "whole": "The harbour of Oslo"}.items():
        await factories.organisation(slug, name)
    [group, _] = [each for each in await grouped(Asked("harbour"), "en", 10) if each.results]
    assert [result.slug for result in group.results] == ["whole", "beginning", "part", "near"]
    matches = (await search_everywhere("harbour", list(Section))).matches
    assert [match.section for match in matches][:2] == [Section.ORGANISATION, Section.PROVISION]


async def test_the_number_of_statements_is_fixed(store: str, ada_account: Coordinator) -> None:
    await factories.organisation("first", "Harbour first")
    counts = []
    for number in range(3):
        await factories.organisation(f"more-{number}", f"Harbour {number}")
        with counting_queries() as counted:
            await grouped(Asked("harbour oslo"), "en", 10)
        counts.append(counted.count)
    assert len(set(counts)) == 1
    await record_corpus(ada_account)
    with counting_queries() as counted:
        await grouped(Asked("центр human rights"), "en", 10)
    assert counted.count <= 40


async def test_entries_that_are_lost_are_written_again(store: str, ada_account: Coordinator) -> None:
    row = await memorandum(ada_account, "rivers", {"ar": WATER["ar"]})
    before = await _entries()
    await SearchEntry.delete().where(SearchEntry.subject == row.id)
    for table in ("search_index_places", "search_index_keys", "search_word", "search_entry"):
        await SearchEntry.raw(f"DELETE FROM {table}")
    await rebuild_memorandum_search()
    assert await _entries() == before
    assert await rebuild_memorandum_search() == 0


async def test_a_query_of_many_words_or_none_is_answered(store: str) -> None:
    for query in ("", " ", "x" * 301, "word " * 50, "%_'\"\\", "\u2067", "... - !", "3", "a", "ا"):
        assert not (await search_everywhere(query, list(Section))).matches
    assert query_terms.MOST_WORDS <= 10


def _name(language: str, name: str, *, primary: bool = False) -> dict[str, Any]:
    return {"language": language, "name": name, "primary": primary}


def _without_elements(page: str) -> str:
    return re.sub(r"</?(?:bdi|small)[^>]*>", "", page)


async def _entries() -> list[tuple[Any, ...]]:
    rows = await SearchEntry.select(SearchEntry.section, SearchEntry.language, SearchEntry.place, SearchEntry.words, SearchEntry.text)
    return sorted(tuple(row.values()) for row in rows)


@pytest.mark.sqlite_only
async def test_without_words_the_page_leads_to_every_list(cleo: httpx.AsyncClient) -> None:
    page = (await cleo.get("/en/search")).text.partition("<main")[2]
    for name in ("memoranda", "organisations", "networks", "partners", "forums", "notifications"):
        assert f'href="/en/{name}"' in page
