"""Letters to those concerned when the time for signature changes: who gets them, what they say, and that nobody gets one twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.invitations import link_sessions, window_letters
from coalition.jobs import long_work
from coalition.jobs.tables import Job
from coalition.jobs.work_queries import work_on
from coalition.jobs.worker import run_due
from coalition.languages import date_text
from coalition.mail.tables import Letter
from coalition.memoranda import opening
from coalition.memoranda.forms import OpeningForm
from coalition.memoranda.rule_forms import ExtensionForm, WindowForm
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.signatures.forms import DeclineForm
from coalition.signatures.signing import decline
from tests import factories
from tests.desk.conftest import send, send_sure
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

DESK = "/en/desk/memoranda/cooperation"


async def _invited(by: Coordinator, **more: Any) -> Memorandum:
    """Return a memorandum that one organisation signed, one declined, and three have not answered: one of them is at risk, one in Arabic."""
    memorandum = await factories.opened(by, **more)
    for slug, columns in [("silent", {}), ("at-risk", {"at_risk": True}), ("arabic", {"language": "ar"}), ("declines", {}), ("signs", {})]:
        organisation = await factories.organisation(slug, f"Party {slug}", email=f"{slug}@example.org", **columns)
        if slug == "signs":
            await factories.signed(memorandum, organisation)
            continue
        link = await factories.invitation_link(memorandum, organisation, send=True)
        opened = await link_sessions.session_opens(await link_sessions.begin_session(link.rpartition("/")[2]))
        if slug == "declines" and opened:
            await decline(opened, DeclineForm.parse({"authority": True}))
    await Letter.delete(force=True)
    return await factories.reloaded(memorandum)


async def _tray() -> dict[str, Any]:
    letters = await letters_in_tray()
    assert len({letter.address for letter in letters}) == len(letters)
    return {letter.address.partition("@")[0]: letter for letter in letters}


def _later(days: int) -> str:
    return str(clock.today() + timedelta(days=days))


async def test_an_extension_is_told_to_those_that_have_not_answered(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _invited(ada_account)
    page = (await ada.get(DESK)).text
    assert "Write to those concerned: 3 letters at most" in page
    await send_sure(ada, f"{DESK}/extension", {"closes": _later(60), "send": "yes"})
    tray = await _tray()
    assert set(tray) == {"silent", "at-risk", "arabic"}
    text = " ".join(tray["silent"].text.split())
    assert "The time for signing “Memorandum on cooperation” was extended." in text
    assert "24:00 UTC" in text
    assert "/en/invitations/" in text
    discreet = tray["at-risk"].subject + tray["at-risk"].text
    assert "cooperation" not in discreet
    assert "Party" not in discreet
    assert "مُدِّدت" in tray["arabic"].text


async def test_a_first_last_day_is_told_to_those_that_have_not_answered(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _invited(ada_account, days=None)
    page = (await ada.get(DESK)).text
    assert "Set a last day for signature" in page
    assert "Extend the time for signature" not in page
    early = await send(ada, f"{DESK}/extension", {"closes": str(clock.today())})
    assert (early.status_code, "Choose a day after today" in early.text) == (422, True)
    asked = await send(ada, f"{DESK}/extension", {"closes": _later(60), "send": "yes"})
    assert date_text(clock.today() + timedelta(days=60), "en") in asked.text
    answer = await send_sure(ada, f"{DESK}/extension", {"closes": _later(60), "send": "yes"})
    assert "The last day for signature is set." in (await ada.get(answer.headers["location"])).text
    tray = await _tray()
    assert set(tray) == {"silent", "at-risk", "arabic"}
    text = " ".join(tray["silent"].text.split())
    assert "“Memorandum on cooperation” now has a last day for signature." in text
    assert "It can be signed until" in text
    assert "/en/invitations/" in text
    discreet = tray["at-risk"].subject + tray["at-risk"].text
    assert "24:00 UTC" in discreet
    assert "cooperation" not in discreet
    assert "Party" not in discreet
    assert "Extend the time for signature" in (await ada.get(DESK)).text


async def test_without_the_tick_nobody_gets_a_letter(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await _invited(ada_account)
    await send_sure(ada, f"{DESK}/extension", {"closes": _later(60)})
    await send_sure(ada, f"{DESK}/closing", {})
    await send_sure(ada, f"{DESK}/accession-opening", {})
    assert await letters_in_tray() == []


async def test_closing_is_told_to_parties_and_to_those_that_did_not_answer_then_accession_to_the_latter(
    ada: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await _invited(ada_account)
    assert "Write to those concerned: 4 letters at most" in (await ada.get(DESK)).text
    await send_sure(ada, f"{DESK}/closing", {"send": "yes"})
    tray = await _tray()
    assert set(tray) == {"silent", "at-risk", "arabic", "signs"}
    assert "it can no longer sign" in " ".join(tray["silent"].text.split())
    party = " ".join(tray["signs"].text.split())
    assert "to which Party signs is a party, is closed for signature" in party
    assert "/en/memoranda/cooperation/signatories" in party
    assert "cooperation" not in tray["at-risk"].subject + tray["at-risk"].text
    await Letter.delete(force=True)
    await send_sure(ada, f"{DESK}/accession-opening", {"send": "yes"})
    tray = await _tray()
    assert set(tray) == {"silent", "at-risk", "arabic"}
    assert "is invited to accede" in " ".join(tray["silent"].text.split())
    await Letter.delete(force=True)
    await send_sure(ada, f"{DESK}/closing", {"send": "yes"})
    assert (await _tray())["signs"].subject == "Closed for accession: Memorandum on cooperation"


@pytest.mark.sqlite_only
async def test_the_job_that_closes_writes_the_letters_once_even_if_it_runs_again(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await _invited(ada_account, days=1)
    monkeypatch.setattr(long_work, "AT_ONCE", 1)
    with clock.shifted(timedelta(days=2)):
        for _ in range(2):
            await window_letters.close_when_due({"memorandum": memorandum.id, "letters": True})
        while works := await work_on(memorandum.id):
            await long_work.go_on({"work": works[0].id})
            await long_work.go_on({"work": works[0].id})
    assert set(await _tray()) == {"silent", "at-risk", "arabic", "signs"}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("letters", [True, False])
async def test_who_opened_it_decides_whether_its_end_is_told(ada_account: Coordinator, letters: bool) -> None:
    memorandum = await factories.adopted(ada_account)
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), closes=clock.today(), closing_letters=letters))
    [job] = await Job.objects().where(Job.kind == "close_memorandum")
    assert job.payload.endswith(f'"letters": {"true" if letters else "false"}}}')


@pytest.mark.sqlite_only
async def test_letters_about_an_extension_stop_when_it_is_closed(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await _invited(ada_account)
    monkeypatch.setattr(long_work, "AT_ONCE", 0)
    monkeypatch.setattr(window_letters, "STEP", 1)
    await window_letters.extend(memorandum, ExtensionForm.parse({"closes": _later(60)}))
    assert len(await letters_in_tray()) == 1
    await window_letters.close(memorandum, WindowForm(send=False))
    while works := await work_on(memorandum.id):
        await long_work.go_on({"work": works[0].id})
    assert len(await letters_in_tray()) == 1


@pytest.mark.sqlite_only
async def test_an_unnamed_party_is_told_at_a_random_moment(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    await factories.signed(memorandum, await factories.organisation("hidden", email="hidden@example.org"), disclosure="counted")
    await Job.delete(force=True)
    await window_letters.close(memorandum, WindowForm())
    [job] = await Job.objects().where(Job.kind == "letter")
    assert job.run_at > clock.now()


@pytest.mark.sqlite_only
@pytest.mark.parametrize("language", SUPPORTED_LANGUAGES)
async def test_every_such_letter_can_be_written_in_every_language(ada_account: Coordinator, language: str) -> None:
    memorandum = await factories.opened(ada_account)
    for slug, more in [("one", {}), ("two", {"at_risk": True})]:
        for signs in (False, True):
            organisation = await factories.organisation(f"{slug}-{signs}".lower(), email=f"{slug}{signs}@example.org", language=language, **more)
            await (factories.signed(memorandum, organisation) if signs else factories.invitation_link(memorandum, organisation))
    await Letter.delete(force=True)
    await window_letters.extend(memorandum, ExtensionForm.parse({"closes": _later(60)}))
    await window_letters.close(memorandum, WindowForm())
    await window_letters.open_for_accession(memorandum, WindowForm())
    letters = await letters_in_tray()
    assert Counter(letter.language for letter in letters) == {language: 8}
    for letter in letters:
        assert "{" not in letter.subject + letter.text
        assert "%(" not in letter.subject + letter.text
        assert f"/{language}/about" in letter.text
    assert await run_due()
