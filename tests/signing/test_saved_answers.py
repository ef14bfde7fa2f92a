"""Ben's board decides on Thursday: he saves the answers, closes the page, and goes on with the same private link."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from coalition import clock, database
from coalition.forums.tables import Forum
from coalition.invitations.errors import LinkUsed
from coalition.invitations.inviting import revoke
from coalition.invitations.link_sessions import begin_session
from coalition.invitations.links import close_invitation
from coalition.invitations.saved_answers import _erasing
from coalition.invitations.tables import Invitation, SavedAnswers, SigningSession
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.memoranda.edition_queries import latest_edition
from coalition.memoranda.opening import close
from coalition.organisations.tables import Organisation
from coalition.signatures import saving_answers
from coalition.signatures.link_ends import end_links_at_desk
from coalition.signatures.saving_answers import SavedMeanwhile, SavingForm, save_answers
from tests import factories
from tests.browser.filled_forms import values_in
from tests.conftest import visitor
from tests.house.inputs import inputs_of
from tests.mutants import mutated
from tests.signing.walking import DECLINE, NEW, SIGNATURE, Case, a_case, acts, check_page, enter, everything, post, words

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

SAVED = "/en/signing/saved-answers"
REMOVAL = f"{SAVED}/removal"
BUTTON = "Save and continue later"
TYPED = {
    "kind": "ad_referendum",
    "representative_name": "Бен Султанов",
    "disclosure": "described",
    "description": "A group from Central Asia",
    "statement_kind": "declaration",
    "statement_text": "Two lines,\nnot complete",
}


@pytest.fixture(autouse=True)
def saved_for_twenty_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving_answers, "LONGEST", timedelta(days=20))  # less than the window of 30 days


@pytest.fixture
async def case(ben: httpx.AsyncClient, ada_account: Coordinator) -> Case:
    result = await a_case(ada_account)
    await enter(ben, result)
    return result


async def save(ben: httpx.AsyncClient, **more: str) -> httpx.Response:
    """Save as the button of the form does: with everything that the form has."""
    given = inputs_of((await ben.get(NEW)).text)[-1]
    return await post(ben, SAVED, given | TYPED | more)


async def number_saved() -> int:
    return await SavedAnswers.count()


async def test_he_saves_closes_the_page_and_goes_on(ben: httpx.AsyncClient, case: Case) -> None:
    assert BUTTON in (await ben.get(NEW)).text
    page = await save(ben)
    assert page.status_code == 200, page.text
    until = date_text(clock.today() + timedelta(days=20), "en")
    assert f"Nothing was signed. Your answers are there until {until}" in words(page.text)
    assert (await ben.get(NEW)).status_code == 403
    assert (await SigningSession.count(), await acts(), await number_saved()) == (0, [], 1)
    assert not [text for text in TYPED.values() if text in await everything() and " " in text]
    assert (await ben.get(NEW)).status_code == 403

    await enter(ben, case)
    assert "They were saved on" in words((await ben.get("/en/signing")).text)
    again = await ben.get(NEW)
    assert f"stay until {until}" in words(again.text)
    filled = inputs_of(again.text)[-1]
    assert {name: filled[name] for name in TYPED} == TYPED
    assert filled["digest"] == case.digest
    assert (await save(ben, representative_name="Bella")).status_code == 200

    await enter(ben, case)
    assert "Bella" in values_in((await ben.get(NEW)).text)
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 303
    assert (await acts(), await number_saved()) == (["signature"], 0)


async def test_the_check_page_saves_too(ben: httpx.AsyncClient, case: Case) -> None:
    await save(ben)
    await enter(ben, case)
    filled = inputs_of((await ben.get(NEW)).text)[-1]
    page = await check_page(ben, filled | case.answers)
    assert BUTTON in page.text
    change, _ = inputs_of(page.text)[:2]
    assert (await ben.post(SAVED, data=change)).status_code == 303
    await enter(ben, case)
    assert "Ben Sultanov" in values_in((await ben.get(NEW)).text)


async def test_confirmations_are_never_saved(ben: httpx.AsyncClient, case: Case) -> None:
    await save(ben, typed_name="Ben Sultanov", authority="yes")
    await enter(ben, case)
    filled = inputs_of((await check_page(ben, inputs_of((await ben.get(NEW)).text)[-1] | case.answers)).text)[-1]
    assert filled["typed_name"] == ""
    assert "authority" not in filled


async def test_he_throws_them_away(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, case: Case) -> None:
    await save(ben)
    assert (await cleo.post(REMOVAL, data={"form_token": "x"})).status_code == 403
    await enter(ben, case)
    assert (await ben.post(REMOVAL, data={"form_token": "of another session"})).status_code == 403
    assert await number_saved() == 1
    [form, *_] = inputs_of((await ben.get(NEW)).text)
    assert (await ben.post(REMOVAL, data=form)).headers["location"] == "/en/signing"
    assert await number_saved() == 0
    assert "were saved" not in (await ben.get(NEW)).text


async def _sign(ben: httpx.AsyncClient, case: Case) -> None:
    await enter(ben, case)
    await ben.post(SIGNATURE, data=case.signature)


async def _decline(ben: httpx.AsyncClient, case: Case) -> None:
    await enter(ben, case)
    await ben.post(DECLINE, data={"authority": "yes"})


async def _hand_over(ben: httpx.AsyncClient, case: Case) -> None:
    await enter(ben, case)
    colleague = {"name": "Dilshod", "email": "dilshod@bir-duino.example.org", "language": "en", "belongs": "yes"}
    assert (await ben.post("/en/signing/delegation", data=colleague)).status_code == 303


async def _new_link(_: httpx.AsyncClient, case: Case) -> None:
    await factories.invitation_link(case.memorandum, case.organisation)


async def _revoke(_: httpx.AsyncClient, case: Case) -> None:
    [invitation] = await Invitation.objects().where(Invitation.organisation == case.organisation.id)
    await revoke(case.memorandum, invitation.id)


async def _end_links(_: httpx.AsyncClient, case: Case) -> None:
    await end_links_at_desk(case.memorandum, case.organisation.id)


async def _on_paper(_: httpx.AsyncClient, case: Case) -> None:
    async with database.transaction():
        await close_invitation(case.memorandum.id, case.organisation.id)


async def _close(_: httpx.AsyncClient, case: Case) -> None:
    await close(case.memorandum)
    await run_due()


async def _thirty_days(_: httpx.AsyncClient, case: Case) -> None:
    with clock.shifted(timedelta(days=20, minutes=1)):
        await run_due()


async def _at_risk(_: httpx.AsyncClient, case: Case) -> None:
    await Organisation.update({Organisation.at_risk: True}).where(Organisation.id == case.organisation.id)
    await run_due()


ENDINGS = (_sign, _decline, _hand_over, _new_link, _revoke, _end_links, _on_paper, _close, _thirty_days, _at_risk)


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.__name__)
async def test_they_are_erased(
    ben: httpx.AsyncClient, case: Case, ending: Callable[[httpx.AsyncClient, Case], Awaitable[None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_erasing, "last", clock.now() - timedelta(days=1))
    await save(ben)
    other = await a_case(await factories.coordinator("eva@example.org", "Eva"), "other", case.memorandum)
    async with visitor(ben._transport.app) as neighbour:
        await enter(neighbour, other)
        await save(neighbour)
    assert await number_saved() == 2
    await ending(ben, case)
    left = 0 if ending in {_close, _thirty_days} else 1
    assert await number_saved() == left


async def test_when_their_time_is_over_nobody_opens_them_even_before_they_are_erased(ben: httpx.AsyncClient, case: Case) -> None:
    await save(ben)
    with clock.shifted(timedelta(days=20, minutes=1)):
        await enter(ben, case)
        assert "were saved" not in (await ben.get(NEW)).text
        assert await number_saved() == 1
        assert (await save(ben)).status_code == 200
        assert await number_saved() == 1


async def test_they_last_until_the_window_closes_at_most(ben: httpx.AsyncClient, ada_account: Coordinator) -> None:
    case = await a_case(ada_account, memorandum=await factories.opened(ada_account, days=3))
    await enter(ben, case)
    assert f"until {date_text(clock.today() + timedelta(days=3), 'en')}" in words((await save(ben)).text)


@pytest.mark.parametrize("careful", ["careful", "high", "at risk"])
async def test_where_care_is_needed_nothing_is_saved(ben: httpx.AsyncClient, ada_account: Coordinator, careful: str) -> None:
    forum = await factories.forum(risk_profile=careful) if careful != "at risk" else await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug)
    case = await a_case(ada_account, memorandum=memorandum, at_risk=careful == "at risk")
    await enter(ben, case)
    assert BUTTON not in (await ben.get(NEW)).text
    assert BUTTON not in (await check_page(ben, case.answers)).text
    page = await save(ben)
    assert (page.status_code, await number_saved()) == (422, 0)
    assert "Here nothing can be saved for later" in page.text
    assert TYPED["representative_name"] in values_in(page.text)


async def test_a_forum_that_becomes_careful_hides_and_erases_them(
    ben: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_erasing, "last", clock.now() - timedelta(days=1))
    forum = await factories.forum()
    case = await a_case(ada_account, memorandum=await factories.opened(ada_account, forum=forum.slug))
    await enter(ben, case)
    await save(ben)
    await enter(ben, case)
    await Forum.update({Forum.risk_profile: "careful"}).where(Forum.id == forum.id)
    assert "were saved" not in (await ben.get(NEW)).text
    await run_due()
    assert await number_saved() == 0


async def test_the_text_has_changed_and_is_read_again(ben: httpx.AsyncClient, case: Case) -> None:
    await save(ben)
    await factories.superseded(case.memorandum)
    await run_due()
    digest = str((await latest_edition(case.memorandum.id)).digest)
    await enter(ben, case)
    assert (await ben.get(NEW)).headers["location"] == "/en/signing"
    assert (await ben.get(f"{NEW}?read={case.digest}")).headers["location"] == "/en/signing"
    page = (await ben.get("/en/signing")).text
    assert "The text has changed since you saved them." in words(page)
    assert "three times a year" in words(page)
    link = re.search(rf'href="({NEW}\?read=[^"]+)"', page)
    assert link
    filled = inputs_of((await ben.get(link[1])).text)[-1]
    assert (filled["digest"], filled["representative_name"]) == (digest, TYPED["representative_name"])
    assert (await ben.post(SAVED, data=filled)).status_code == 303
    await enter(ben, case)
    assert (await ben.get(NEW)).status_code == 200


async def test_a_new_link_opens_nothing_of_the_earlier_one(ben: httpx.AsyncClient, cleo: httpx.AsyncClient, case: Case) -> None:
    """Two sessions of the earlier link go on; they can neither save for a link that is over, nor see or erase what the new one saved."""
    second = inputs_of((await ben.get(NEW)).text)[-1]
    new = Case(case.memorandum, case.organisation, await factories.invitation_link(case.memorandum, case.organisation), case.digest)
    await enter(cleo, new)
    assert BUTTON not in (await ben.get(NEW)).text
    page = await ben.post(SAVED, data=second | TYPED)
    assert (page.status_code, await number_saved()) == (422, 0)
    assert "Your link was replaced by a newer one" in page.text
    await save(cleo, representative_name="Dilshod")
    assert "Dilshod" not in (await ben.get(NEW)).text
    assert (await ben.post(REMOVAL, data={"form_token": second["form_token"]})).status_code == 303
    assert await number_saved() == 1
    assert (await ben.post(SIGNATURE, data=case.signature)).status_code == 303
    assert await number_saved() == 0


async def test_of_two_windows_the_later_one_is_told(app: ASGIApp, ben: httpx.AsyncClient, case: Case) -> None:
    async with visitor(app) as window:
        await enter(window, case)
        old = inputs_of((await window.get(NEW)).text)[-1]
        await save(ben)
        page = await window.post(SAVED, data=old | {"representative_name": "Bella"})
        assert page.status_code == 422
        assert "Other answers were saved with this link" in page.text
        assert "Bella" in values_in(page.text)
        await enter(ben, case)
        assert TYPED["representative_name"] in values_in((await ben.get(NEW)).text)
        assert (await window.post(SAVED, data=inputs_of(page.text)[-1])).status_code == 303
        assert "Bella" in values_in((await ben.get(NEW)).text)
        page = await ben.post(SAVED, data=old | {"form_token": inputs_of((await ben.get(NEW)).text)[-1]["form_token"]})
        assert page.status_code == 422


async def test_of_two_that_save_at_the_same_time_one_is_told(case: Case) -> None:
    token = case.link.rpartition("/")[2]
    sessions = [await begin_session(token) for _ in range(3)]
    tasks = [save_answers(session, SavingForm(), TYPED | {"representative_name": session}) for session in sessions]
    answers = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(answer) for answer in answers].count(SavedMeanwhile) == 2
    assert await number_saved() == 1


async def test_a_signature_meanwhile_leaves_nothing(app: ASGIApp, ben: httpx.AsyncClient, case: Case) -> None:
    session = await begin_session(case.link.rpartition("/")[2])
    async with visitor(app) as window:
        await enter(window, case)
        old = inputs_of((await window.get(NEW)).text)[-1]
        await ben.post(SIGNATURE, data=case.signature)
        assert (await window.post(SAVED, data=old | TYPED)).status_code == 410
    with pytest.raises(LinkUsed):
        await save_answers(session, SavingForm(), TYPED)
    assert await number_saved() == 0


async def test_saving_beside_a_signature_leaves_nothing(ben: httpx.AsyncClient, case: Case) -> None:
    session = await begin_session(case.link.rpartition("/")[2])
    _, signed = await asyncio.gather(save_answers(session, SavingForm(), TYPED), ben.post(SIGNATURE, data=case.signature), return_exceptions=True)
    assert isinstance(signed, httpx.Response)
    assert (signed.status_code, await acts(), await number_saved()) == (303, ["signature"], 0)


async def test_saving_beside_a_new_link_leaves_nothing(case: Case) -> None:
    session = await begin_session(case.link.rpartition("/")[2])
    new = factories.invitation_link(case.memorandum, case.organisation)
    await asyncio.gather(save_answers(session, SavingForm(), TYPED), new, return_exceptions=True)
    assert await number_saved() == 0


async def test_half_way_through_the_old_answers_and_the_session_stay(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    token = case.link.rpartition("/")[2]
    await save_answers(await begin_session(token), SavingForm(), TYPED)
    [row] = await SavedAnswers.select(SavedAnswers.sealed)
    session = await begin_session(token)

    async def stops(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(saving_answers, "end_session", stops)
    with pytest.raises(OSError):  # noqa: PT011 -- what stops has no words
        await save_answers(session, SavingForm(saved_version=row["sealed"][:16]), TYPED | {"kind": "support"})
    assert await SavedAnswers.select(SavedAnswers.sealed) == [row]
    assert await SigningSession.count() == 2  # this one, and the one of the browser


async def test_too_much_is_refused_and_stays_in_the_page(ben: httpx.AsyncClient, case: Case) -> None:
    assert case.link
    page = await save(ben, statement_text="ж" * 20_000)
    assert (page.status_code, await number_saved()) == (422, 0)
    assert "too much to be saved" in page.text
    assert "ж" * 20_000 in page.text


async def test_too_late_the_page_holds_the_form_and_nothing_is_saved(ben: httpx.AsyncClient, case: Case) -> None:
    given = inputs_of((await ben.get(NEW)).text)[-1] | TYPED
    with clock.shifted(timedelta(minutes=31)):
        held = re.search(r'name="held_form" value="([\w-]+)"', (await ben.post(SAVED, data=given)).text)
        assert held
        await enter(ben, case)
        page = await ben.post(SAVED, data={"held_form": held[1]})
        assert (page.status_code, await number_saved()) == (200, 0)
        assert TYPED["representative_name"] in values_in(page.text)


async def test_a_session_from_before_the_upgrade_offers_nothing(ben: httpx.AsyncClient, case: Case) -> None:
    assert case.link
    await SigningSession.update({SigningSession.answers_key: ""}, force=True)
    assert BUTTON not in (await ben.get(NEW)).text
    assert (await save(ben)).status_code == 422


async def test_a_build_that_forgets_to_erase_with_the_signature_is_caught(
    ben: httpx.AsyncClient, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    from coalition.signatures import signing

    await save(ben)
    wrong = mutated(signing, "        await erase_answers(invitation.id)\n", "")
    monkeypatch.setattr(signing, "_use_up", wrong["_use_up"])
    await _sign(ben, case)
    assert await number_saved() == 1
