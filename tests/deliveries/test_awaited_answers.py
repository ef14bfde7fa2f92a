"""After a month without an answer the coordinators are reminded of a delivery, until they enter an answer or let it wait."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.database import counting_queries
from coalition.deadlines.calendar_files import calendar_file
from coalition.deadlines.collecting import deadlines_for
from coalition.deadlines.deadline_kinds import DeadlineKind
from coalition.deliveries import awaited_queries, awaiting_answers
from coalition.deliveries.awaiting_answers import due_deliveries, remind_later
from coalition.deliveries.entering_entries import enter
from coalition.deliveries.errors import NoSuchEntry, NothingAwaited
from coalition.deliveries.forms import EntryForm
from coalition.deliveries.publishing_entries import publish, withdraw
from coalition.memoranda.membership import add_member
from tests import factories
from tests.deliveries import told
from tests.desk.conftest import send
from tests.mutants import mutated
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.deadlines.collecting import Deadline
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
MONTH = timedelta(days=30)
DESK = "/en/desk/memoranda/cooperation/deliveries"


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    row = await factories.opened(ada_account)
    await told.addressee(row)
    return row


def answer(**more: object) -> EntryForm:
    return EntryForm.parse({"kind": "answer", "addressee": 1, "on": clock.today().isoformat(), "silent": True} | more)


async def due(memorandum: Memorandum, after: timedelta = MONTH) -> list[str]:
    """Return the keys of the deliveries about which Ada is reminded some time later."""
    with clock.shifted(after):
        return [view.key for view in (await due_deliveries(memorandum.id)).entries]


async def awaited_of(person: Coordinator) -> list[Deadline]:
    """Return the deadlines of a person that are about deliveries."""
    return [deadline for deadline in (await deadlines_for(person)).nearest if deadline.kind is DeadlineKind.ANSWER]


async def test_a_delivery_is_due_after_a_month_until_it_has_an_answer(memorandum: Memorandum) -> None:
    entry = await enter(memorandum, told.delivery())
    old = await enter(memorandum, told.delivery(on="2019", remark="A draft."))
    assert await due(memorandum, timedelta(days=29)) == []
    assert await due(memorandum) == [entry.key, old.key]
    await enter(memorandum, answer(on="2020"))
    assert await due(memorandum) == [entry.key]
    await told.addressee(memorandum)
    await enter(memorandum, answer(addressee=2))
    assert await due(memorandum) == [entry.key]
    later = await enter(memorandum, answer(on=clock.today().isoformat()[:7]))  # the month is all that is known
    assert await due(memorandum) == []
    await publish(memorandum, later.key)
    await withdraw(memorandum, later.key)
    assert await due(memorandum) == [entry.key]


async def test_a_reminder_can_wait_and_ends_with_the_entry(memorandum: Memorandum) -> None:
    entry = await told.published(memorandum, told.delivery())
    with clock.shifted(MONTH):
        await remind_later(memorandum, entry.key)
    assert await due(memorandum, timedelta(days=59)) == []
    assert await due(memorandum, 2 * MONTH) == [entry.key]
    await withdraw(memorandum, entry.key)
    assert await due(memorandum, 2 * MONTH) == []
    update = await enter(memorandum, told.update())
    for key in (entry.key, update.key):
        with pytest.raises(NothingAwaited):
            await remind_later(memorandum, key)
    with pytest.raises(NoSuchEntry):
        await remind_later(memorandum, "0" * 32)


async def test_it_stands_among_the_deadlines_and_a_calendar_names_no_text(memorandum: Memorandum, ada_account: Coordinator) -> None:
    for _ in range(2):
        await enter(memorandum, told.delivery())
    [deadline] = await awaited_of(ada_account)
    assert (deadline.day, str(deadline.sentence)) == (clock.today() + MONTH, "2 deliveries have no answer yet")
    calendar = calendar_file([deadline], "en").decode()
    assert ("Ask whether there are answers" in calendar, "ooperation" in calendar) == (True, False)
    with clock.shifted(2 * MONTH):
        [deadline] = await awaited_of(ada_account)
        assert deadline.day == clock.today()
    edith = await factories.coordinator("edith@example.org", "Edith", role="editor")
    await add_member(memorandum, edith.email)
    dina = await factories.coordinator("dina@example.org", "Dina")
    for other in (edith, dina):
        assert await awaited_of(other) == []


async def test_ada_finds_it_under_today_and_decides_there(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    first, second = [await enter(memorandum, told.delivery()) for _ in range(2)]
    assert "no answer for a month" not in (await ada.get("/en/desk")).text
    with clock.shifted(timedelta(hours=1)):  # the session goes on
        await awaiting_answers.TimelineEntry.update({"remind_on": clock.today()}, force=True)
    assert f'href="{DESK}">2 deliveries have had no answer for a month.</a>' in (await ada.get("/en/desk")).text
    page = (await ada.get(DESK)).text
    assert "Without an answer for a month" in page
    form = (await ada.get(f"{DESK}/new?kind=answer&addressee=1&silent=yes")).text
    assert '<option value="1" selected' in form
    assert "checked" in form
    assert (await send(ada, f"{DESK}/{first.key}/reminder")).status_code == 303
    page = (await ada.get(DESK)).text
    assert page.partition("What happened")[0].count("/reminder") == 1
    given = {"kind": "answer", "addressee": "1", "on": clock.today().isoformat(), "silent": "yes"}
    assert (await send(ada, DESK, given)).status_code == 303
    assert "Without an answer for a month" not in (await ada.get(DESK)).text
    refused = await send(ada, f"{DESK}/{second.key}/reminder")
    assert (refused.status_code, "No answer is awaited any more." in words(refused.text)) == (409, True)
    assert (await send(ada, f"{DESK}/{'0' * 32}/reminder")).status_code == 404


async def test_many_deliveries_need_as_many_queries(memorandum: Memorandum) -> None:
    counts = []
    for amount in (1, 12):
        for _ in range(amount):
            await enter(memorandum, told.delivery())
        with clock.shifted(MONTH), counting_queries() as count:
            shown = await due_deliveries(memorandum.id)
        counts.append(count.count)
    assert counts[0] == counts[1]
    assert (len(shown.entries), shown.more) == (10, True)


@pytest.mark.sqlite_only
async def test_a_build_that_forgets_an_answer_is_found(memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    names = mutated(awaited_queries, "answer.state <> 'withdrawn' AND", "answer.state = 'public' AND")
    monkeypatch.setattr(awaited_queries, "due_deliveries", names["due_deliveries"])
    with pytest.raises(AssertionError):
        await test_a_delivery_is_due_after_a_month_until_it_has_an_answer(memorandum)
