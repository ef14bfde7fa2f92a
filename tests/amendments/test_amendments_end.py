"""What amendments end with: late ones, drafts that are adopted or given up, words that are erased, entries that are merged."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.abandoning import abandon
from coalition.amendments import ending_amendments
from coalition.amendments.entering import enter_for
from coalition.amendments.errors import AmendmentNotOpen
from coalition.amendments.forms import CoSponsorForm, ReplyForm
from coalition.amendments.proposing import save_amendment
from coalition.amendments.readers import coordinators_of
from coalition.amendments.replying_to_amendments import reply_in_seat
from coalition.amendments.supporting import join_amendment
from coalition.amendments.tables import AMENDMENT_TEXT, Amendment, AmendmentState, Reply
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.arranging_provisions import remove_provision
from coalition.drafting.errors import ProvisionRemoved
from coalition.drafting.returning import undo_change
from coalition.duplicates.merging import merge
from coalition.errors import StillUsed
from coalition.jobs.worker import run_due
from coalition.keys.rotating import rotate
from coalition.memoranda.authenticating import adopt
from coalition.memoranda.confirming_wordings import confirm_wording
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.memoranda.edition_queries import edition_worked_on
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.forms import AdoptionForm
from coalition.memoranda.obstacles import obstacles, text_to_adopt
from coalition.memoranda.taking_forms import ReasonedForm
from coalition.memoranda.wording_agreement import digest_compared
from coalition.organisations.queries import by_slug
from coalition.organisations.removing import delete_organisation
from coalition.rounds import answering_rounds
from coalition.rounds.closing_rounds import close_round
from coalition.rounds.queries import open_round
from coalition.rounds.round_results import Outcome
from coalition.rounds.tables import SeatState
from coalition.signatures.erasing import erase_persons
from tests import factories
from tests.amendments import proposed
from tests.drafting.conftest import key_of, wording_of
from tests.mutants import mutated
from tests.rounds import seated

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator
    from coalition.rounds.tables import ConsultationRound

pytestmark = pytest.mark.anyio

OVER = timedelta(days=7 + 30 + 2)  # after the links of a round of seven days


async def _adopt(memorandum: Memorandum) -> None:
    await adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))


async def _abandon(memorandum: Memorandum) -> None:
    await abandon(memorandum, ReasonedForm(reason="Nobody wants it."))


async def _round(memorandum: Memorandum) -> ConsultationRound:
    row = await open_round(memorandum.id)
    assert row
    return row


async def _two(memorandum: Memorandum) -> dict[str, str]:
    """Let Ben hand an amendment in and keep another to himself; Far gives one without a round."""
    links = await proposed.sessions(memorandum, "ben", "cleo")
    await proposed.handed_in(links["ben"], await proposed.replacing(memorandum, "1", "The parties meet twice.", reason="Once is too little."))
    await save_amendment(links["ben"], await proposed.replacing(memorandum, "3", "The parties say all."), "en")
    await reply_in_seat(links["cleo"], ReplyForm.parse({"text": "We agree.", "disclosure": "named"}), "en", amendment=1)
    await close_round((await _round(memorandum)).id)
    await enter_for(memorandum, proposed.entered("far", await proposed.replacing(memorandum, "3", "The parties publish all.")))
    return links


async def _stored() -> list[tuple[int, str, bool, bool]]:
    """Return of each amendment its number and state, and whether it has a text and a reason."""
    return [(row.number, row.state, bool(row.text), bool(row.reason)) for row in await Amendment.objects().order_by(Amendment.id)]


async def test_what_comes_late_is_recorded_and_marked(consulted: Memorandum) -> None:
    links = await proposed.sessions(consulted)
    form = await proposed.replacing(consulted, "1", "The parties meet twice.")
    await proposed.handed_in(links["ben"], form)
    await close_round((await _round(consulted)).id)
    assert await proposed.handed_in(links["cleo"], form) == [2]
    assert [line.is_late for line in await proposed.lines(coordinators_of(consulted.id))] == [False, True]


async def test_amendments_answer_a_round_of_comments_and_leave_silence_what_it_is(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    form = await proposed.replacing(consulted, "1", "The parties meet twice.")
    links = await proposed.sessions(consulted, "ben", "cleo")
    row = await _round(consulted)
    await proposed.handed_in(links["ben"], form)
    assert {slug: view.state for slug, view in (await seated.seats(row)).items()} == {"ben": SeatState.ANSWERED, "cleo": SeatState.OPENED}
    await close_round(row.id)
    links = await proposed.sessions(consulted, "ben", "cleo", kind="silence")
    row = await _round(consulted)
    await proposed.handed_in(links["ben"], form)
    wrong = mutated(answering_rounds, "if row.kind != RoundKind.COMMENTS or await", "if await")["note_commented"]
    monkeypatch.setattr("coalition.amendments.proposing.note_commented", wrong)
    await proposed.handed_in(links["cleo"], form)
    with clock.shifted(timedelta(days=9)):
        await run_due()
        states = {slug: view.state for slug, view in (await seated.seats(row)).items()}
        assert states == {"ben": SeatState.SILENT, "cleo": SeatState.ANSWERED}  # of Cleo the build with a fault takes it for an answer
        assert (await seated.result(row)).outcome is Outcome.AGREED


@pytest.mark.parametrize("ending", [_adopt, _abandon])
async def test_open_amendments_end_with_the_draft_and_their_words_later(
    consulted: Memorandum, ending: Callable[[Memorandum], Awaitable[None]]
) -> None:
    links = await _two(consulted)
    about = await text_to_adopt(consulted, await edition_worked_on(consulted.id))
    [obstacle] = [each for each in await obstacles.ask(about) if each.code == "open-amendments"]
    assert (obstacle.error, obstacle.message.text("en")) == (None, "2 amendments wait for a decision.")
    await ending(consulted)
    for work in (proposed.handed_in(links["cleo"]), save_amendment(links["ben"], await proposed.replacing(consulted, "1", "No."), "en")):
        with pytest.raises(MemorandumRule):
            await work
    with pytest.raises(AmendmentNotOpen):
        await proposed.decided(consulted, 1)
    assert await _stored() == [(1, "moot", True, True), (0, "draft", True, False), (2, "moot", True, False)]
    with clock.shifted(OVER):
        await run_due()
        assert await _stored() == [(1, "moot", False, False), (2, "moot", False, False)]
        view = await proposed.at_desk(consulted, 1)
        assert (view.is_erased, view.reason, [reply.text for reply in view.replies]) == (True, "", [""])


async def test_while_somebody_works_on_the_draft_only_private_work_is_erased(consulted: Memorandum) -> None:
    await _two(consulted)
    with clock.shifted(OVER):
        await run_due()
        assert await _stored() == [(1, "submitted", True, True), (2, "submitted", True, False)]
        organisation = await by_slug("ben")
        assert organisation
        await erase_persons(consulted, organisation.id)
        assert await _stored() == [(1, "withdrawn", False, False), (2, "submitted", True, False)]


@pytest.mark.sqlite_only
async def test_a_build_that_erases_no_words_is_found(consulted: Memorandum, monkeypatch: pytest.MonkeyPatch) -> None:
    links = await _two(consulted)
    wrong = mutated(ending_amendments, "    await Amendment.update(dict(_WORDS)).where(these)", "    return")
    monkeypatch.setattr(ending_amendments, "_erase", wrong["_erase"])
    await _abandon(consulted)
    with clock.shifted(OVER):
        await run_due()
    assert (await Amendment.objects().where(Amendment.number == 1))[0].text
    assert links


async def test_a_provision_that_is_gone_leaves_its_amendments_without_an_object_until_it_is_back(consulted: Memorandum) -> None:
    await _two(consulted)
    arranged = await remove_provision(consulted, await key_of(consulted, "1"))
    assert [line.state for line in await proposed.lines(coordinators_of(consulted.id))] == [AmendmentState.MOOT, AmendmentState.SUBMITTED]
    with pytest.raises(ProvisionRemoved):
        await proposed.decided(consulted, 1)
    await undo_change(consulted, arranged.change)
    assert (await proposed.at_desk(consulted, 1)).line.is_open


async def test_an_acceptance_makes_the_other_languages_stale_and_undoing_it_opens_the_amendment(consulted: Memorandum) -> None:
    await _two(consulted)
    draft = await draft_texts(consulted)
    russian = draft.wording("ru")
    assert russian
    await confirm_wording(consulted, "ru", digest_compared(russian, draft.wordings))
    assert not state_of(await draft_texts(consulted), "ru").stale
    await proposed.decided(consulted, 1)
    assert [provision.key for provision in state_of(await draft_texts(consulted), "ru").stale] == [await key_of(consulted, "1")]
    [row] = await Amendment.objects().where(Amendment.number == 1)
    await undo_change(consulted, row.change)
    view = await proposed.at_desk(consulted, 1)
    assert (view.line.is_open, view.decided, "twice" in (await wording_of(consulted)).body) == (True, None, False)
    await proposed.decided(consulted, 1)
    assert "twice" in (await wording_of(consulted)).body


async def test_entries_that_are_merged_are_one_organisation_at_the_desk(consulted: Memorandum, ada_account: Coordinator) -> None:
    await _two(consulted)
    ben, far = await by_slug("ben"), await by_slug("far")
    assert ben
    assert far
    await close_round((await seated.sent(consulted, "far")).id)
    await merge(far, ben, ada_account.id)
    third = await enter_for(consulted, proposed.entered("far", await proposed.replacing(consulted, "1", "The parties meet daily.")))
    line = (await proposed.at_desk(consulted, third)).line
    assert line.organisation
    assert line.organisation.slug == "ben"


async def test_a_sponsor_that_is_merged_with_the_author_is_none(consulted: Memorandum, ada_account: Coordinator) -> None:
    links = await _two(consulted)
    await join_amendment(links["cleo"], 1, CoSponsorForm.parse({"disclosure": "named"}))
    ben, cleo = await by_slug("ben"), await by_slug("cleo")
    assert ben
    assert cleo
    await merge(cleo, ben, ada_account.id)
    assert (await proposed.at_desk(consulted, 1)).line.sponsors.number == 0


async def test_what_has_amendments_is_not_deleted(consulted: Memorandum) -> None:
    form = await proposed.replacing(consulted, "1", "The parties meet twice.")
    await enter_for(consulted, proposed.entered("far", form))
    far = await by_slug("far")
    assert far
    with pytest.raises(StillUsed):
        await delete_memorandum(await factories.reloaded(consulted))
    with pytest.raises(StillUsed):
        await delete_organisation(far)


@pytest.mark.sqlite_only
async def test_the_words_of_amendments_are_encrypted_again_with_a_new_key(consulted: Memorandum) -> None:
    await _two(consulted)
    before = {row.number: row.text for row in await Amendment.objects()}
    await rotate(settling=0)
    for row in await Amendment.objects():
        assert row.text != before[row.number]
        assert AMENDMENT_TEXT.decrypt(row.text, row.key).startswith("The parties")
    [reply] = await Reply.objects()
    assert "agree" not in reply.text
