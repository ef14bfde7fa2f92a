"""What everybody reads of articles: in lists, on pages, in feeds, in the search and under what they are about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from coalition.acts.unlisting import amend_organisation
from coalition.articles import linked_record_queries, publishing_articles
from coalition.organisations.forms import OrganisationChange
from coalition.public.articles import articles
from tests import factories
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

TEXTS = [
    {"language": "en", "title": "Organisations met in Kyiv", "summary": "They agreed on a quokka.", "body": "## Where\n\nThey **met** there."},
    {"language": "ru", "title": "Встреча в Киеве", "summary": "Они договорились.", "body": ""},
]
PAGE = "/en/articles/a-story"
EVERYWHERE = ("/en/articles", "/en/organisations/alpha", "/en/forums/kyiv-2013", "/feeds/articles.atom", "/feeds/articles.json", "/sitemap.xml")
SEARCH = "/en/search?q=quokka"


async def published(**more: Any) -> Any:
    alpha = await factories.organisation("alpha", "Alpha Rights")
    await factories.forum()
    source = {"name": "Freedom Files", "url": "https://example.org/a"}
    row = await factories.article(texts=TEXTS, source=source, organisations=["alpha"], forums=["kyiv-2013"], published=True, **more)
    return alpha, row


async def test_an_article_stands_everywhere_and_its_language_is_named(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await published(memoranda=["cooperation"])
    for path in (*EVERYWHERE, "/en/memoranda/cooperation"):
        assert "a-story" in (await cleo.get(path)).text, path
    page = (await cleo.get(PAGE)).text
    for words in ("<h2", "<strong>met</strong>", "Alpha Rights", "/en/forums/kyiv-2013", "/en/memoranda/cooperation", 'href="https://example.org/a"'):
        assert words in page, words
    assert ("in this language" in page, "Changed on" in page) == (False, False)
    arabic = (await cleo.get("/ar/articles/a-story")).text
    assert ("Organisations met in Kyiv" in arabic, "المقال بهذه اللغة" in arabic) == (True, True)
    assert "Встреча в Киеве" in (await cleo.get(f"{PAGE}?text=ru")).text
    assert (await cleo.get(f"{PAGE}?text=nb")).status_code == 404
    assert "a-story" in (await cleo.get(SEARCH)).text
    found = (await cleo.get("/en/articles?q=vstrecha")).text
    assert ("a-story" in found, "No article matches" in (await cleo.get("/en/articles?q=zzzz")).text) == (True, True)
    assert (await cleo.get("/en/articles?kind=nothing")).status_code == 404
    assert (await cleo.get("/en/articles?organisation=nobody")).status_code == 404


async def test_the_list_is_paged_by_key(cleo: httpx.AsyncClient, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    monkeypatch.setattr(articles, "AT_ONCE", 2)
    for year in range(2001, 2006):
        await factories.article(f"of-{year}", on=str(year), published=True)
    path, slugs = "/en/articles", []
    while path:
        page = (await cleo.get(path)).text
        slugs += re.findall(r'href="/en/articles/(of-\d+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        path = following[1].replace("&amp;", "&") if following else ""
    assert slugs == [f"of-{year}" for year in range(2005, 2000, -1)]


async def test_an_organisation_that_is_not_listed_is_never_shown(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    alpha, _ = await published()
    assert "Alpha Rights" in (await cleo.get(PAGE)).text
    await amend_organisation(alpha, OrganisationChange(listed=False, listing_reason="It wishes so."))
    assert "Alpha Rights" not in (await cleo.get(PAGE)).text
    assert (await cleo.get("/en/articles?organisation=alpha")).status_code == 404


async def test_a_build_that_shows_every_organisation_is_noticed(cleo: httpx.AsyncClient, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(linked_record_queries, "visible_organisations(Viewer.EVERYBODY)", "visible_organisations(Viewer.COORDINATOR)")
    monkeypatch.setattr(articles, "public_article", wrong["public_article"])
    with pytest.raises(AssertionError):
        await test_an_organisation_that_is_not_listed_is_never_shown(cleo, store)


async def test_a_withdrawn_article_is_shown_by_no_cache(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    _, row = await published()
    for path in (PAGE, *EVERYWHERE, SEARCH):
        assert "a-story" in (await cleo.get(path)).text, path
    await publishing_articles.withdraw_article(row)
    gone = await cleo.get(PAGE)
    assert (gone.status_code, "Kyiv" in gone.text, "It was withdrawn from the public." in gone.text) == (410, False, True)
    for path in (*EVERYWHERE, SEARCH):
        assert "a-story" not in (await cleo.get(path)).text, path


async def test_a_build_that_leaves_a_withdrawn_article_in_the_cache_is_noticed(
    cleo: httpx.AsyncClient, store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(publishing_articles, "await pages_change()", "await pages_change(ARTICLES)")
    monkeypatch.setattr(publishing_articles, "withdraw_article", wrong["withdraw_article"])
    with pytest.raises(AssertionError):
        await test_a_withdrawn_article_is_shown_by_no_cache(cleo, store)
