"""A round as its organisations live it: sent, opened, answered, silent, come back; extended, broken, closed."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.duplicates import engagements
from coalition.duplicates.errors import BothSeated
from coalition.duplicates.merging import merge
from coalition.fields import InvalidForm
from coalition.invitations.errors import LinkExpired
from coalition.invitations.fresh_links import send_fresh_links
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda.errors import WordingMissing
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.recording_revisions import Content
from coalition.memoranda.tables import TextState
from coalition.memoranda.wording import save_wording
from coalition.organisations.queries import by_slug
from coalition.people.tokens import hash_of
from coalition.rounds import broken_silence, closing_rounds, queries, round_letters
from coalition.rounds.errors import RoundClosed, RoundStillOpen
from coalition.rounds.forms import RoundExtensionForm, RoundForm, RoundReminderForm
from coalition.rounds.reminding_seats import remind_silent
from coalition.rounds.result_sentences import sentence_of
from coalition.rounds.round_results import Outcome
from coalition.rounds.seat_links import end_seat_links, follow_seat
from coalition.rounds.seat_sessions import begin_seat_session, seat_session_opens
from coalition.rounds.seats import disclosed_by
from coalition.rounds.sending_rounds import send_round
from coalition.rounds.tables import SeatState
from tests import factories
from tests.letters import letters_in_tray
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

SLUGS = ("ben", "dilnoza", "far")
AFTER = timedelta(days=9)


async def _drafted(by: Coordinator, **more: Any) -> Memorandum:
    """Return a draft, and three organisations: that of Ben reads Arabic, that of Dilnoza Russian."""
    for slug, language in zip(SLUGS, ("ar", "ru", "en"), strict=True):
        await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org", language=language)
    return await factories.draft(by, languages=("en", "ru", "ar"), **more)


async def _letters(kind: str) -> Counter[str]:
    return Counter([letter.address.partition("@")[0] for letter in await letters_in_tray(Letter.kind == kind)])


async def test_silence_is_agreement_where_the_letter_arrived(ada_account: Coordinator) -> None:
    memorandum = await _drafted(ada_account)
    row = await seated.sent(memorandum, *SLUGS, message=[{"language": "ar", "text": "إلى اللقاء."}])
    assert (row.number, row.edition) == (1, 1)
    assert (await factories.reloaded(memorandum)).text_state == TextState.CIRCULATED
    [arabic] = [letter for letter in await letters_in_tray() if letter.address.startswith("ben@")]
    assert "إلى اللقاء." in arabic.text
    assert {view.state for view in (await seated.seats(row)).values()} == {SeatState.NOT_SENT}
    links = await seated.deliver()
    await begin_seat_session(links["dilnoza"])
    await seated.answer(links["ben"], "agree")
    states = {slug: view.state for slug, view in (await seated.seats(row)).items()}
    assert states == {"ben": SeatState.ANSWERED, "dilnoza": SeatState.OPENED, "far": SeatState.SENT}
    assert (await seated.result(row)).outcome is Outcome.OPEN
    with clock.shifted(AFTER):
        await run_due()
        closed = await seated.result(row)
        assert (closed.outcome, closed.agree, closed.silent) == (Outcome.AGREED, 1, 2)
        said = sentence_of(closed).text("en")
        assert said.startswith("Agreed: no objection from 3 of 3 by ")
        assert said.endswith("; silence of 2.")
        await closing_rounds.close_round_when_due({"round": row.id})
        assert await _kinds("round_closed") == 3


async def _kinds(kind: str) -> int:
    return int(await Letter.count().where(Letter.kind == kind))


async def test_silence_after_a_letter_that_came_back_is_no_agreement(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS)
    await seated.deliver()
    await seated.bounce(row, "far")
    with clock.shifted(AFTER):
        await run_due()
        bounced = await seated.result(row)
        assert (bounced.outcome, bounced.silent, bounced.bounced) == (Outcome.NOT_AGREED, 2, 1)
        assert "no letter reached 1 of 3" in sentence_of(bounced).text("en")
        await seated.bounce(row, "ben")
        assert (await seated.result(row)).bounced == 2


async def test_silence_after_a_letter_that_waits_is_no_agreement(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), "ben")
    with clock.shifted(AFTER):
        await closing_rounds.close_round_when_due({"round": row.id})  # the letter has not left
        late = await seated.result(row)
        await run_due()
        assert (late.outcome, late.not_sent) == (Outcome.NOT_AGREED, 1)
        assert (await seated.result(row)).outcome is Outcome.NOT_AGREED


async def test_a_round_that_is_closed_early_takes_nobody_for_silent(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS)
    links = await seated.deliver()
    await seated.answer(links["ben"], "agree")
    await closing_rounds.close_round(row.id)
    closed = await seated.result(row)
    assert (closed.outcome, closed.early, closed.silent) == (Outcome.NOT_AGREED, True, 2)
    assert "silence does not count; no answer from 2 of 3" in sentence_of(closed).text("en")
    with pytest.raises(RoundClosed):
        await closing_rounds.close_round(row.id)


@pytest.mark.parametrize(("disclosure", "named"), [("named", True), ("unnamed", False), ("coordinators", False)])
async def test_all_seats_are_told_that_silence_is_broken(ada_account: Coordinator, disclosure: str, named: bool) -> None:
    await seated.sent(await _drafted(ada_account), *SLUGS)
    links = await seated.deliver()
    await seated.answer(links["ben"], "object", disclosure=disclosure)
    await _go_on()
    letters = await letters_in_tray(Letter.kind == "round_broken")
    assert sorted(letter.address.partition("@")[0] for letter in letters) == sorted(SLUGS)
    assert [("Party ben" in letter.text) for letter in letters] == [named] * 3
    assert not any("goes too far" in letter.text for letter in letters)


async def _go_on() -> None:
    """Let the jobs write the letters that the first step left, while the letters stay in the tray."""
    from coalition.jobs import worker
    from coalition.jobs.queue import payload_of
    from coalition.jobs.tables import Job

    while job := await Job.objects().where(Job.kind == "long_work").order_by(Job.id).first():
        await worker._handlers["long_work"](payload_of(job))
        await Job.delete().where(Job.id == job.id)


async def test_a_letter_that_names_an_unnamed_objector_is_noticed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(broken_silence, "is not AnswerDisclosure.NAMED", "is AnswerDisclosure.COORDINATORS")["breaker_of"]
    monkeypatch.setattr(round_letters, "breaker_of", wrong)
    with pytest.raises(AssertionError):
        await test_all_seats_are_told_that_silence_is_broken(ada_account, "unnamed", named=False)


async def test_only_silent_seats_are_reminded_once_a_day(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS)
    links = await seated.deliver()
    await seated.answer(links["ben"], "can_live")
    form = RoundReminderForm.parse({"message": [{"language": "ru", "text": "Ждём вас."}]})
    assert await remind_silent(row.id, form) == ["dilnoza", "far"]
    assert await remind_silent(row.id, form) == []
    assert await _letters("round_reminder") == {"dilnoza": 1, "far": 1}
    with pytest.raises(LinkExpired):
        await follow_seat(links["far"])
    assert await follow_seat((await seated.tokens())["far"])


async def test_a_reminder_to_those_who_answered_is_noticed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(queries, "SeatAnswer.late.eq(False)", "SeatAnswer.late.eq(True)")["answered_among"]
    monkeypatch.setattr(queries, "answered_among", wrong)
    with pytest.raises(AssertionError):
        await test_only_silent_seats_are_reminded_once_a_day(ada_account)


async def test_an_extension_is_told_to_all_and_recorded(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS)
    links = await seated.deliver()
    await seated.answer(links["ben"], "agree")
    with pytest.raises(InvalidForm):
        await closing_rounds.extend_round(row.id, RoundExtensionForm.parse({"closes": str(row.closes_on)}))
    await closing_rounds.extend_round(row.id, RoundExtensionForm.parse({"closes": seated.day(20)}))
    assert await _letters("round_extended") == dict.fromkeys(SLUGS, 1)
    [extension] = await queries.extensions_of(row.id)
    assert str(extension.after) == seated.day(20)
    with clock.shifted(AFTER):
        await run_due()  # the job of the first deadline
        assert (await seated.result(row)).is_open
    with clock.shifted(timedelta(days=21)):
        await run_due()
        assert (await seated.result(row)).outcome is Outcome.AGREED
        with pytest.raises(RoundClosed):
            await closing_rounds.extend_round(row.id, RoundExtensionForm.parse({"closes": seated.day(30)}))


async def test_a_late_answer_is_recorded_and_changes_nothing(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS)
    links = await seated.deliver()
    await seated.answer(links["ben"], "agree")
    with clock.shifted(timedelta(days=8)):
        assert (await seated.answer(links["far"], "object")).late  # the deadline is over, and the job has not closed the round
        await closing_rounds.close_round_when_due({"round": row.id})
        assert (await seated.answer((await seated.tokens())["ben"], "object")).late
        closed, views = await seated.result(row), await seated.seats(row)
        assert (closed.outcome, closed.agree, closed.silent, closed.late) == (Outcome.AGREED, 1, 2, 2)
        assert views["ben"].answer is not None
        assert views["ben"].answer.position == "agree"
        assert views["far"].late is not None
        assert views["far"].late.reason == "The text goes too far."
        assert await _kinds("round_broken") == 0
        last = (await seated.tokens())["ben"]
    with clock.shifted(timedelta(days=40)), pytest.raises(LinkExpired):
        await follow_seat(last)


async def test_a_late_answer_that_counts_is_noticed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    from coalition.rounds import seats

    wrong = mutated(seats, "(late if answer.late else counting)[answer.seat] = answer", "counting[answer.seat] = answer")["views_of"]
    monkeypatch.setattr(seated, "views_of", wrong)
    with pytest.raises(AssertionError):
        await test_a_late_answer_is_recorded_and_changes_nothing(ada_account)


async def test_a_seat_reads_of_others_what_they_disclosed(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS, kind="indication")
    links = await seated.deliver()
    await seated.answer(links["ben"], "can_live", reason="Named words.", name="Ben")
    await seated.answer(links["dilnoza"], "object", reason="Unnamed words.", disclosure="unnamed")
    await seated.answer(links["far"], "agree", reason="Private words.", disclosure="coordinators")
    views = await seated.seats(row)
    read = disclosed_by(views.values(), views["ben"].id)
    assert [(each.organisation, each.reason) for each in read] == [(None, "Unnamed words.")]
    read = disclosed_by(views.values(), views["far"].id)
    assert [each.organisation for each in read] == [views["ben"].organisation, None]
    await seated.answer(links["dilnoza"], "can_live")  # until the deadline an answer can be changed
    await closing_rounds.close_round(row.id)
    assert (await seated.result(row)).outcome is Outcome.AGREED


async def test_an_indication_with_silence_is_not_agreed(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), *SLUGS, kind="indication")
    links = await seated.deliver()
    await seated.answer(links["ben"], "agree")
    with clock.shifted(AFTER):
        await run_due()
        assert (await seated.result(row)).outcome is Outcome.NOT_AGREED


async def test_the_draft_is_frozen_and_rounds_are_numbered(ada_account: Coordinator) -> None:
    memorandum = await _drafted(ada_account)
    row = await seated.sent(memorandum, "ben")
    with pytest.raises(RoundStillOpen):
        await seated.sent(memorandum, "far")
    await save_wording(memorandum, "en", WordingForm(title="Another title", body="1. Another text.\n"))
    texts = {text.language: Content.unpacked(text.content) for text in await queries.texts_of(row.id)}
    assert set(texts) == {"en", "ru", "ar"}
    assert texts["en"].title == "Memorandum on cooperation"
    assert texts["en"].keys
    await closing_rounds.close_round(row.id)
    second = await seated.sent(await factories.reloaded(memorandum), "far")
    assert second.number == 2
    assert [each.number for each in await queries.rounds_of(memorandum.id, limit=5)] == [2, 1]


async def test_a_round_needs_a_text_in_each_authentic_language(ada_account: Coordinator) -> None:
    await factories.organisation("ben")
    memorandum = await factories.draft(ada_account, languages=("en",), authentic_languages=["en", "ru"])
    with pytest.raises(WordingMissing):
        await seated.sent(memorandum, "ben")
    with pytest.raises(InvalidForm):
        await seated.sent(memorandum, "nobody")


async def test_links_are_shown_once_where_no_letter_is_sent(ada_account: Coordinator) -> None:
    memorandum = await _drafted(ada_account)
    form = RoundForm.parse({"kind": "silence", "closes": seated.day(7), "organisations": ["ben", "far"], "send": False})
    made = await send_round(memorandum, form)
    links = {seat.organisation: seat.link.rpartition("/")[2] for seat in made.seats}
    assert not await Letter.exists()
    session = await begin_seat_session(links["ben"])
    assert await seat_session_opens(session)
    with clock.shifted(AFTER):
        await run_due()
        closed = await seated.result(made.round)
        assert (closed.silent, closed.not_sent, closed.outcome) == (1, 1, Outcome.NOT_AGREED)


async def test_a_replaced_link_gives_a_fresh_one_and_a_seized_one_ends_sessions(ada_account: Coordinator) -> None:
    row = await seated.sent(await _drafted(ada_account), "far")
    links = await seated.deliver()
    session = await begin_seat_session(links["far"])
    await send_fresh_links({"link": hash_of(links["far"])})
    assert not await _letters("fresh_link")  # the link works, so that asking replaces nothing
    [seat] = await queries.seats_of([row.id])
    await end_seat_links(row, seat.id)
    assert await seat_session_opens(session) is None
    for _ in range(5):
        await send_fresh_links({"link": hash_of(links["far"])})
    assert await _letters("fresh_link") == {"far": 3}
    assert await follow_seat((await seated.tokens())["far"])


async def test_letters_of_a_careful_forum_name_nothing(ada_account: Coordinator) -> None:
    await factories.forum(risk_profile="high")
    memorandum = await _drafted(ada_account, forum="kyiv-2013")
    row = await seated.sent(memorandum, *SLUGS, message=[{"language": "en", "text": "About the Memorandum."}])
    links = await seated.tokens()
    await remind_silent(row.id, RoundReminderForm())
    await closing_rounds.extend_round(row.id, RoundExtensionForm.parse({"closes": seated.day(20)}))
    await seated.answer((await seated.tokens())["ben"], "object")
    await closing_rounds.close_round(row.id)
    await _go_on()
    letters = await letters_in_tray()
    assert {letter.kind for letter in letters} == {"round_opened", "round_reminder", "round_extended", "round_closed"} | {"round_broken"}
    assert len(links) == 3
    for letter in letters:
        for secret in ("Memorandum", "Меморандум", "مذكرة", "Party", "Kyiv", "3 of 3"):
            assert secret not in letter.text + letter.subject, (letter.kind, secret)


async def test_a_seat_of_a_merged_entry_stays_its_own(ada_account: Coordinator) -> None:
    memorandum = await _drafted(ada_account)
    row = await seated.sent(memorandum, "ben", "dilnoza")
    await seated.deliver()
    ben, dilnoza, far = [await by_slug(slug) for slug in SLUGS]
    assert ben
    assert dilnoza
    assert far
    await merge(ben, far, ada_account.id)
    assert set(await seated.seats(row)) == {"ben", "dilnoza"}
    assert await remind_silent(row.id, RoundReminderForm()) == ["ben", "dilnoza"]
    assert await _letters("round_reminder") == {"ben": 1, "dilnoza": 1}
    await seated.answer((await seated.tokens())["ben"], "agree")
    assert (await seated.result(row)).agree == 1
    with pytest.raises(BothSeated):  # the seat of an entry that was merged counts for the one that remains
        await merge(dilnoza, far, ada_account.id)
    await closing_rounds.close_round(row.id)
    await merge(dilnoza, far, ada_account.id)
    assert set(await seated.seats(row)) == {"ben", "dilnoza"}
    again = await seated.sent(memorandum, "ben", "dilnoza")
    assert set(await seated.seats(again)) == {"far"}


async def test_an_organisation_with_two_seats_is_noticed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = mutated(engagements, "Engagement.SEAT if len(seats) > 1 else None", "None")["clashes"]
    monkeypatch.setattr("coalition.duplicates.merging.clashes", wrong)
    with pytest.raises(pytest.fail.Exception):
        await test_a_seat_of_a_merged_entry_stays_its_own(ada_account)
