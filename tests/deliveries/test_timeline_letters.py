"""Parties that asked for it get a letter about what became public on a timeline: once, after a time of quiet, and discreet where needed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.deliveries import timeline_letters
from coalition.deliveries.entering_entries import enter
from coalition.deliveries.publishing_entries import correct, preview, withdraw
from coalition.deliveries.tables import TimelineSubscriber
from coalition.deliveries.timeline_letters import write_timeline_letters
from coalition.deliveries.timeline_subscribing import own_letters, stop_letters, unsubscribe
from coalition.invitations import links
from coalition.jobs.tables import Job
from coalition.mail.tables import Letter
from coalition.memoranda.tables import Memorandum, MemorandumKind
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.memoranda.taking_forms import WithdrawalForm as HidingForm
from coalition.memoranda.withdrawing_from_public import return_to_public, withdraw_from_public
from coalition.notices.tables import Subscription
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw as withdraw_signature
from tests import factories
from tests.days import ago
from tests.deliveries import subscribed, told
from tests.deliveries.subscribed import KIND, LATER, party, written
from tests.letters import letters_in_tray
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def memorandum(ada_account: Coordinator) -> Memorandum:
    row = await factories.opened(ada_account)
    await told.addressee(row)
    return row


async def _reader(memorandum: str, name: str) -> None:
    """Let somebody get the notifications of a text, or of all, by mail."""
    asked = {"email": f"{name}@example.org", "language": "en", "rhythm": "daily", "asked_at": clock.now(), "confirmed_at": clock.now()}
    await Subscription.insert(Subscription(memorandum=memorandum, token_hash=name, **asked))


async def test_one_letter_tells_after_half_an_hour_of_quiet_and_never_again(memorandum: Memorandum) -> None:
    await party(memorandum, "ben")
    await party(memorandum, "cleo", language="ru")
    await told.published(memorandum, told.delivery())
    await told.published(memorandum, told.delivery(on=ago(0).isoformat()[:7]))
    assert not await written(memorandum, timedelta(minutes=29))
    letters = await written(memorandum)
    assert letters.keys() == {"ben", "cleo"}
    assert letters["ben"].startswith("What happened since: ")
    assert "has 2 new entries: " in letters["ben"]
    assert "Delivery · Ministry of Justice" in letters["ben"]
    assert "/en/memoranda/cooperation/timeline" in letters["ben"]
    assert "Министерство юстиции" in letters["cleo"]
    assert not await written(memorandum)
    with clock.shifted(LATER):
        await told.published(memorandum, told.update())
    assert "has 1 new entry: " in (await written(memorandum, 2 * LATER))["ben"]


async def test_a_correction_waits_anew_and_sends_nothing_again(memorandum: Memorandum) -> None:
    await party(memorandum, "ben")
    entry = await told.published(memorandum, told.update())
    with clock.shifted(timedelta(minutes=20)):
        await correct(memorandum, entry.key, told.update("She was let go"))
    assert not await written(memorandum)
    assert "She was let go" in (await written(memorandum, timedelta(minutes=51)))["ben"]
    with clock.shifted(timedelta(hours=2)):
        await correct(memorandum, entry.key, told.update("She is free"))
    assert not await written(memorandum, timedelta(hours=4))


async def test_an_update_of_an_urgent_appeal_is_told_at_once(memorandum: Memorandum) -> None:
    await Memorandum.update({Memorandum.kind: MemorandumKind.URGENT_APPEAL.value}).where(Memorandum.id == memorandum.id)
    await party(memorandum, "ben")
    await told.published(memorandum, told.delivery())
    await told.published(memorandum, told.update("One"))
    await told.published(memorandum, told.update("Two"))
    letters = await written(memorandum, timedelta())
    assert ("One" in letters["ben"], "Two" in letters["ben"], "Ministry" in letters["ben"]) == (True, True, False)
    letters = await written(memorandum)
    assert ("One" in letters["ben"], "Ministry" in letters["ben"]) == (False, True)


async def test_nothing_is_told_of_what_was_withdrawn_meanwhile(memorandum: Memorandum) -> None:
    await party(memorandum, "ben")
    first, _ = [await told.published(memorandum, told.update(title)) for title in ("One", "Two")]
    await withdraw(memorandum, first.key)
    letter = (await written(memorandum))["ben"]
    assert ("One" in letter, "Two" in letter) == (False, True)
    with clock.shifted(LATER):
        entry = await told.published(memorandum, told.update("Three"))
        await withdraw(memorandum, entry.key)
    assert not await written(memorandum, 2 * LATER)


async def test_a_letter_that_has_not_left_is_taken_back(memorandum: Memorandum) -> None:
    await party(memorandum, "ben")
    first, second = [await told.published(memorandum, told.update(title)) for title in ("One", "Two")]
    with clock.shifted(LATER):
        await write_timeline_letters({"memorandum": memorandum.id})
        assert len(await letters_in_tray(KIND)) == 1
        await withdraw(memorandum, first.key)
        assert not await letters_in_tray(KIND)
        letter = (await written(memorandum, timedelta()))["ben"]
        assert ("One" in letter, "Two" in letter) == (False, True)
        await withdraw(memorandum, second.key)  # its letter has left
    assert not await written(memorandum, 2 * LATER)


async def test_whoever_gets_the_notifications_is_not_told_twice(memorandum: Memorandum) -> None:
    for slug in ("ben", "cleo", "dora"):
        await party(memorandum, slug)
    await _reader(memorandum.slug, "ben")
    await _reader("", "cleo")
    await _reader("another-text", "dora")
    await told.published(memorandum, told.update())
    assert (await written(memorandum)).keys() == {"dora"}


async def test_letters_end_with_the_signature_and_while_the_text_is_not_public(memorandum: Memorandum) -> None:
    opened = await party(memorandum, "ben")
    await party(memorandum, "cleo")
    await told.published(memorandum, told.update("One"))
    await withdraw_signature(opened, WithdrawalForm.parse({"typed_name": "Ben"}))
    assert (await written(memorandum)).keys() == {"cleo"}
    await told.published(memorandum, told.update("Two"))
    row = await factories.reloaded(memorandum)
    await withdraw_from_public(row, HidingForm(reason="Somebody is in danger."))
    assert not await written(memorandum, 2 * LATER)


async def test_letters_name_neither_a_text_nor_a_party_that_asks_for_care(memorandum: Memorandum) -> None:
    await party(memorandum, "ben", at_risk=True, disclosure="counted")
    await told.published(memorandum, told.update())
    with clock.shifted(LATER):
        await write_timeline_letters({"memorandum": memorandum.id})
    [letter] = await letters_in_tray(KIND)
    [job] = await Job.objects().where(Job.kind == "letter").order_by(Job.id, ascending=False).limit(1)
    assert clock.now() + LATER <= job.run_at <= clock.now() + 2 * LATER  # at a random moment
    said = f"{letter.subject} {letter.text} {letter.sender}"
    for word in ("cooperation", "Cooperation", "Party ben", "released", "Update", "timeline"):
        assert word not in said
    assert "/en/signing/letters/" in letter.text
    assert letter.unsubscribe.endswith("/stop")


async def test_a_contact_stops_them_here_or_by_the_letter_and_a_bounce_does(memorandum: Memorandum) -> None:
    ben, cleo, dora = [await party(memorandum, slug) for slug in ("ben", "cleo", "dora")]
    assert (await own_letters(ben)).wanted
    await unsubscribe(ben)
    assert not (await own_letters(ben)).wanted
    await told.published(memorandum, told.update())
    with clock.shifted(LATER):
        await write_timeline_letters({"memorandum": memorandum.id})
    letters = {letter.address: letter for letter in await letters_in_tray(KIND)}
    assert letters.keys() == {"cleo@example.org", "dora@example.org"}
    await stop_letters(letters["cleo@example.org"].unsubscribe.split("/")[-2])
    assert not (await own_letters(cleo)).wanted
    await factories.bounce_letters()
    assert not (await own_letters(dora)).wanted


async def test_nobody_is_written_to_whose_address_is_not_known(memorandum: Memorandum) -> None:
    row = await factories.organisation("ben", email="")
    opened = await links.follow((await factories.signed(memorandum, row)).manage_token)
    assert not (await own_letters(opened)).possible


async def test_a_look_at_what_would_be_published_writes_nothing(memorandum: Memorandum) -> None:
    await party(memorandum, "ben")
    entry = await enter(memorandum, told.update())
    await preview(memorandum, entry.key)
    assert not await Job.exists().where(Job.kind == "timeline_letters")
    assert not await written(memorandum)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong", "story"),
    [
        ("TimelineSubscriber.written_until: until,", "", test_one_letter_tells_after_half_an_hour_of_quiet_and_never_again),
        (" or contact.email.lower() in news.notified", "", test_whoever_gets_the_notifications_is_not_told_twice),
        ("or row.organisation not in news.acting ", "", test_letters_end_with_the_signature_and_while_the_text_is_not_public),
        ("is_discreet(party, news.subject.forum, memorandum)", "False", test_letters_name_neither_a_text_nor_a_party_that_asks_for_care),
    ],
)
async def test_a_build_that_says_too_much_is_found(memorandum: Memorandum, monkeypatch, right: str, wrong: str, story) -> None:
    names = mutated(timeline_letters, right, wrong)
    monkeypatch.setattr(subscribed, "write_timeline_letters", names["write_timeline_letters"])
    monkeypatch.setitem(globals(), "write_timeline_letters", names["write_timeline_letters"])
    with pytest.raises((AssertionError, KeyError)):
        await story(memorandum)
    assert await Letter.count() + await TimelineSubscriber.count()


async def test_a_text_that_is_public_again_tells_what_was_due_meanwhile(memorandum: Memorandum) -> None:
    await party(memorandum, "ben")
    await told.published(memorandum, told.update())
    await withdraw_from_public(await factories.reloaded(memorandum), HidingForm(reason="Somebody is in danger."))
    assert not await written(memorandum)
    with clock.shifted(LATER):
        await return_to_public(await factories.reloaded(memorandum), ReasonedForm(reason="The danger is over."))
        assert await Job.exists().where((Job.kind == "timeline_letters") & (Job.run_at > clock.now() - timedelta(minutes=1)))
    assert (await written(memorandum)).keys() == {"ben"}
