"""Workers that are killed while an appeal leaves write to each member once, through a mail server."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition.appeals.sending_appeals import send_appeal
from coalition.invitations import inviting_many
from tests import factories
from tests.appeals.appealed import appeal, digest_of
from tests.mail.conftest import sink as mail_server

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator
    from tests.mail.sink import Sink

pytestmark = pytest.mark.anyio

PATIENCE = 300  # seconds
KILLED = -9
MEMBERS = [f"member-{number}" for number in range(7)]
sink = mail_server


async def workers(*moments: str, build: str = "") -> list[int]:
    """Let workers begin one after the other and be killed; return how they ended."""
    command = (sys.executable, "-m", "tests.appeals.appeal_driver", build, *moments)
    driver = await asyncio.create_subprocess_exec(*command, cwd=Path(__file__).parents[2], stdout=asyncio.subprocess.PIPE)
    said, _ = await asyncio.wait_for(driver.communicate(), PATIENCE)
    ended: list[int] = json.loads(said)
    return ended


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inviting_many, "STEP", 2)


async def sent(ada: Coordinator) -> list[str]:
    """Send an appeal to seven members; return their addresses."""
    for slug in MEMBERS:
        await factories.organisation(slug, slug.title(), email=f"{slug}@example.org")
    await factories.network("net", MEMBERS, name="Net")
    memorandum = await appeal(ada, ["net"])
    await send_appeal(memorandum, await digest_of(memorandum))
    return [f"{slug}@example.org" for slug in MEMBERS]


async def test_each_member_gets_one_letter(ada_account: Coordinator, sink: Sink) -> None:
    addresses = await sent(ada_account)
    assert await workers("written", "committed", "enqueued", "written", "") == [KILLED] * 4 + [0]
    assert Counter(sink.recipients) == Counter(addresses)


@pytest.mark.sqlite_only
async def test_a_build_that_commits_a_letter_before_it_notes_how_far_it_came_is_caught(ada_account: Coordinator, sink: Sink) -> None:
    addresses = await sent(ada_account)
    assert await workers("written", "", build="mutated") == [KILLED, 0]
    assert Counter(sink.recipients) != Counter(addresses)
