"""No public page grows with the register: lists are shown by pages, which words narrow."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from coalition.database import counting_queries
from coalition.public.forums import forums
from coalition.public.memoranda import edition_lists, memoranda
from coalition.published import forum_record, network_record, organisation_record
from tests import factories
from tests.mutants import mutated
from tests.public.reading import links

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
MOST_BYTES = 150_000


async def page_of(cleo: httpx.AsyncClient, address: str) -> str:
    """Return a page, which is within the bound."""
    answer = await cleo.get(address)
    assert (address, answer.status_code, len(answer.content) < MOST_BYTES) == (address, 200, True)
    return answer.text.partition("<main")[2]


async def all_pages(cleo: httpx.AsyncClient, address: str, part: str, noun: str) -> list[list[str]]:
    """Return the last parts of the addresses that each page of a list leads to, from the page at an address to the last."""
    pages, begins, following = list[list[str]](), {""}, [address]
    while following:
        shown = [link.partition("#")[0] for link in links(await page_of(cleo, following.pop(0)))]
        pages.append([link.rpartition("/")[2] for link in shown if link.startswith(f"/en/{noun}/") and "?" not in link])
        for link in shown:
            if link.startswith(address.partition("?")[0] + "?") and begin(link, part) not in begins:
                begins.add(begin(link, part))
                following.append(link)
    return pages


def begin(address: str, part: str) -> str:
    """Return where a page of a list begins."""
    return next(iter(parse_qs(urlsplit(address).query).get(part, ())), "")


async def busy(ada: Coordinator, number: int) -> None:
    """Add an organisation with so many memoranda and forums."""
    organisation = await factories.organisation("busy", "Busy")
    for at in range(number):
        slug = f"text-{at:02}"
        await factories.forum(slug, organisations=[{"organisation": "busy", "role": "convener"}])
        await factories.signed(await factories.opened(ada, slug, symbol=f"BUSY/{at}", forum=slug), organisation)


async def check_pages_of_an_organisation(cleo: httpx.AsyncClient, ada: Coordinator) -> None:
    await busy(ada, organisation_record.AT_ONCE + 3)
    here, everything = "/en/organisations/busy", sorted(f"text-{at:02}" for at in range(organisation_record.AT_ONCE + 3))
    for part, noun in (("acts", "memoranda"), ("forums", "forums")):
        pages = await all_pages(cleo, here, part, noun)
        assert ([len(page) for page in pages], sorted(chain(*pages))) == ([organisation_record.AT_ONCE, 3], everything)


async def test_an_organisation_shows_what_it_signed_and_its_forums_by_pages(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await check_pages_of_an_organisation(cleo, ada_account)
    assert await all_pages(cleo, "/en/organisations/busy?q=busy/7", "acts", "memoranda") == [["text-07"]]
    with counting_queries() as count:
        await page_of(cleo, "/ru/organisations/busy")
    many = count.count
    await factories.signed(await factories.opened(ada_account, "other"), await factories.organisation("calm", "Calm"))
    await factories.forum("other", organisations=[{"organisation": "calm", "role": "convener"}])
    with counting_queries() as count:
        await page_of(cleo, "/ru/organisations/calm")
    assert count.count == many


@pytest.mark.sqlite_only
async def test_a_build_that_shows_everything_at_once_is_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = mutated(organisation_record, "if len(following) <= number:", "if following:")
    monkeypatch.setattr(organisation_record, "_page", wrong["_page"])
    with pytest.raises(AssertionError):
        await check_pages_of_an_organisation(cleo, ada_account)


async def test_a_network_shows_its_members_and_what_they_signed_by_pages(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    slugs = [f"member-{at:02}" for at in range(network_record.AT_ONCE + 3)]
    members = [await factories.organisation(slug, f"Member {slug}") for slug in slugs]
    net = await factories.network("net", slugs)
    opened = [await factories.opened(ada_account, f"text-{at}") for at in range(network_record.MEMORANDA_AT_ONCE + 2)]
    for memorandum in opened:
        await factories.signed(memorandum, net)
    for member in members:
        await factories.signed(opened[0], member)
    page = (await page_of(cleo, "/en/networks/net?memorandum=text-0")).partition('id="members"')
    assert ([len(re.findall("/en/organisations/member", part)) for part in (page[0], page[2])]) == [network_record.AT_ONCE] * 2
    pages = await all_pages(cleo, "/en/networks/net", "after", "organisations")
    assert set(slugs) <= set(chain(*pages))
    signed = await all_pages(cleo, "/en/networks/net", "memoranda", "memoranda")
    assert {f"text-{at}" for at in range(len(opened))} <= set(chain(*signed))


async def test_a_forum_shows_its_memoranda_and_who_took_part_by_pages(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    slugs = [(await factories.organisation(f"part-{at:02}", f"Part {at}", email="")).slug for at in range(forum_record.MOST_PARTS + 2)]
    await factories.forum("large", organisations=[{"organisation": slug, "role": "participant"} for slug in slugs])
    texts = [f"text-{at:02}" for at in range(forums.MEMORANDA_AT_ONCE + 2)]
    for at, slug in enumerate(texts):
        await factories.opened(ada_account, slug, symbol=f"LARGE/{at}", forum="large")
    lists = [("memoranda", "memoranda", texts, forums.MEMORANDA_AT_ONCE), ("after", "organisations", slugs, forum_record.MOST_PARTS)]
    for part, noun, everything, first in lists:
        pages = await all_pages(cleo, "/en/forums/large", part, noun)
        assert (len(pages[0]), set(chain(*pages))) == (first, set(everything))
    narrowed = await page_of(cleo, "/en/forums/large?q=large/7")
    assert ("text-07" in narrowed, "text-08" in narrowed, "No organisation found" in narrowed) == (True, False, True)
    narrowed = await page_of(cleo, "/en/forums/large?q=part 7")
    assert ("part-07" in narrowed, "part-08" in narrowed, "No memorandum matches" in narrowed) == (True, False, True)


async def test_the_list_of_memoranda_has_pages_of_25(cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    assert memoranda.AT_ONCE <= 25
    monkeypatch.setattr(memoranda, "AT_ONCE", 3)
    for at in range(5):
        await factories.opened(ada_account, f"text-{at}")
    pages = await all_pages(cleo, "/en/memoranda", "after", "memoranda")
    assert ([len(page) for page in pages], len(set(chain(*pages)))) == ([3, 2], 5)


async def test_editions_and_corrections_are_shown_by_pages(
    cleo: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edition_lists, "EDITIONS_AT_ONCE", 2)
    monkeypatch.setattr(edition_lists, "CORRECTIONS_AT_ONCE", 2)
    memorandum, here = await factories.opened(ada_account), "/en/memoranda/cooperation/editions"
    for at in range(2):
        await factories.superseded(await factories.reloaded(memorandum), old="2.2 ", new=f"2.2 Round {at}: ")
    for words in ("2.1 об общих приоритетах, трижды в год;", "2.2 о неотложных делах, сразу.", "1. Стороны продолжают работу."):
        provision = f"p{words.partition(' ')[0].rstrip('.')}"
        await factories.correction(await factories.reloaded(memorandum), provision=provision, after=words)
    shown = await all_pages(cleo, here, "after", "memoranda/cooperation/editions")
    assert shown[0][:3] == ["3", "changes", "2"]
    assert [page for page in shown if "1" in page[:2]] == [["1"]]
    pages = await all_pages(cleo, here, "corrections", "memoranda/cooperation/corrections")
    assert (["3", "2"] in pages, ["1"] in pages) == (True, True)
    assert (await cleo.get(f"{here}?after=x")).status_code == 404
