"""Of a list that is too high for a phone, the first lines stand there; each other line is on a page that a link leads to, and on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from coalition import clock
from coalition.database import counting_queries
from coalition.jobs.worker import run_due
from coalition.public.memoranda import memoranda, phone_pages, signatories
from coalition.published import list_heights
from tests import factories
from tests.mutants import mutated
from tests.public.reading import words
from tests.public.test_long_lists import PAGE, link, past, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
NARROW = 700  # pixels: a few lines


def on_a_phone(page: str) -> list[str]:
    """Return the address names of the lines of a list that a phone shows."""
    found = re.findall(r'<tr id="party-([\w-]+)"(?: class="([^"]*)")?>', page)
    return [slug for slug, classes in found if "beyond" not in classes.split()]


def in_the_page(page: str) -> list[str]:
    """Return the address names of all lines of a list, which wider screens and paper show."""
    return re.findall(r'<tr id="party-([\w-]+)"', page)


def next_on_a_phone(page: str) -> str | None:
    """Return the address of the next page of the list for a phone: where lines of this page follow, another one than for wider screens."""
    pagers = re.findall(r'<nav class="pager([^"]*)"[^>]*>(.*?)</nav>', page.partition('id="earlier"')[0], re.DOTALL)
    shown = [body for classes, body in pagers if "beyond" not in classes]
    return link(shown[0], "Next page") if shown else None


async def read_on_a_phone(cleo: httpx.AsyncClient, address: str) -> list[str]:
    """Follow the links that a phone shows from page to page; return the lines in their order."""
    read: list[str] = []
    following: str | None = address
    while following:
        page = (await cleo.get(following)).text
        read += on_a_phone(page)
        assert len(read) <= 200, "the pages have no end"
        following = next_on_a_phone(page)
    return read


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave room for a few lines on a phone."""
    monkeypatch.setattr(signatories, "A_PAGE", NARROW)
    monkeypatch.setattr(memoranda, "BESIDE_TEXT", NARROW)


def slugs(numbers: Sequence[int]) -> list[str]:
    return [f"party-{number:03}" for number in numbers]


async def check_a_phone_reads_everything(cleo: httpx.AsyncClient, memorandum: Memorandum) -> None:
    """Check that a phone reads each line once, today, as at a past day and of a narrowed list, and that a cited line is on its page."""
    await signed(memorandum, range(53))
    await signed(memorandum, range(60, 64), kind="support")
    everything = slugs([*range(53), *range(60, 64)])
    for asked in ("", "?at=2014-01-01", "?q=party", "?at=2014-01-01&q=party", "?country=KZ"):
        assert (asked, await read_on_a_phone(cleo, PAGE + asked)) == (asked, everything)
    for cited in everything[::9]:
        page = (await cleo.get(f"{PAGE}?line={cited}")).text
        assert cited in on_a_phone(page)
        assert await read_on_a_phone(cleo, f"{PAGE}?line={cited}") == everything[everything.index(on_a_phone(page)[0]) :]


async def test_a_phone_reads_every_line(cleo: httpx.AsyncClient, store: str, narrow: None) -> None:
    assert (store, narrow) == (store, None)
    await check_a_phone_reads_everything(cleo, await past())
    page = (await cleo.get(PAGE)).text
    assert (len(in_the_page(page)), 3 < len(on_a_phone(page)) < 12) == (50, True), "paper and wider screens have the whole page"
    assert "Lines 1–50 of 57, in the order of names." in words(page)
    assert f"Lines 1–{len(on_a_phone(page))} of 57, in the order of names." in words(page)
    assert f"The whole list: http://127.0.0.1:8000{PAGE}?at={clock.today()}" in words(page), "on paper"
    following = (await cleo.get(next_on_a_phone(page) or "")).text
    assert f"Lines {len(on_a_phone(page)) + 1}–" in words(following)
    assert following.count(f'<a href="{PAGE}#list">First page</a>') == 2


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("place_in(shown[-1], language)", "place_in(following[0], language)"),
        ("if at >= end:", "if False:"),
        ("return max(number, min(1, len(heights)))", "return number + 1"),
    ],
)
async def test_a_build_that_loses_a_line_is_caught(
    cleo: httpx.AsyncClient, store: str, narrow: None, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str
) -> None:
    assert (store, narrow) == (store, None)
    build = mutated(list_heights if "number" in wrong else phone_pages, right, wrong)
    if "number" in wrong:
        assert build["fitting"]([10, 10], 10) != 1
        return
    monkeypatch.setattr(signatories, "on_phones", build["on_phones"])
    with pytest.raises(AssertionError):
        await check_a_phone_reads_everything(cleo, await past())


