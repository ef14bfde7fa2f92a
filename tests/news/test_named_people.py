"""Whoever is named as the translator or reviser of a language gets one letter, in their language, with what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.addresses import url_for
from coalition.drafting import language_people
from coalition.drafting.language_people import LanguagePeopleForm, choose_people
from coalition.mail.tables import Letter
from coalition.memoranda.membership import add_member
from coalition.news import named_people, reports
from coalition.news.choosing import choose_rhythm
from coalition.news.forms import NewsForm
from coalition.news.tables import NewsRhythm
from coalition.trail import Actor, ActorKind, acting
from tests import factories
from tests.letters import letters_in_tray
from tests.mutants import mutated

if TYPE_CHECKING:
    from collections.abc import Callable

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters: no mail server answers."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")


@pytest.fixture
async def dilnoza(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dilnoza@example.org", "Dilnoza", role="editor")


async def drafted(ada: Coordinator, dilnoza: Coordinator, **columns: str) -> Memorandum:
    row = await factories.draft(ada, **columns)
    await add_member(row, dilnoza.email)
    return row


async def letters() -> list[str]:
    """Return the letters to those who were named, each as one line."""
    return [f"{letter.subject} {' '.join(letter.text.split())}" for letter in await letters_in_tray(Letter.kind == "named_for_language")]


async def choose(
    by: Coordinator, memorandum: Memorandum, language: str = "ru", /, choosing: Callable[..., object] = choose_people, **people: str
) -> None:
    with acting(Actor(ActorKind.DESK, by.id)):
        await choosing(memorandum, language, LanguagePeopleForm(**people))


async def test_the_letter_says_what_waits_where_and_who_asked(ada_account, dilnoza):
    memorandum = await drafted(ada_account, dilnoza)
    await choose(ada_account, memorandum, "ka", translator=dilnoza.email, reviser=dilnoza.email)
    [letter] = await letters()
    assert "Dear Dilnoza," in letter
    assert "You were named as the translator of “Memorandum on cooperation”. The language: Georgian." in letter
    assert "provisions have to be written, or compared with another language." in letter
    assert "You were named as the reviser" in letter
    assert "Nothing waits for the reviser now." in letter
    assert "Done at the desk by Ada." in letter
    assert url_for("desk.languages.show", lang="en", memorandum=memorandum.slug, text="ka") in letter


async def test_nobody_is_told_twice_of_the_same_naming_or_of_their_own(ada_account, dilnoza):
    memorandum = await drafted(ada_account, dilnoza)
    await choose(ada_account, memorandum, translator=dilnoza.email)
    await choose(ada_account, memorandum, translator=dilnoza.email)
    await choose(ada_account, memorandum, translator=dilnoza.email, reviser=ada_account.email)
    assert len(await letters()) == 1
    await choose(ada_account, memorandum)
    await choose(ada_account, memorandum, translator=dilnoza.email)
    assert len(await letters()) == len(("named", "named again"))


async def test_whoever_wants_no_letters_about_texts_gets_none(ada_account, dilnoza):
    memorandum = await drafted(ada_account, dilnoza)
    await choose_rhythm(dilnoza, NewsForm(rhythm=NewsRhythm.NEVER))
    await choose(ada_account, memorandum, translator=dilnoza.email)
    assert await letters() == []


@pytest.mark.parametrize("profile", ["careful", "high"])
async def test_a_letter_about_a_quiet_forum_names_neither_text_nor_language(ada_account, dilnoza, profile, monkeypatch):
    await factories.forum("kyiv-2013", risk_profile=profile)
    memorandum = await drafted(ada_account, dilnoza, forum="kyiv-2013")
    await choose(ada_account, memorandum, translator=dilnoza.email)
    [letter] = await letters()
    assert "a text that this letter does not name, for safety." in letter
    assert not any(word in letter.lower() for word in ("cooperation", "kyiv", "russian", "translator", "provision"))
    monkeypatch.setattr(named_people, "is_discreet", mutated(reports, "view.forum in careful or view", "view")["is_discreet"])
    await choose(ada_account, memorandum, reviser=dilnoza.email)
    assert any("Memorandum on cooperation" in each for each in await letters())


async def test_a_build_that_names_people_anew_writes_twice(ada_account, dilnoza):
    memorandum = await drafted(ada_account, dilnoza)
    anew = mutated(language_people, 'now[role]["member"] == member.id', "False")
    anew["_steps"].steps.extend(language_people._steps.steps)
    await choose(ada_account, memorandum, translator=dilnoza.email)
    await choose(ada_account, memorandum, choosing=anew["choose_people"], translator=dilnoza.email)
    assert len(await letters()) == len(("named", "named anew"))
