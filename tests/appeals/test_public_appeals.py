"""What everybody reads of appeals: open ones first, then ended ones with their outcome, and the name of a person nowhere but on the page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition.appeals.person_consents import take_consent_back
from coalition.database import counting_queries
from coalition.deliveries.entering_entries import enter
from coalition.languages import date_text
from coalition.memoranda.opening import close
from coalition.memoranda.taking_forms import WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from coalition.public.appeals import appeal_feeds, appeals
from tests import factories
from tests.appeals import appealed
from tests.deliveries import told
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

LIST = "/en/appeals"
FEEDS = ("/feeds/appeals.atom", "/feeds/appeals.json?lang=ru")
COPIED = (*FEEDS, "/memoranda/named.ics", "/en/search?q=lawyer", "/ru/search?q=адвокат", LIST, "/ru/appeals", "/en/", "/api/v1/search?q=lawyer")
READ = ("/en/memoranda/named", "/memoranda/named.json", "/api/v1/memoranda/named", "/api/v1/appeals/named", "/api/v1/appeals")
NAME = "Quilova"


@pytest.fixture
async def net(store: str, ada_account: Coordinator) -> list[str]:
    """Register a network with a member that can be written to."""
    assert store
    assert ada_account
    await factories.organisation("member", "Member")
    return [(await factories.network("net", ["member"], name="Net")).slug]


def slugs_on(page: str) -> list[str]:
    return re.findall(r'<h2><a href="/en/memoranda/([\w-]+)"', page)


async def test_open_ones_come_first_then_ended_ones_with_their_outcome(cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str]) -> None:
    assert "No appeal here" in (await cleo.get(LIST)).text
    ended = await appealed.sent(ada_account, net, slug="ended")
    await close(ended)
    await told.published(ended, told.update(kind="outcome"))
    await appealed.sent(ada_account, net, slug="opened")
    await appealed.appeal(ada_account, net, slug="unsent")
    await factories.opened(ada_account)
    page = (await cleo.get(LIST)).text
    assert slugs_on(page) == ["opened", "ended"]
    said = words(page)
    assert re.search(r"A lawyer who defends tenants in a southern city\. Open until \d+ \w+ \d{4}, \d\d:\d\d \(UTC\)", said)
    assert "Outcome" in said
    assert slugs_on((await cleo.get(f"{LIST}?state=open")).text) == ["opened"]
    assert slugs_on((await cleo.get(f"{LIST}?state=ended")).text) == ["ended"]
    assert (await cleo.get(f"{LIST}?state=closed")).status_code == 404
    assert "No appeal matches" in (await cleo.get(f"{LIST}?q=nothing")).text
    assert "Urgent appeals Release the defender" in words((await cleo.get("/en/")).text)


async def test_the_page_of_an_appeal_says_its_end_once_in_its_zone_with_utc_beside_it(
    cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str]
) -> None:
    row = await appealed.sent(ada_account, net, slug="appeal", zone="Asia/Almaty", closes_at="02:30")
    said, day = words((await cleo.get("/en/memoranda/appeal")).text), date_text(row.closes_at.date() + timedelta(days=1), "en")
    assert f"{day}, 02:30 (Asia/Almaty) · {date_text(row.closes_at.date(), 'en')}, 21:30 UTC" in said
    assert (said.count("02:30"), said.count("21:30"), "Open for signature until" in said) == (1, 1, False)
    await appealed.sent(ada_account, net, slug="other")
    assert "· " not in words((await cleo.get("/en/memoranda/other")).text).partition("(UTC)")[2][:3]


async def test_every_page_of_the_list_goes_on_where_the_last_one_ended(
    cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(appeals, "AT_ONCE", 2)
    for at in range(5):
        row = await appealed.sent(ada_account, net, slug=f"appeal-{at}")
        if at % 2:
            await close(row)
    seen, address, costs = list[str](), LIST, list[int]()
    while address:
        with counting_queries() as count:
            page = (await cleo.get(address)).text
        seen, costs = seen + slugs_on(page), [*costs, count.count]
        following = re.search(r'rel="next" href="([^"]*)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert seen == ["appeal-4", "appeal-2", "appeal-0", "appeal-3", "appeal-1"]
    assert max(costs) <= 16
    assert slugs_on((await cleo.get(f"{LIST}?after=nonsense")).text) == seen[:2]


async def check_names(cleo: httpx.AsyncClient, ada: Coordinator, net: list[str]) -> None:
    """Check that the name is read where it can be taken away, and nowhere else; and nowhere once the consent is taken back."""
    row = await appealed.sent(ada, net, slug="named", named=1)
    for address in COPIED:
        answer = await cleo.get(address)
        assert (address, answer.status_code, NAME in answer.text, "Квилова" in answer.text) == (address, 200, False, False)
    for address in READ:
        assert (address, NAME in (await cleo.get(address)).text) == (address, True)
    await take_consent_back(row, 1)
    for address in (*COPIED, *READ):
        answer = await cleo.get(address)
        assert (address, answer.status_code, NAME in answer.text, "Квилова" in answer.text) == (address, 200, False, False)
    assert "A lawyer who defends tenants" in (await cleo.get("/en/memoranda/named")).text


async def test_a_name_is_read_only_where_it_can_be_taken_away(cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str]) -> None:
    await check_names(cleo, ada_account, net)


@pytest.mark.sqlite_only
async def test_a_build_with_names_in_feeds_is_caught(
    cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    build = mutated(appeal_feeds, "filter(None, [*paragraphs, ending])", "filter(None, [*paragraphs, *appeal.people[0].values()])")
    monkeypatch.setattr(appeal_feeds, "_entry", build["_entry"])
    with pytest.raises(AssertionError):
        await check_names(cleo, ada_account, net)


async def test_an_appeal_is_found_by_what_stands_beside_its_text(cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str]) -> None:
    await appealed.appeal(ada_account, net, slug="unsent")
    for query in ("tenants", "жильцов"):
        assert "/memoranda/" not in (await cleo.get(f"/en/search?q={query}")).text.partition("<main")[2]
    row = await appealed.sent(ada_account, net)
    for query in ("tenants", "жильцов", "at once"):
        assert '"/en/memoranda/appeal"' in (await cleo.get(f"/en/search?q={query}")).text
    await withdraw_from_public(row, WithdrawalForm.parse({"reason": "For safety."}))
    assert "/memoranda/" not in (await cleo.get("/en/search?q=tenants")).text.partition("<main")[2]


async def test_feeds_tell_what_happened_and_nothing_private(cleo: httpx.AsyncClient, ada_account: Coordinator, net: list[str]) -> None:
    row = await appealed.sent(ada_account, net)
    await told.published(row, told.update())
    await enter(row, told.update(texts=[{"language": "en", "title": "Private plan", "text": "Nobody knows."}]))
    for address in FEEDS:
        feed = (await cleo.get(address)).text
        assert ("appeals/appeal" in feed, "Private plan" in feed, feed.count("timeline#entry-")) == (True, False, 1)
    assert "DTSTART:" in (await cleo.get("/memoranda/appeal.ics")).text
    assert (await cleo.get("/memoranda/appeal.ics?text=xx")).status_code == 404
    await factories.opened(ada_account)
    assert (await cleo.get("/memoranda/cooperation.ics")).status_code == 404
    await withdraw_from_public(row, WithdrawalForm.parse({"reason": "For safety."}))
    for address in FEEDS:
        assert "appeals/appeal" not in (await cleo.get(address)).text
    assert (await cleo.get("/api/v1/appeals/appeal")).status_code == 410
    assert slugs_on((await cleo.get(LIST)).text) == []
