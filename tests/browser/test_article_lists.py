"""Lists of articles with pictures: as high as a page may be on a phone, with room for each picture before it is there."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from coalition.articles.publishing_articles import publish_article, withdraw_article
from coalition.public.articles.articles import AT_ONCE
from tests import factories
from tests.browser.chromium import executable
from tests.browser.test_page_heights import HIGHEST, LONGEST_ARABIC, LONGEST_RUSSIAN, MOST_BYTES, heights

if TYPE_CHECKING:
    import httpx

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]
SUMMARY = "Организации встретились и договорились говорить одним голосом о защите тех, кому угрожает опасность. " * 4
NEWEST_FIRST = ("ru/articles", "ar/articles", "en/articles", "ru/articles?q=prava")


async def written(number: int, *, pictured: bool = True, long: bool = True) -> None:
    """Publish articles, the first half of them with the longest titles, all or every second one with a picture."""
    for at in range(number):
        titles = {"ru": LONGEST_RUSSIAN, "ar": LONGEST_ARABIC} if long and at % 2 else {"ru": "Права человека", "en": "They met"}
        texts = [{"language": code, "title": f"{title} {at}", "summary": SUMMARY if at % 3 else ""} for code, title in titles.items()]
        row = await factories.article(f"article-{at:03}", texts=texts, source={"name": "Freedom Files", "url": "https://news.example.org"})
        if pictured or at % 2:
            await factories.picture(row, seed=at)
        await publish_article(row)


@pytest.mark.parametrize("pictured", [True, False])
async def test_a_list_with_pictures_is_not_too_high_on_a_phone(cleo: httpx.AsyncClient, *, pictured: bool) -> None:
    if executable() is None:
        pytest.skip("Chromium is not installed; make browsers fetches it.")
    await written(AT_ONCE + 1, pictured=pictured)
    answers = {path: await cleo.get(f"/{path}") for path in NEWEST_FIRST}
    pages = {path: answer.content for path, answer in answers.items()}
    assert {path: len(page) for path, page in pages.items() if len(page) >= MOST_BYTES} == {}
    measured = await asyncio.to_thread(heights, pages)
    assert {path: height for path, height in measured.items() if height > HIGHEST} == {}
    await check_pictures(cleo, answers["en/articles"].text)


async def check_pictures(cleo: httpx.AsyncClient, page: str) -> None:
    """Check that each picture waits until it is near, has its size and no text of its own, and is there."""
    pictures = re.findall(r"<img [^>]*>", page.partition("<main")[2])
    assert pictures
    for picture in pictures:
        assert re.search(r' width="32" height="24" alt="" loading="lazy"', picture), picture
    [address] = re.findall(r'src="([^"]+)"', pictures[0])
    assert (await cleo.get(address)).headers["content-type"] == "image/jpeg"


async def test_the_list_forgets_the_picture_of_a_withdrawn_article(cleo: httpx.AsyncClient) -> None:
    row = await factories.article()
    digest = await factories.picture(row)
    await publish_article(row)
    assert digest in (await cleo.get("/en/articles")).text
    await withdraw_article(row)
    assert digest not in (await cleo.get("/en/articles")).text
