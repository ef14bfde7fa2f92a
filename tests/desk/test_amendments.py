"""Ada, Edith and Dina read what organisations propose, recommend and decide; nothing that they type is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.amendments import accepting_several
from coalition.amendments.entering import enter_for
from coalition.amendments.readers import coordinators_of
from coalition.amendments.tables import AmendmentState
from coalition.database import counting_queries
from coalition.desk.amendments import accepting, amendments
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.wording import save_wording
from coalition.rounds.answering_rounds import hand_in_comments
from coalition.rounds.forms import SeatCommentsForm
from tests import factories
from tests.amendments import proposed
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import follow, next_page, send
from tests.drafting.conftest import draft, key_of, wording_of  # noqa: F401 -- `draft` is a fixture

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
HERE = "/en/desk/memoranda/cooperation/draft"
AMENDMENTS = f"{HERE}/amendments"


@pytest.fixture
async def consulted(draft: Memorandum, edith_account, dina_account) -> Memorandum:  # noqa: F811 -- the fixture
    await proposed.parties()
    for account in (edith_account, dina_account):
        await add_member(draft, account.email)
    return draft


async def entered(memorandum: Memorandum, label: str, *texts: str, **more: str) -> list[int]:
    """Enter amendments of Ben's organisation about one provision."""
    forms = [await proposed.replacing(memorandum, label, text, **more) for text in texts]
    return [await enter_for(memorandum, proposed.entered("ben", form)) for form in forms]


async def states(memorandum: Memorandum) -> list[AmendmentState]:
    return [line.state for line in await proposed.lines(coordinators_of(memorandum.id))]


