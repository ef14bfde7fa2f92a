"""After opening: the time is extended, closed, opened for accession, and the memorandum ended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from coalition import clock
from coalition.acts.errors import WindowClosed
from coalition.announcements.reading import announcements
from coalition.fields import InvalidForm
from coalition.jobs.worker import run_due
from coalition.memoranda import opening
from coalition.memoranda.errors import AlreadyTerminated, NotAuthenticated, NotClosed, NotOpen
from coalition.memoranda.extending import extend
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm
from coalition.memoranda.terminating import terminate
from coalition.notices.queries import latest
from tests import factories


def later(days: int):
    return clock.today() + timedelta(days=days)


async def announced() -> list[str]:
    return [str(announcement.sentence) for announcement in reversed(await announcements(await latest()))][2:]


async def state(memorandum):
    row = await factories.reloaded(memorandum)
    return row.signing_state, row.closes_on


async def test_an_extension_is_announced_and_the_old_last_day_closes_nothing(ada_account):
    memorandum = await factories.opened(ada_account, days=2)
    last = later(5)
    await extend(memorandum, ExtensionForm(closes=last))
    text = f"The time for signature was extended until {last.day} {last:%B %Y}, 24:00 UTC."
    assert (await state(memorandum), await announced()) == (("open", last), [text])

    with clock.shifted(timedelta(days=3)):
        await run_due()
        assert await state(memorandum) == ("open", last)
    with clock.shifted(timedelta(days=6)):
        await run_due()
        assert await state(memorandum) == ("closed", last)
    assert await announced() == [text, "Closed for signature."]


async def test_only_an_open_time_with_a_last_day_is_extended_to_a_later_one(ada_account):
    memorandum = await factories.opened(ada_account, days=2)
    for day in (later(2), later(1)):
        with pytest.raises(InvalidForm):
            await extend(memorandum, ExtensionForm(closes=day))
    with clock.shifted(timedelta(days=3)), pytest.raises(NotOpen):
        await extend(memorandum, ExtensionForm(closes=later(9)))
    await opening.close(memorandum)
    with pytest.raises(NotOpen):
        await extend(memorandum, ExtensionForm(closes=later(9)))


async def test_a_text_without_a_last_day_gets_one_which_is_announced_and_closes_it(ada_account):
    endless = await factories.opened(ada_account, days=None)
    with pytest.raises(InvalidForm, match="after today"):
        await extend(endless, ExtensionForm(closes=clock.today()))
    last = later(9)
    await extend(endless, ExtensionForm(closes=last))
    text = f"It can be signed until {last.day} {last:%B %Y}, 24:00 UTC; before, no last day was set."
    assert (await state(endless), await announced()) == (("open", last), [text])
    with pytest.raises(InvalidForm, match="after the present last day"):
        await extend(endless, ExtensionForm(closes=last))
    with clock.shifted(timedelta(days=10)):
        await run_due()
        assert await state(endless) == ("closed", last)


async def test_who_comes_late_accedes_until_that_is_closed_too(ada_account):
    memorandum = await factories.opened(ada_account)
    with pytest.raises(NotClosed):
        await opening.open_for_accession(memorandum)
    await opening.close(memorandum)
    closed_on = (await state(memorandum))[1]
    await opening.open_for_accession(memorandum)
    assert await state(memorandum) == ("accession_only", closed_on)
    assert (await factories.reloaded(memorandum)).accession_opened_on == clock.today()

    with pytest.raises(InvalidForm):
        await factories.signed(memorandum, await factories.organisation("signs"))
    await factories.signed(memorandum, await factories.organisation("late", "Late"), kind="accession")
    await opening.close(memorandum)

    assert await state(memorandum) == ("ended", closed_on)
    assert (await factories.reloaded(memorandum)).accession_ended_on == clock.today()
    assert await announced() == ["Closed for signature.", "Opened for accession.", "Late acceded.", "Closed for accession."]
    with pytest.raises(NotClosed):
        await opening.open_for_accession(memorandum)


async def test_a_terminated_memorandum_is_signed_no_more_and_terminated_once(ada_account):
    memorandum = await factories.opened(ada_account)
    form = TerminationForm(on=clock.today(), reason="Another text took its place.")

    await terminate(memorandum, form)

    row = await factories.reloaded(memorandum)
    assert (row.effect_state, row.signing_state, row.terminated_on, row.termination_reason) == ("terminated", "ended", form.on, form.reason)
    assert await announced() == ["Terminated."]
    with pytest.raises(WindowClosed):
        await factories.signed(memorandum, await factories.organisation("late"))
    with pytest.raises(AlreadyTerminated):
        await terminate(memorandum, form)


async def test_a_draft_is_not_terminated_and_nothing_in_the_future(ada_account):
    with pytest.raises(NotAuthenticated):
        await terminate(await factories.draft(ada_account), TerminationForm(on=clock.today(), reason="Over."))
    with pytest.raises(InvalidForm):
        TerminationForm.parse({"on": later(1).isoformat(), "reason": "Over."})
