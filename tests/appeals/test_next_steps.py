"""What a coordinator has to do next about an appeal stands on the first page of the desk, and its last hour among the deadlines."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.appeals.forms import AppealForm
from coalition.appeals.sending_appeals import send_appeal
from coalition.appeals.writing_appeals import change_appeal
from coalition.approvals import changing
from coalition.approvals.made import Made
from coalition.database import counting_queries
from coalition.deadlines.calendar_files import calendar_file
from coalition.deadlines.collecting import deadlines_for
from coalition.deliveries.entering_entries import enter
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.publishing_entries import publish, withdraw
from coalition.memoranda.extending import extend
from coalition.memoranda.membership import add_member
from coalition.memoranda.opening import close
from coalition.memoranda.rule_forms import ExtensionForm
from tests import factories
from tests.appeals import appealed
from tests.conftest import sign_in
from tests.deliveries import told

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
SHARED = re.compile(r'<a href="(/en/desk/approvals/\d+)">An urgent appeal waits for you to agree to it</a>')


async def needs(browser: httpx.AsyncClient) -> list[tuple[str, str]]:
    """Return (address after the memorandum's, sentence) of what is to be done about the appeal."""
    page = (await browser.get("/en/desk")).text.partition('class="needs"')[2].partition("</ul>")[0]
    found = re.findall(r'<a href="/en/desk/memoranda/appeal/?([^"]*)">([^<]+)</a>', page)
    return [(place, sentence) for place, sentence in found if "answered" not in sentence]


def outcome() -> EntryForm:
    return told.update("She was released", kind="outcome")


async def test_an_appeal_that_is_not_sent_waits(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await appealed.appeal(ada_account, slug="appeal", hours=30, zone="Asia/Almaty")
    [(page, sentence)] = await needs(ada)
    assert (page, sentence.startswith("The appeal is not sent yet. Its last hour: "), "(Asia/Almaty)." in sentence) == ("appeal/sending", True, True)
    assert "It can be adopted" not in (await ada.get("/en/desk")).text
    with clock.shifted(timedelta(hours=31)):
        await sign_in(ada, ada_account)
        assert await needs(ada) == [("appeal", "The appeal was not sent, and its hour is over. Choose another one, or delete the appeal.")]


async def test_the_second_coordinator_is_led_to_the_request_and_the_first_sees_that_it_waits(
    ada: httpx.AsyncClient, dina: httpx.AsyncClient, edith: httpx.AsyncClient, ada_account: Coordinator, edith_account: Coordinator
) -> None:
    await factories.organisation("alpha", "Alpha")
    await factories.network("net", ["alpha"])
    memorandum = await appealed.appeal(ada_account, ["net"], slug="appeal", named=1)
    await add_member(memorandum, edith_account.email)
    assert await changing.send_appeal(memorandum, await appealed.digest_of(memorandum), ada_account) is Made.ASKED
    [(page, sentence)] = await needs(ada)
    assert (page, sentence.startswith("Another coordinator was asked to agree to the appeal.")) == ("appeal/sending", True)
    assert not SHARED.search((await ada.get("/en/desk")).text)
    seen = (await dina.get("/en/desk")).text
    [request] = SHARED.findall(seen)
    assert ("waits for your approval" in seen, appealed.TEXTS["en"]["title"] in seen) == (False, False)
    assert appealed.TEXTS["en"]["title"] in (await dina.get(request)).text
    assert not SHARED.search((await edith.get("/en/desk")).text)
    assert await needs(edith) == []
    await change_appeal(memorandum, AppealForm.parse(appealed.given(["en"], named=1)))
    assert [sentence.partition(".")[0] for _, sentence in await needs(ada)] == ["The appeal is not sent yet"]
    stale = (await dina.get("/en/desk")).text
    assert (bool(SHARED.search(stale)), "1 request waits for your approval" in stale) == (False, True)


async def test_an_open_appeal_ends_soon_then_it_is_delivered_and_its_outcome_entered_and_published(
    ada: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    memorandum = await appealed.sent(ada_account, hours=106 - clock.now().hour)  # in the morning of the fourth day, whatever the time is now
    assert [sentence for _, sentence in await needs(ada)] == ["It closes in 4 days."]
    with clock.shifted(timedelta(hours=60)):
        await sign_in(ada, ada_account)
        [(page, sentence)] = await needs(ada)
        assert (page, sentence.startswith("The appeal ends soon: ")) == ("appeal/progress", True)
    await close(memorandum)
    assert await needs(ada) == [("deliveries/new?kind=delivery", "The appeal ended, and no delivery to its addressees is entered.")]
    await enter(memorandum, told.delivery(way="post"))
    assert await needs(ada) == [("deliveries/new?kind=outcome", "The appeal ended. Enter its outcome.")]
    entry = await enter(memorandum, outcome())
    assert await needs(ada) == [(f"deliveries/{entry.key}", "The outcome of the appeal is entered and not published.")]
    await publish(memorandum, entry.key)
    assert await needs(ada) == []
    await withdraw(memorandum, entry.key)
    assert await needs(ada) == [("deliveries/new?kind=outcome", "The appeal ended. Enter its outcome.")]


async def test_an_appeal_that_is_not_public_needs_an_outcome_and_no_publication(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    forum = await factories.forum("careful", risk_profile="careful")
    await factories.organisation("alpha", "Alpha")
    await factories.network("net", ["alpha"])
    memorandum = await appealed.appeal(ada_account, ["net"], slug="appeal", forum=forum.slug)
    await send_appeal(memorandum, await appealed.digest_of(memorandum), approved=True)
    memorandum = await factories.reloaded(memorandum)
    await close(memorandum)
    await enter(memorandum, told.delivery(way="post"))
    assert await needs(ada) == [("deliveries/new?kind=outcome", "The appeal ended. Enter its outcome.")]
    await enter(memorandum, outcome())
    assert await needs(ada) == []


async def test_the_last_hour_is_a_deadline_until_the_time_is_extended_by_days(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await appealed.sent(ada_account, zone="Asia/Almaty")
    [deadline] = (await deadlines_for(ada_account)).nearest
    moment = memorandum.closes_at
    assert (str(deadline.sentence), deadline.moment, deadline.day) == ("Last hour for signature", moment, memorandum.closes_on)
    assert "(Asia/Almaty)" in (await ada.get("/en/desk/deadlines")).text
    entry = calendar_file([deadline], "en").decode()
    assert (f"DTSTART:{moment:%Y%m%dT%H%M%SZ}" in entry, "Almaty" in entry) == (True, False)
    await extend(memorandum, ExtensionForm(closes=clock.today() + timedelta(days=9)))
    [deadline] = (await deadlines_for(ada_account)).nearest
    assert (str(deadline.sentence), deadline.moment) == ("Last day for signature", None)


async def test_the_page_needs_as_many_queries_for_many_appeals(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    counts = []
    await close(await appealed.sent(ada_account))
    for amount in (1, 4):
        for at in range(amount):
            await appealed.appeal(ada_account, slug=f"unsent-{amount}-{at}")
        with counting_queries() as count:
            await ada.get("/en/desk")
        counts.append(count.count)
    assert counts[0] == counts[1]
