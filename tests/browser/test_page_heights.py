"""Pages full of long names are at most 8,000 pixels high on a phone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from coalition import resources
from coalition.networks.forms import MembershipForm
from coalition.networks.recording_members import add_members
from coalition.public.forums import forums
from coalition.public.memoranda import memoranda
from coalition.published import forum_record, network_record, organisation_record
from tests import factories
from tests.browser.chromium import chromium, executable

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx
    from playwright.sync_api import Route

    from coalition.people.tables import Coordinator

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only, pytest.mark.xdist_group("browser")]
HIGHEST = 8000
NAME = "Международное партнерство за права человека и верховенство права в странах региона, {}"
TITLE = "Заявление участников форума о защите свободы собраний и о положении правозащитников, {}"
PAGES = ("organisations/busy", "networks/busy", "networks/busy?memorandum=text-0", "forums/busy", "memoranda", "memoranda/text-0/editions")
HOST = "http://pages.example"


async def fill(ada: Coordinator) -> None:
    """Record a network that signed as many texts, took part in as many forums, and has as many members, as no page shows at once."""
    number = max(memoranda.AT_ONCE, forum_record.MOST_PARTS, network_record.AT_ONCE, organisation_record.AT_ONCE, forums.MEMORANDA_AT_ONCE) + 1
    slugs = [f"member-{at}" for at in range(number)]
    members = [await factories.organisation(slug, language="ru", name=NAME.format(at), email="") for at, slug in enumerate(slugs)]
    network = await factories.network("busy", language="ru", name=NAME.format("сеть"))
    await add_members(network, [MembershipForm.parse({"organisation": slug, "since": "2013-02"}) for slug in slugs])
    parts = [{"organisation": slug, "role": "participant"} for slug in ("busy", *slugs)]
    for at in range(number):
        texts = [{"language": "ru", "title": TITLE.format(at), "summary": ""}]
        await factories.forum("busy" if not at else f"forum-{at}", texts=texts, organisations=parts if not at else parts[:1])
        memorandum = await factories.opened(ada, f"text-{at}", symbol=f"FORUM/2026/{at}", forum="busy")
        await factories.signed(memorandum, network)
        for member in members[: number // 2] if not at else ():
            await factories.signed(memorandum, member)


def heights(pages: Mapping[str, bytes]) -> dict[str, int]:
    """Return how high pages are on a phone."""

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(f"{HOST}/")
        if path in pages:
            route.fulfill(body=pages[path], content_type="text/html; charset=utf-8")
        elif path.endswith(".css"):
            route.fulfill(path=resources.STATIC / "coalition.css", content_type="text/css")
        else:
            route.abort()

    with chromium() as browser:
        page = browser.new_page(viewport={"width": 360, "height": 900})
        page.route("**/*", answer)
        measured = {}
        for path in pages:
            page.goto(f"{HOST}/{path}")
            measured[path] = page.evaluate("document.documentElement.scrollHeight")
    return measured


async def test_a_full_page_is_not_too_high_on_a_phone(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    if executable() is None:
        pytest.skip("Chromium is not installed; make browsers fetches it.")
    await fill(ada_account)
    addresses = [f"{language}/{path}" for language in ("ru", "ar") for path in PAGES]
    pages = {path: (await cleo.get(f"/{path}")).content for path in addresses}
    assert all(b'<link rel="stylesheet"' in page for page in pages.values())
    measured = await asyncio.to_thread(heights, pages)
    assert {path: height for path, height in measured.items() if height > HIGHEST} == {}