async def test_an_amendment_is_recommended_and_accepted(ada: httpx.AsyncClient, edith: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet twice a year.", reason="Once is not enough.")
    listed = await ada.get(AMENDMENTS)
    assert (listed.status_code, "Provision 1" in listed.text, "open, no decision yet" in listed.text) == (200, True, True)
    page = await edith.get(f"{AMENDMENTS}/1")
    assert "<ins> twice a year</ins>" in page.text
    assert "Once is not enough." in page.text
    assert "Decide" not in page.text
    fields = {"recommended": "accepted", "recommended_reason": "As agreed in Kyiv."}
    assert (await follow(edith, await send(edith, f"{AMENDMENTS}/1/recommendation", fields))).status_code == 200
    page = await ada.get(f"{AMENDMENTS}/1")
    assert "As agreed in Kyiv." in page.text
    assert "it becomes revision 2 of the text in English" in page.text
    assert "What will be marked as out of date: Russian." in page.text
    after = await follow(ada, await send(ada, f"{AMENDMENTS}/1/decision", {"outcome": "accepted"}))
    assert "It is decided." in after.text
    assert "twice a year" in (await wording_of(consulted)).body
    assert (await send(edith, f"{AMENDMENTS}/1/decision", {"outcome": "accepted"})).status_code == 404
    back = await follow(ada, await send(ada, f"{AMENDMENTS}/1/decision/removal"))
    assert "The decision is taken back" in back.text
    assert "twice a year" not in (await wording_of(consulted)).body


async def test_a_rejection_needs_a_reason_and_loses_nothing(ada: httpx.AsyncClient, dina: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet often.")
    again = await send(ada, f"{AMENDMENTS}/1/decision", {"outcome": "rejected", "text": "My own words."})
    assert (again.status_code, "Write a reason" in again.text, "My own words." in again.text) == (422, True, True)
    merged = await send(ada, f"{AMENDMENTS}/1/decision", {"outcome": "merged", "merged_into": "many", "reason": "As the other."})
    assert (merged.status_code, "As the other." in merged.text) == (422, True)
    assert (await send(dina, f"{AMENDMENTS}/1/decision", {"outcome": "rejected", "reason": "It goes too far."})).status_code == 303
    late = await send(ada, f"{AMENDMENTS}/1/decision", {"outcome": "accepted_modified", "text": "My own words.", "reason": "Mine."})
    assert (late.status_code, "My own words." in late.text, "Mine." in late.text, "It goes too far." in late.text) == (409, True, True, True)
    assert await states(consulted) == [AmendmentState.REJECTED]


async def test_words_that_were_changed_meanwhile_need_the_editors_own_text(ada, dina, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet often.", "The parties meet twice a year.")
    page = (await ada.get(f"{AMENDMENTS}/1")).text
    assert "both change the same words" in page
    assert f"{AMENDMENTS}/2" in page
    [base] = re.findall(r'name="base" value="(\w+)"', page)
    assert (await send(dina, f"{AMENDMENTS}/2/decision", {"outcome": "accepted"})).status_code == 303
    refused = await send(ada, f"{AMENDMENTS}/1/decision", {"outcome": "accepted", "base": base})
    assert (refused.status_code, "the words it changes are others now" in refused.text) == (409, True)
    fields = {"outcome": "accepted_modified", "text": "The parties meet often, twice a year.", "base": base}
    both = await send(ada, f"{AMENDMENTS}/1/decision", fields)
    assert (both.status_code, "What is saved now" in both.text, fields["text"] in both.text) == (409, True, True)
    assert "<del>1." not in both.text  # the number belongs to the place, not to the text
    [now] = re.findall(r'name="base" value="(\w+)"', both.text)
    assert (await send(ada, f"{AMENDMENTS}/1/decision", fields | {"base": now})).status_code == 303
    assert "1. The parties meet often, twice a year." in (await wording_of(consulted)).body
    assert "the text has moved on" not in (await ada.get(AMENDMENTS)).text


async def test_replies_say_who_reads_them(edith: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet often.")
    refused = await send(edith, f"{AMENDMENTS}/1/replies", {"reply": "How often?"})
    assert (refused.status_code, "How often?" in refused.text, "Choose who may read it." in refused.text) == (422, True, True)
    page = await follow(edith, await send(edith, f"{AMENDMENTS}/1/replies", {"reply": "How often?", "disclosure": "coordinators"}))
    assert ("How often?" in page.text, "only the coordinators read it" in page.text) == (True, True)
    assert (await send(edith, f"{AMENDMENTS}/9/replies", {"reply": "No.", "disclosure": "named"})).status_code == 404


async def test_the_list_is_in_the_order_of_the_text_and_narrowed(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "3", "The parties publish all.")
    await entered(consulted, "1", "The parties meet often.")
    await entered(consulted, "1", "Стороны встречаются часто.", language="ru")

    async def order(query: str = "") -> list[str]:
        return re.findall(r">Amendment (\d+)</a>\s*<span", (await ada.get(f"{AMENDMENTS}{query}")).text)

    assert (await order(), await order("?sort=oldest")) == (["2", "3", "1"], ["1", "2", "3"])
    assert (await order("?language=ru"), await order("?state=rejected"), await order("?operation=delete")) == (["3"], [], [])
    assert (await order(f"?provision={await key_of(consulted, '3')}"), await order("?q=Party+ben")) == (["1"], ["2", "3", "1"])
    assert await order("?q=nobody") == []


async def test_pages_need_as_many_queries_for_many(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    beside = (f"{HERE}/provisions/{await key_of(consulted, '1')}", f"{AMENDMENTS}/new", f"{HERE}/matrix", "/en/desk/memoranda/cooperation/adoption")
    paths = (AMENDMENTS, f"{AMENDMENTS}?sort=oldest", f"{AMENDMENTS}/1", f"{AMENDMENTS}/acceptance", HERE, "/en/desk", *beside)

    async def needed() -> list[int]:
        counts = []
        for path in paths:
            with counting_queries() as queries:
                assert (await ada.get(path)).status_code == 200
            counts.append(queries.count)
        return counts

    await entered(consulted, "1", *(f"The parties meet {at} times." for at in range(3)))
    await needed()  # what a process reads once
    few = await needed()
    await entered(consulted, "1", *(f"The parties meet {at} times." for at in range(3, 60)))
    assert await needed() == few


async def test_long_lists_are_divided_between_provisions(ada: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amendments, "PAGE", 3)
    for label, number in (("3", 2), ("1", 5), ("2", 1)):
        await entered(consulted, label, *(f"They meet {at} times." for at in range(number)))
    pages, after = [], ""
    while after is not None:
        page = (await ada.get(AMENDMENTS, params={"after": after})).text
        pages.append([int(number) for number in re.findall(r">Amendment (\d+)</a>\s*<span", page)])
        more = next_page(page)
        after = more["after"] if more else None
    assert pages == [[3, 4, 5], [6, 7, 8], [1, 2]]


async def test_several_are_accepted_at_once_unless_they_collide(ada: httpx.AsyncClient, edith: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet often.")
    await entered(consulted, "3", "The parties publish all.", "The parties publish nothing.")
    await entered(consulted, "2(a)", "each month;")
    page = (await ada.get(f"{AMENDMENTS}/acceptance")).text
    assert re.findall(r'name="chosen" value="(\d+)"', page) == ["1", "4"]
    assert (await edith.get(f"{AMENDMENTS}/acceptance")).status_code == 404
    for chosen, code in (((), 422), (("2", "3"), 409), (("1", "9"), 409)):
        assert (await send(ada, f"{AMENDMENTS}/acceptance", {"chosen": chosen, "confirmed": "yes"})).status_code == code
    asking = await send(ada, f"{AMENDMENTS}/acceptance", {"chosen": ["1", "4"]})
    assert (asking.status_code, "1, 4" in asking.text) == (200, True)
    assert await states(consulted) == [AmendmentState.SUBMITTED] * 4
    after = await follow(ada, await send(ada, f"{AMENDMENTS}/acceptance", {"chosen": ["1", "4"], "confirmed": "yes"}))
    assert "2 amendments are accepted." in after.text
    body = (await wording_of(consulted)).body
    assert ("The parties meet often." in body, "each month;" in body) == (True, True)


async def test_all_are_accepted_or_none(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet often.")
    await entered(consulted, "3", "The parties publish all.")
    saved = (await wording_of(consulted)).body
    await save_wording(consulted, "en", WordingForm(title="Cooperation", body=saved.replace("The parties publish.", "The parties publish nothing.")))
    body = (await wording_of(consulted)).body
    again = await send(ada, f"{AMENDMENTS}/acceptance", {"chosen": ["1", "2"], "confirmed": "yes"})
    assert again.status_code == 409
    assert re.findall(r'value="(\d)" checked', again.text) == ["1", "2"]
    assert (await wording_of(consulted)).body == body


async def test_coordinators_enter_what_reached_them_by_letter(ada: httpx.AsyncClient, edith: httpx.AsyncClient, consulted: Memorandum) -> None:
    key = await key_of(consulted, "1")
    assert (await edith.get(f"{AMENDMENTS}/new")).status_code == 404
    page = await ada.get(f"{AMENDMENTS}/new?provision={key}&text=ru")
    assert "Стороны встречаются." in page.text
    fields = {"organisation": "Party ben", "language": "en", "provision": key, "operation": "replace", "text": "They meet often."}
    refused = await send(ada, AMENDMENTS, fields)
    assert (refused.status_code, "They meet often." in refused.text, "Choose who may read it." in refused.text) == (422, True, True)
    after = await follow(ada, await send(ada, AMENDMENTS, fields | {"disclosure": "coordinators"}))
    assert "The amendment is entered and handed in." in after.text
    assert "only those who work on the draft" in after.text


async def test_margins_rounds_and_today_say_what_waits(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted, "ben", "cleo")
    key = await key_of(consulted, "1")
    for session, text in ((links["ben"], "The parties meet often."), (links["cleo"], "The parties meet twice.")):
        await proposed.handed_in(session, await proposed.replacing(consulted, "1", text))
    page = (await ada.get(HERE)).text
    assert ("2 open amendments" in page, "2 collide" in page, f"provision={key}" in page) == (True, True, True)
    assert "2 amendments were handed in" in (await ada.get("/en/desk/memoranda/cooperation/rounds/1")).text
    assert "2 amendments wait for a decision." in (await ada.get("/en/desk")).text
    adoption = (await ada.get("/en/desk/memoranda/cooperation/adoption")).text
    assert f'href="{AMENDMENTS}?state=submitted"' in adoption
    assert 'value="open-amendments"' in adoption


async def test_comments_are_answered_by_provision(ada: httpx.AsyncClient, edith: httpx.AsyncClient, consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted, "ben", "cleo")
    key = await key_of(consulted, "1")
    for slug, text in (("ben", "Too seldom."), ("cleo", "Too often.")):
        form = SeatCommentsForm.parse({"comments": {key: text, "": f"{text} Thank you."}, "disclosure": "named"})
        await hand_in_comments(links[slug], form, "en")
    listed = (await edith.get(f"{HERE}/comments")).text
    assert listed.index("On the whole text") < listed.index("Provision 1")
    assert (await edith.get(f"{HERE}/comments?provision=all")).text.count("Thank you.") == 2
    assert "2 comments" in (await ada.get(HERE)).text
    [address] = re.findall(rf'"({HERE}/comments/\d+)"', (await edith.get(f"{HERE}/comments?provision={key}")).text)[:1]
    refused = await send(edith, f"{address}/disposition", {"outcome": "not"})
    assert (refused.status_code, "Write a reason" in refused.text) == (422, True)
    fields = {"outcome": "not", "reason": "It was agreed in Kyiv."}
    page = await follow(edith, await send(edith, f"{address}/disposition", fields))
    assert ("not taken up" in page.text, "It was agreed in Kyiv." in page.text) == (True, True)
    page = await follow(edith, await send(edith, f"{address}/replies", {"reply": "See the minutes.", "disclosure": "named"}))
    assert "See the minutes." in page.text
    assert (await send(edith, f"{HERE}/comments/99/replies", {"reply": "No.", "disclosure": "named"})).status_code == 404


async def test_what_was_typed_for_a_text_that_was_adopted_meanwhile_is_shown_again(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for page in ("new", "word-file"):
        assert (await ada.get(f"/en/desk/memoranda/{memorandum.slug}/draft/amendments/{page}")).status_code == 409
    typed = {"operation": "new", "language": "en", "text": "The parties meet in Kyiv.", "disclosure": "named"}
    refused = await send(ada, f"/en/desk/memoranda/{memorandum.slug}/draft/amendments", typed)
    assert (refused.status_code in {409, 422}, "The parties meet in Kyiv." in refused.text) == (True, True)


async def test_a_reply_that_is_sent_twice_stands_once(ada: httpx.AsyncClient, consulted: Memorandum) -> None:
    await entered(consulted, "1", "The parties meet twice a year.")
    [form] = [form for form in forms_of((await ada.get(f"{AMENDMENTS}/1")).text) if form.texts]
    here = f"{AMENDMENTS}/1/replies"
    body = form.with_values({here: {"reply": "How often is that?", "disclosure": "named"}})
    answers = [await ada.post(here, content=body, headers={"content-type": "application/x-www-form-urlencoded"}) for _ in range(2)]
    assert [answer.status_code < 400 for answer in answers] == [True, False]
    assert (await ada.get(f"{AMENDMENTS}/1")).text.count("How often is that?") == 1


async def test_amendments_beyond_a_full_page_are_accepted_together(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting_several, "MOST_AT_ONCE", 2)
    await entered(consulted, "1", "The parties meet twice.", "The parties meet thrice.")
    await entered(consulted, "3", "All parties publish.")
    await entered(consulted, "2", "The parties say:")
    await accepting_several.accept_several(consulted, [3, 4])
    assert (await states(consulted)).count(AmendmentState.ACCEPTED) == 2


@pytest.mark.changes_nothing  # some of its buttons only show another page
async def test_ticks_of_several_pages_are_accepted_together(ada: httpx.AsyncClient, consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accepting, "PAGE", 2)
    await entered(consulted, "1", "The parties meet often.")
    await entered(consulted, "3", "The parties publish all.", "The parties publish nothing.")
    await entered(consulted, "2(a)", "each month;")
    await entered(consulted, "2(b)", "always.")
    here = f"{AMENDMENTS}/acceptance"
    page = await ada.get(here)
    assert re.findall(r'name="chosen" value="(\d)"', page.text) == ["1"]
    page = await follow(ada, await send(ada, here, {"chosen": "1", "show": "after=2"}))
    assert re.findall(r'name="chosen" value="(\d)"', page.text) == ["1", "4"]
    assert "1 row is ticked on another page." in page.text
    page = await follow(ada, await send(ada, f"{here}?after=2", {"chosen": ["1", "4"], "show": "after=4"}))
    assert next_page(page.text) is None
    assert re.findall(r'name="chosen" value="(\d)"', page.text) == ["1", "4", "5"]
    assert await states(consulted) == [AmendmentState.SUBMITTED] * 5
    asking = await send(ada, f"{here}?after=4", {"chosen": ["1", "4", "5"]})
    assert (asking.status_code, "1, 4, 5" in asking.text) == (200, True)
    await proposed.decided(consulted, 4)
    refused = await send(ada, here, {"chosen": ["1", "4", "5"], "confirmed": "yes"})
    assert (refused.status_code, re.findall(r'name="chosen" value="(\d)"', refused.text)) == (409, ["5", "1"])
    await send(ada, here, {"chosen": ["1", "5"], "confirmed": "yes"})
    assert (await states(consulted)).count(AmendmentState.ACCEPTED) == 3
    many = await send(ada, here, {"chosen": [str(number) for number in range(1, 102)], "confirmed": "yes"})
    assert (many.status_code, "at most 100 amendments at once" in many.text) == (422, True)
