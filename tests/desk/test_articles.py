"""Ada writes articles, looks at them as everybody will read them, publishes, changes and withdraws them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from coalition import trail
from coalition.approvals import changing
from coalition.approvals.made import Made
from coalition.approvals.queries import waiting_about
from coalition.articles import queries
from coalition.articles.consent_queries import consents_of
from coalition.articles.linked_record_queries import base_of_row
from tests import factories
from tests.desk.conftest import send, send_seen, send_sure

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/en/desk/articles"
TYPED: dict[str, Any] = {
    "slug": "a-story",
    "kind": "news",
    "on": "2013-04-30",
    "source_name": "Freedom Files",
    "source_url": "https://example.org/news",
    "texts-0-language": "en",
    "texts-0-title": "They met in Kyiv",
    "texts-0-summary": "They agreed.",
    "texts-0-body": "# What they said\n\nThey **agreed** <script>alert(1)</script>",
    "texts-1-language": "ru",
    "texts-1-title": "Они встретились в Киеве",
}


async def test_an_article_is_written_shown_published_and_withdrawn(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.organisation("alpha", "Alpha")
    await factories.forum()
    assert "No article yet" in (await ada.get(HERE)).text
    links = {"organisations": ["ALPHA", ""], "forums": ["Forum of Central Asian human rights organisations", "Nowhere"]}
    wrong = await send(ada, HERE, TYPED | links | {"source_url": "nothing", "on": "2999"})
    assert wrong.status_code == 422
    for sentence in ("Nothing here is called Nowhere.", "Write a web address that begins with https://.", "They met in Kyiv", 'value="ALPHA"'):
        assert sentence in wrong.text, sentence
    done = await send(ada, HERE, TYPED | links | {"forums": ["kyiv-2013"]})
    assert (done.status_code, done.headers["Location"]) == (303, f"{HERE}/a-story?done=created")
    assert (await send(ada, HERE, TYPED)).status_code == 422
    assert (await cleo.get("/en/articles/a-story")).status_code == 404
    page = (await ada.get(f"{HERE}/a-story/publication")).text
    assert ("&lt;script&gt;" in page, "<script>" in page, page.count("They met in Kyiv") > 3, "Они встретились" in page) == (True, False, True, True)
    base = re.search(r'name="base" value="(\w+)"', page)
    assert base
    assert "Tick the box" in (await send(ada, f"{HERE}/a-story/publication", {"base": base[1]})).text
    late = await send(ada, f"{HERE}/a-story/publication", {"base": "x" * 32, "confirmed": "yes"})
    assert "Somebody changed the article after you read it." in late.text
    done = await send(ada, f"{HERE}/a-story/publication", {"base": base[1], "confirmed": "yes"})
    assert done.headers["Location"] == f"{HERE}/a-story?done=article_published"
    public = (await cleo.get("/ru/articles/a-story")).text
    assert ("Они встретились" in public, "Alpha" in public, 'href="https://example.org/news"' in public) == (True, True, True)
    assert "published" in (await ada.get(f"{HERE}?state=published")).text
    assert (await send_sure(ada, f"{HERE}/a-story/publication/removal")).headers["Location"] == f"{HERE}/a-story?done=article_withdrawn"
    gone = await cleo.get("/ru/articles/a-story")
    assert (gone.status_code, "встретились" in gone.text) == (410, False)


async def test_a_change_that_everybody_reads_is_shown_first(ada: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    row = await factories.article(published=True)
    one = f"{HERE}/{row.slug}"
    mark = re.search(r'name="mark" value="(\w+)"', (await ada.get(one)).text)
    assert mark
    fields = TYPED | {"mark": mark[1], "texts-0-title": "Another title"}
    assert "Another title" not in (await cleo.get("/en/articles/a-story")).text
    assert (await send_seen(ada, one, fields)).headers["Location"] == f"{one}?done=saved"
    public = (await cleo.get("/en/articles/a-story")).text
    assert ("Another title" in public, "Changed on" in public) == (True, True)
    late = await send(ada, one, fields | {"texts-0-title": "A third title"})
    assert (late.status_code, "A third title" in late.text, "What is saved now" in late.text) == (409, True, True)


async def test_a_consent_that_is_taken_back_withdraws_what_another_published(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, cleo: httpx.AsyncClient
) -> None:
    row = await factories.article(kind="story")
    one = f"{HERE}/{row.slug}"
    refused = await send(ada, f"{one}/publication", {"confirmed": "yes", "base": ""})
    assert refused.status_code == 409
    page = (await ada.get(f"{one}/publication")).text
    base = re.search(r'name="base" value="(\w+)"', page)
    assert base
    refused = await send(ada, f"{one}/publication", {"confirmed": "yes", "base": base[1]})
    assert "consent is on record" in refused.text
    person = {"label": "Aigul", "agreed": "2026-01", "means": "a signed paper", "purpose": "her first name"}
    wrong = await send(ada, f"{one}/consents", person | {"purpose": ""})
    assert (wrong.status_code, "Write to what they agreed." in wrong.text, 'value="Aigul"' in wrong.text) == (422, True, True)
    assert (await send(ada, f"{one}/consents", person)).headers["Location"] == f"{one}/consents?done=consent_recorded"
    assert (await send(ada, f"{one}/publication", {"confirmed": "yes", "base": base[1]})).status_code == 303
    public = (await cleo.get("/en/articles/a-story")).text
    assert ("Organisations met" in public, "Aigul" in public) == (True, False)
    [consent] = await consents_of(row.id)
    assert "Aigul" in (await dina.get(f"{one}/consents")).text
    done = await send_sure(dina, f"{one}/consents/{consent.id}/end")
    assert done.headers["Location"] == f"{one}/consents?done=consent_taken_back"
    assert (await cleo.get("/en/articles/a-story")).status_code == 410
    done = await send_sure(dina, f"{one}/consents/{consent.id}/removal")
    assert (done.status_code, await consents_of(row.id)) == (303, [])


async def test_the_second_coordinator_sees_the_picture(dina: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.forum("careful-forum", risk_profile="careful")
    row = await factories.article(forums=["careful-forum"])
    await factories.picture(row)
    row = await queries.by_id(row.id)
    assert row
    with trail.acting(trail.Actor(trail.ActorKind.DESK, ada_account.id, session="Ada's session")):
        assert await changing.publish(row, await base_of_row(row), ada_account) is Made.ASKED
    [waiting] = await waiting_about(f"article:{row.id}")
    page = (await dina.get(f"/en/desk/approvals/{waiting.id}")).text
    shown = re.search(r'<img src="([^"]+)" alt="A grey field.">', page)
    assert shown, page
    picture = await dina.get(shown[1])
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
