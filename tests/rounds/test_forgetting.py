"""What rounds end with and forget: a draft that is fixed or given up ends the open round, and words about it go with their time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.abandoning import abandon
from coalition.editions.drafting import give_up, revise
from coalition.errors import StillUsed
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.memoranda.authenticating import adopt
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.memoranda.forms import AdoptionForm
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.rounds import closing_rounds, forgetting, queries
from coalition.rounds.answering_rounds import hand_in_comments, save_comments
from coalition.rounds.forms import RoundExtensionForm, SeatCommentsForm
from coalition.rounds.round_results import Outcome
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.rounds.tables import ConsultationRound, SeatAnswer, SeatComment
from coalition.signatures.erasing import erase_persons
from tests import factories
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

OVER = timedelta(days=7 + 30 + 2)  # after the links of a round of seven days
TOO_SOON = timedelta(days=7 + 29)


async def _adopt(memorandum: Memorandum) -> None:
    await adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))


async def _abandon(memorandum: Memorandum) -> None:
    await abandon(memorandum, ReasonedForm(reason="Nobody wants it."))


async def _parties() -> None:
    for slug in ("ben", "far"):
        await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org")


async def _commented(by: Coordinator) -> tuple[Memorandum, ConsultationRound]:
    """Send a round of comments; Ben hands one in, and saves another that he never hands in."""
    await _parties()
    memorandum = await factories.draft(by)
    row = await seated.sent(memorandum, "ben", "far", kind="comments")
    session = await begin_seat_session((await seated.deliver())["ben"])
    given = {"comments": {"": "It is long."}, "disclosure": "named", "name": "Ben Sultanov"}
    await hand_in_comments(session, SeatCommentsForm.parse(given), "en")
    await save_comments(session, {"": "It is too long."})
    return memorandum, row


async def _stored() -> tuple[int, int, int, int]:
    """Return how many answers there are, how many have a name and a reason, and how many comments there are."""
    answers, comments = await SeatAnswer.objects(), await SeatComment.count()
    return len(answers), sum(bool(row.name) for row in answers), sum(bool(row.reason) for row in answers), comments


@pytest.mark.parametrize("ending", [_adopt, _abandon])
async def test_a_draft_that_is_fixed_or_abandoned_ends_its_round(ada_account: Coordinator, ending: Callable[[Memorandum], Awaitable[None]]) -> None:
    await _parties()
    memorandum = await factories.draft(ada_account)
    row = await seated.sent(memorandum, "ben", "far")
    links = await seated.deliver()
    await seated.answer(links["ben"], "agree")
    await ending(memorandum)
    ended = await seated.result(row)
    assert (ended.is_open, ended.early, ended.outcome, ended.silent) == (False, True, Outcome.NOT_AGREED, 1)
    assert not await queries.open_round(memorandum.id)
    assert (await seated.answer(links["far"], "object")).late
    with clock.shifted(timedelta(days=9)):
        await run_due()
        assert not await Letter.count().where(Letter.kind.is_in(["round_closed", "round_broken"]))
        assert (await seated.result(row)).ended_on == ended.ended_on


async def test_a_next_edition_that_is_given_up_ends_its_round(ada_account: Coordinator) -> None:
    await _parties()
    memorandum = await factories.adopted(ada_account)
    await revise(memorandum)
    row = await seated.sent(await factories.reloaded(memorandum), "ben", "far")
    assert row.edition == 2
    await give_up(memorandum)
    assert not (await seated.result(row)).is_open


async def test_a_memorandum_that_was_sent_to_organisations_is_not_deleted(ada_account: Coordinator) -> None:
    await _parties()
    memorandum = await factories.draft(ada_account)
    await seated.sent(memorandum, "ben")
    with pytest.raises(StillUsed):
        await delete_memorandum(memorandum)
    await _abandon(memorandum)
    with pytest.raises(StillUsed):
        await delete_memorandum(memorandum)


async def test_names_go_with_the_links_and_comments_with_the_draft(ada_account: Coordinator) -> None:
    memorandum, row = await _commented(ada_account)
    assert await _stored() == (1, 1, 0, 2)
    with clock.shifted(TOO_SOON):
        await run_due()
        assert await _stored() == (1, 1, 0, 2)
    with clock.shifted(OVER):
        await run_due()
        assert await _stored() == (1, 0, 0, 1)  # the draft is still written
        await _adopt(await factories.reloaded(memorandum))
        await run_due()
        assert await _stored() == (1, 0, 0, 0)
        assert (await seated.result(row)).commented == 1


async def test_reasons_about_an_adopted_text_wait_for_the_end_of_the_links(ada_account: Coordinator) -> None:
    await _parties()
    memorandum = await factories.draft(ada_account)
    row = await seated.sent(memorandum, "ben", "far")
    await seated.answer((await seated.deliver())["ben"], "object", name="Ben")
    await closing_rounds.extend_round(row.id, RoundExtensionForm.parse({"closes": seated.day(17)}))
    await _adopt(await factories.reloaded(memorandum))
    with clock.shifted(OVER):
        await run_due()
        assert await _stored() == (1, 1, 1, 0)  # the deadline was moved
    with clock.shifted(OVER + timedelta(days=10)):
        await run_due()
        assert await _stored() == (1, 0, 0, 0)
        assert (await seated.result(row)).objections == 1


async def test_comments_about_a_draft_that_is_still_written_are_missed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    right, wrong = "not is_abandoned and edition.number == number and edition.digest is None", "False"
    monkeypatch.setattr(forgetting, "is_worked_on", mutated(forgetting, right, wrong)["is_worked_on"])
    with pytest.raises(AssertionError):
        await test_names_go_with_the_links_and_comments_with_the_draft(ada_account)


async def test_who_answered_is_erased_when_it_is_asked_for(ada_account: Coordinator) -> None:
    memorandum, row = await _commented(ada_account)
    views = await seated.seats(row)
    await erase_persons(memorandum, views["far"].organisation)
    assert await _stored() == (1, 1, 0, 2)
    await erase_persons(memorandum, views["ben"].organisation)
    assert await _stored() == (1, 0, 0, 0)
    assert (await seated.result(row)).commented == 1


async def test_a_person_whose_words_stay_is_noticed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    from coalition.signatures import erasing

    async def nothing(*_: int) -> None:
        """Erase nothing."""

    monkeypatch.setattr(erasing, "erase_answers", nothing)
    with pytest.raises(AssertionError):
        await test_who_answered_is_erased_when_it_is_asked_for(ada_account)
