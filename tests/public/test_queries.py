"""A page asks as many questions for fifty lines as for one."""

from __future__ import annotations

import pytest

from coalition.database import counting_queries
from tests import factories

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]


async def _asked(browser, address):
    with counting_queries() as count:
        answer = await browser.get(address)
    assert (address, answer.status_code) == (address, 200)
    return count.count


async def _grow(ada_account, number):
    """Add memoranda, each with its forum, and to the first one signatories."""
    for at in range(number):
        slug = f"grown-{number}-{at}"
        one = await factories.organisation(slug, f"Organisation {slug}", email="")
        present = [{"organisation": slug, "role": "convener"}]
        await factories.forum(slug, organisations=present)
        memorandum = await factories.opened(ada_account, slug, forum=slug)
        await factories.signed(memorandum, one)


LISTS = ("/en/", "/en/forums", "/en/memoranda", "/en/organisations", "/en/notifications", "/feeds/notifications.atom", "/sitemap.xml")


async def test_lists_need_the_same_number_of_queries_for_one_and_for_many(cleo, ada_account):
    await _grow(ada_account, 1)
    one = {address: await _asked(cleo, address) for address in LISTS}
    await _grow(ada_account, 20)
    assert {address: await _asked(cleo, address) for address in LISTS} == one


async def test_pages_of_a_memorandum_need_the_same_number_of_queries_for_one_and_for_fifty(cleo, ada_account):
    memorandum = await factories.opened(ada_account)
    pages = (
        "/en/memoranda/cooperation",
        "/en/memoranda/cooperation/signatories",
        "/en/memoranda/cooperation/compare",
        "/memoranda/cooperation.json",
        "/memoranda/cooperation.csv",
        "/feeds/memoranda/cooperation.atom",
        "/en/notifications?memorandum=cooperation",
    )
    await factories.signed(memorandum, await factories.organisation("first", "First", email=""))
    one = {address: await _asked(cleo, address) for address in pages}
    for at in range(49):
        await factories.signed(memorandum, await factories.organisation(f"one-{at}", email=""))
    assert {address: await _asked(cleo, address) for address in pages} == one


async def test_forum_and_organisation_need_the_same_number_of_queries_for_one_and_for_many(cleo, ada_account):
    one, other = await factories.organisation("one", "One"), await factories.organisation("many", "Many")
    small = await factories.forum("small", organisations=[{"organisation": "one", "role": "participant"}])
    crowd = [(await factories.organisation(f"crowd-{at}", email="")).slug for at in range(20)]
    everyone = [{"organisation": slug, "role": "participant"} for slug in ("many", *crowd)]
    large = await factories.forum("large", organisations=everyone)
    await factories.signed(await factories.opened(ada_account, "small", forum=small.slug), one)
    for at in range(5):
        await factories.signed(await factories.opened(ada_account, f"large-{at}", forum=large.slug), other)
    assert await _asked(cleo, "/en/forums/large") == await _asked(cleo, "/en/forums/small")
    assert await _asked(cleo, "/en/organisations/many") == await _asked(cleo, "/en/organisations/one")
