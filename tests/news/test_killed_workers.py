"""A worker that is killed while it writes news tells nothing twice and leaves nothing out."""

from __future__ import annotations

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.mail.tables import Letter
from coalition.memoranda.membership import add_member
from coalition.news.choosing import choose_rhythm
from coalition.news.forms import NewsForm
from coalition.news.tables import NewsRhythm
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PATIENCE = 300  # seconds
DAY = 24 * 60  # minutes
KILLED = -9
PUBLIC, PRIVATE = "{} signed", "1 organisation signed."


async def workers(minutes: int, *moments: str, build: str = "") -> list[int]:
    """Let workers begin some minutes from now, one after the other, and be killed; return how they ended."""
    command = (sys.executable, "-m", "tests.news.news_driver", build, str(minutes), *moments)
    driver = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.PIPE)
    said, _ = await asyncio.wait_for(driver.communicate(), PATIENCE)
    ended: list[int] = json.loads(said)
    return ended


async def told(person: Coordinator, sentence: str) -> int:
    """Return how many letters to a person say something."""
    letters = await letters_in_tray(Letter.about == f"news:{person.id}")
    return sum(" ".join(letter.text.split()).count(sentence) for letter in letters)


async def people(ada: Coordinator) -> tuple[Memorandum, list[Coordinator]]:
    """Let three coordinators work on a text: one is told at once, the others once a day."""
    memorandum = await factories.opened(ada)
    others = [await factories.coordinator(f"{name}@example.org", name.title()) for name in ("dina", "eli")]
    for person in others:
        await add_member(memorandum, person.email)
    await choose_rhythm(others[0], NewsForm(rhythm=NewsRhythm.AT_ONCE))
    return memorandum, [ada, *others]


async def test_workers_that_are_killed_tell_each_person_everything_once(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")  # no mail server answers: the letters stay in the tray
    memorandum, everybody = await people(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    await factories.signed(memorandum, await factories.organisation("beta", "Beta"), disclosure="counted")
    assert await workers(DAY + 2, "enqueued", "written", "noted", "committed", "written") == [KILLED] * 5
    with clock.shifted(timedelta(days=1, minutes=40)):
        await factories.signed(memorandum, await factories.organisation("gamma", "Gamma"))
    assert await workers(2 * DAY + 40, "committed", "", "") == [KILLED, 0, 0]
    for person in everybody:
        said = [await told(person, sentence) for sentence in (PUBLIC.format("Alpha"), PRIVATE, PUBLIC.format("Gamma"))]
        assert said == [1, 1, 1], person.name


@pytest.mark.sqlite_only
async def test_a_build_that_commits_a_letter_before_it_notes_how_far_it_came_is_caught(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    memorandum, everybody = await people(ada_account)
    await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    assert await workers(DAY + 2, "written", "", build="mutated") == [KILLED, 0]
    assert sorted([await told(person, PUBLIC.format("Alpha")) for person in everybody]) == [1, 1, 2]
