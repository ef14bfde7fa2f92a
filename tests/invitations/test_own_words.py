"""A coordinator looks at the letters before they are sent, and adds words of their own; a discreet letter never has them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.invitations import letters as invitation_letters
from coalition.invitations import reminding, silent_letters
from coalition.jobs import long_work
from coalition.jobs.work_queries import work_on
from tests import factories
from tests.browser.filled_forms import forms_of
from tests.desk.conftest import send
from tests.letters import letters_in_tray
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

INVITING = "/en/desk/memoranda/cooperation/invitations"
REMINDING = "/en/desk/memoranda/cooperation/reminders"
OWN = {"words_en": "See you in Oslo <b>soon</b>.", "words_ru": "До встречи\u200b в Осло."}


async def parties(ada: Coordinator) -> Memorandum:
    memorandum = await factories.opened(ada)
    for slug, more in [("one", {}), ("two", {"language": "ru"}), ("three", {"language": "ru", "at_risk": True}), ("four", {"email": ""})]:
        await factories.organisation(slug, f"Party {slug}", **({"email": f"{slug}@example.org"} | more))
    return memorandum


def shown_letters(page: str) -> list[str]:
    return [unescape(text) for text in re.findall(r"<pre [^>]*>(.*?)</pre>", page, re.DOTALL)]


@pytest.mark.changes_nothing
async def test_the_letters_are_shown_as_they_will_be_and_nothing_is_sent(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await parties(ada_account)
    chosen = {"organisations": ["one", "two", "three"], "send": "yes"}
    page = await send(ada, INVITING, chosen | OWN | {"step": "letters"})
    assert page.status_code == 200
    assert await letters_in_tray() == []
    english, russian, discreet = shown_letters(page.text)
    assert "See you in Oslo <b>soon</b>." in english
    assert "Party one" in english
    assert "До встречи в Осло." in russian
    assert "Осло" not in discreet
    assert "Party three" not in discreet
    assert "Your own words are left out of them" in page.text
    assert "3 letters would be sent" in page.text
    norwegian = await send(ada, INVITING.replace("/en/", "/nb/"), chosen | {"step": "letters"})
    assert "<dt>Avsender</dt>" in norwegian.text  # and not the first day of a period


async def test_what_is_sent_is_what_was_shown_with_the_words_of_the_coordinator(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await parties(ada_account)
    chosen = {"organisations": ["one", "two", "three"], "send": "yes"}
    shown = shown_letters((await send(ada, INVITING, chosen | OWN | {"step": "letters"})).text)
    await send(ada, INVITING, chosen | OWN)
    sent = [letter.text for letter in await letters_in_tray()]
    assert [_without_link(text) for text in sent] == [_without_link(text) for text in shown]
    assert ["Oslo" in text or "Осло" in text for text in sent] == [True, True, False]


@pytest.mark.sqlite_only
@pytest.mark.changes_nothing
async def test_who_goes_back_from_the_letters_has_every_tick_and_word(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await parties(ada_account)
    letters = await send(ada, INVITING, {"organisations": ["one", "two"], "send": "yes", "step": "letters"} | OWN)
    [form] = [form for form in forms_of(letters.text) if form.texts]
    assert 'form="form" formnovalidate name="step" value="find"' in letters.text
    back = await ada.post(INVITING, content=f"{form.body}&step=find", headers={"content-type": "application/x-www-form-urlencoded"})
    [again] = [form for form in forms_of(back.text) if form.action == INVITING]
    assert {("organisations", "one"), ("organisations", "two"), ("send", "yes")} <= set(again.fields)
    assert set(form.marks.values()) <= {value for _, value in again.fields}


@pytest.mark.sqlite_only
@pytest.mark.changes_nothing
async def test_who_wants_no_letters_is_not_asked_again_after_a_search(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await parties(ada_account)
    page = await send(ada, INVITING, {"organisations": ["one"], "q": "Party", "step": "find"})
    [form] = [form for form in forms_of(page.text) if form.action == INVITING]
    assert ("organisations", "one") in form.fields
    assert "send" not in dict(form.fields)
    assert 'name="send" value="yes" checked' in (await ada.get(INVITING)).text


def _without_link(text: str) -> str:
    return re.sub(r"/invitations/\S+", "/invitations/", text).strip()


async def test_reminders_written_later_by_jobs_have_the_words_too(
    ada: httpx.AsyncClient, ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(6):
        organisation = await factories.organisation(f"party-{at}", email=f"ben{at}@example.org", at_risk=at == 5)
        await factories.invitation_link(memorandum, organisation)
    monkeypatch.setattr(long_work, "AT_ONCE", 2)
    page = await send(ada, REMINDING, OWN | {"step": "letters"})
    assert "6 letters would be sent" in page.text
    assert len(shown_letters(page.text)) == 2
    await send(ada, REMINDING, OWN)
    assert len(await letters_in_tray()) < 6
    while works := await work_on(memorandum.id):
        await long_work.go_on({"work": works[0].id})
    assert ["Oslo" in letter.text for letter in await letters_in_tray()] == [True] * 5 + [False]


@pytest.mark.changes_nothing
async def test_words_that_do_not_fit_are_refused_and_kept(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await parties(ada_account)
    answer = await send(ada, INVITING, {"organisations": ["one"], "send": "yes", "words_en": "x" * 1001})
    assert answer.status_code == 422
    assert "At most 1000 characters fit here." in answer.text
    assert "x" * 1001 in answer.text
    assert await letters_in_tray() == []


@pytest.mark.sqlite_only
async def test_a_build_that_puts_own_words_into_discreet_letters_is_caught(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    organisation = await factories.organisation("at-risk", email="ben@example.org", language="ru", at_risk=True)
    await factories.invitation_link(memorandum, organisation)
    faulty = mutated(invitation_letters, '"" if discreet else words.get(language, "")', 'words.get(language, "")')
    for days, send_link, is_told in ((1, invitation_letters.send_link, False), (2, faulty["send_link"], True)):
        monkeypatch.setattr(silent_letters, "send_link", send_link)
        with clock.shifted(timedelta(days=days)):
            await reminding.remind(memorandum, None, {"ru": "До встречи в Осло."})
        assert ("Осло" in (await letters_in_tray())[-1].text) is is_told