async def test_a_list_below_a_text_leads_to_the_others(cleo: httpx.AsyncClient, store: str, narrow: None) -> None:
    assert (store, narrow) == (store, None)
    await signed(await past(), range(30))
    page = (await cleo.get("/en/memoranda/past")).text
    assert in_the_page(page) == slugs(range(30))
    first = on_a_phone(page)
    assert (first, 3 < len(first) < 12) == (slugs(range(30))[: len(first)], True)
    assert f'<p class="actions on-phones"><a class="button" href="{PAGE}">All 30 lines of the list</a></p>' in page
    assert "The whole list:" not in page, "it is all on paper"
    assert on_a_phone((await cleo.get(PAGE)).text) == first, "the list begins again on its page"
    notes = re.findall(r'<p class="(hint[^"]*)" id="line-note-(\d+)"', page)
    assert {classes for classes, _ in notes} <= {"hint", "hint beyond"}


async def test_a_short_list_is_whole_everywhere(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    await signed(await past(), range(12))
    for address in ("/en/memoranda/past", PAGE):
        page = (await cleo.get(address)).text
        assert (on_a_phone(page), "on-phones" in page) == (slugs(range(12)), False)


async def test_two_days_are_compared_in_parts(cleo: httpx.AsyncClient, store: str, narrow: None) -> None:
    assert (store, narrow) == (store, None)
    await signed(await past(), range(40))
    compared = f"{PAGE}?at=2012-12-31&compare=2014-01-01"
    first = (await cleo.get(compared)).text
    assert ("Joined since" in words(first), len(on_a_phone(first))) == (True, 1), "beside the changes, the list begins"
    assert await read_on_a_phone(cleo, compared) == slugs(range(40))
    following = (await cleo.get(next_on_a_phone(first) or "")).text
    assert ("Joined since" in words(following), '<span class="chip">added</span>' in following) == (False, True)
    back = re.search(r'href="([^"]*)">What came about between the two days', following)
    assert back
    assert "Joined since" in words((await cleo.get(unescape(back[1]))).text)
    on = link(first, r"and \d+ further")
    assert on
    assert "Joined since" in words((await cleo.get(on)).text), "the sums stand above the lines of a change"


@pytest.mark.sqlite_only
async def test_descriptions_stand_at_the_end_of_their_part(
    cleo: httpx.AsyncClient, ada_account: Coordinator, narrow: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert narrow is None
    with clock.shifted(-timedelta(days=60)):
        await factories.listed(30)
        memorandum = await factories.opened(ada_account, days=30)
        for at in range(12):
            await factories.signed(memorandum, await factories.organisation(f"open-{at:02}", email="b@example.org"))
        for at in range(3):
            organisation = await factories.organisation(f"hidden-{at}")
            await factories.signed(memorandum, organisation, disclosure="described", description=f"A newspaper in city {at}")
    await run_due()
    here = "/en/memoranda/cooperation/signatories"
    monkeypatch.setattr(phone_pages, "DESCRIBED", 2)
    monkeypatch.setattr(signatories, "on_phones", lambda *given: replace(phone_pages.on_phones(*given), described=2))
    pages, following = list[str](), here
    while following:
        pages.append((await cleo.get(following)).text)
        following = next_on_a_phone(pages[-1]) or ""
    shown = [re.findall(r"<tr>\s*<th scope=\"row\"><bdi>(A newspaper in city \d)", page) for page in pages]
    assert (shown[:-1], shown[-1]) == ([[]] * (len(pages) - 1), ["A newspaper in city 0", "A newspaper in city 1"])
    assert "A newspaper in city 2" in pages[-1], "on paper and on wider screens they are on the page"
    on_phones = re.search(r'<tr class="on-phones">.*?</tr>', pages[-1], re.DOTALL)
    assert on_phones
    assert "1 further organisation" in on_phones[0], "it is in the number of those that are not named"


@pytest.mark.sqlite_only
async def test_a_phone_asks_no_further_question(cleo: httpx.AsyncClient, store: str) -> None:
    assert store
    few, many = await past("few"), await past("many")
    await signed(few, range(2))
    await signed(many, range(40))
    numbers = []
    for slug in ("few", "many"):
        with counting_queries() as count:
            await cleo.get(f"/en/memoranda/{slug}/signatories")
        numbers.append(count.count)
    assert numbers[0] == numbers[1]
