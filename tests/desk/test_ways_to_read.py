"""Ada reads a draft as it was sent, with all that is proposed, with what changed since, and both texts side by side."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.database import counting_queries
from coalition.drafting.arranging_provisions import remove_provision
from tests.amendments import proposed
from tests.amendments.conftest import consulted, draft  # noqa: F401 -- fixtures
from tests.amendments.test_amendment_queries import hand_in
from tests.drafting.conftest import key_of

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation/draft/proposals?view={}"


async def _read(ada: httpx.AsyncClient, view: str, more: str = "") -> str:
    """Return the words of a page, with marks of what was inserted and deleted."""
    answer = await ada.get(HERE.format(view) + more)
    assert answer.status_code == 200
    main = answer.text.partition("<main")[2].partition("</main>")[0]
    marked = main.replace("<ins>", "[+").replace("</ins>", "+]").replace("<del>", "[-").replace("</del>", "-]")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", marked))


async def pages_of(browser: httpx.AsyncClient, address: str) -> list[str]:
    """Return all pages of a draft, in order."""
    pages, following = [], address
    while following:
        pages.append((await browser.get(following)).text)
        more = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        following = unescape(more[1]) if more else ""
    return pages


async def test_a_draft_is_read_in_five_ways(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    assert "It was not sent in a round yet" in await _read(ada, "original")
    links = await proposed.sessions(consulted, "ben", "cleo")
    await proposed.handed_in(links["ben"], await proposed.replacing(consulted, "1", "The parties meet twice."))
    await proposed.handed_in(links["cleo"], await proposed.replacing(consulted, "3", "The parties publish much."), disclosure="coordinators")
    await proposed.handed_in(links["cleo"], proposed.form("4. The parties part.", operation="new"))
    await proposed.decided(consulted, 1)
    await remove_provision(consulted, await key_of(consulted, "2"))
    original = await _read(ada, "original")
    assert "The parties meet." in original
    assert "twice" not in original
    difference = await _read(ada, "difference")
    assert "The parties meet[+ twice+]." in difference
    assert "[-2. The parties report:-]" in difference
    result = await _read(ada, "result")
    assert "The parties meet twice." in result
    assert "report" not in result
    both = await _read(ada, "side-by-side")
    assert both.index("The parties meet.") < both.index("The parties meet[+ twice+].")
    assert "It is not there any more." in both
    proposals = await _read(ada, "proposals")
    assert proposals == await _read(ada, "nonsense")
    assert proposals.index("Amendment 2: change the text · Party cleo") < proposals.index("The parties publish[+ much+].")
    assert proposals.index("At the end of the text") < proposals.index("[+The parties part.+]")
    assert "Amendment 1" not in proposals
    russian = await _read(ada, "proposals", "&language=ru")
    assert "Стороны встречаются." in russian
    assert "Amendment" not in russian.partition("Ways")[2]


async def test_a_page_takes_as_many_queries_for_many_proposals(ada: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    await proposed.sessions(consulted)
    counts, begin = [], 1
    for end in (4, 301):
        await hand_in(consulted, begin, end)
        begin = end
        await _read(ada, "proposals")  # what a process remembers
        with counting_queries() as counted:
            await _read(ada, "proposals")
        counts.append(counted.count)
    assert counts[0] == counts[1], counts
    pages = await pages_of(ada, HERE.format("proposals"))
    assert sorted(int(number) for page in pages for number in re.findall(r">Amendment (\d+)</a>", page)) == [*range(1, 301)]
    assert max(page.count(">Amendment ") for page in pages) < 80
