"""The first page of the desk: what waits for Ada."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from coalition import clock
from coalition.database import counting_queries
from coalition.memoranda.membership import add_member
from tests import factories

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator


async def needs(browser: httpx.AsyncClient) -> list[tuple[str, str]]:
    page = (await browser.get("/en/desk")).text.partition('class="needs"')[2].partition("</ul>")[0]
    return re.findall(r'<a href="/en/desk/memoranda/([^"]+)">([^<]+)</a>', page)


async def test_ada_sees_what_needs_her(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    begun = factories.MemorandumForm(slug="begun", authentic_languages=["en", "ru"])
    await factories.beginning.begin(begun, ada_account.id)
    await factories.draft(ada_account, "written")
    await factories.adopted(ada_account, "fixed")
    memorandum = await factories.opened(ada_account, "open", days=3)
    for at in range(2):
        await factories.invitation_link(memorandum, await factories.organisation(), send=at == 0)
    await factories.bounce_letters()
    assert sorted(await needs(ada)) == [
        ("begun/draft?text=en", "2 authentic languages have no text yet."),
        ("fixed", "The text is fixed. It can be opened for signature."),
        ("open", "It closes in 3 days."),
        ("open/signatories?state=bounced", "1 letter came back."),
        ("open/signatories?state=silent", "2 organisations have not answered."),
        ("written", "Every authentic language has a text. It can be adopted."),
    ]


async def test_a_letter_that_came_back_is_forgotten_when_a_later_one_arrived(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, "open", days=60)
    organisation = await factories.organisation()
    await factories.invitation_link(memorandum, organisation, send=True)
    await factories.bounce_letters()
    await factories.invitation_link(memorandum, organisation, send=True)
    assert await needs(ada) == [("open/signatories?state=silent", "1 organisation has not answered.")]


async def test_dina_sees_nothing_of_it(ada_account: Coordinator, dina: httpx.AsyncClient) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("kibhr", "KIBHR"))
    page = (await dina.get("/en/desk")).text
    assert "No memorandum yet" in page
    assert "KIBHR" not in page


async def test_an_editor_sees_texts_and_nobody_who_signed(ada_account: Coordinator, edith: httpx.AsyncClient, edith_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, "open", days=3)
    await factories.signed(memorandum, await factories.organisation("kibhr", "KIBHR"))
    await add_member(memorandum, edith_account.email)
    begun = await factories.beginning.begin(factories.MemorandumForm(slug="begun", authentic_languages=["en"]), ada_account.id)
    await add_member(begun, edith_account.email)
    assert await needs(edith) == [("begun/draft?text=en", "An authentic language has no text yet.")]
    assert "KIBHR" not in (await edith.get("/en/desk")).text


async def test_the_latest_answers_are_shown(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, days=60)
    await factories.signed(memorandum, await factories.organisation("kibhr", "KIBHR"), disclosure="counted")
    page = (await ada.get("/en/desk")).text
    assert "KIBHR" in page
    assert "name withheld" in page
    assert "Say who keeps this register" in page


async def test_the_page_needs_as_many_queries_for_many(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    counts = []
    for amount in (1, 5):
        for _ in range(amount):
            with clock.shifted(-timedelta(days=1)):
                memorandum = await factories.opened(ada_account, f"memorandum-{amount}-{_}")
            await factories.signed(memorandum, await factories.organisation())
            await factories.invitation_link(memorandum, await factories.organisation(), send=True)
        await factories.bounce_letters()
        with counting_queries() as count:
            await ada.get("/en/desk")
        counts.append(count.count)
    assert counts[0] == counts[1]
