"""A worker that is killed while it writes letters about a timeline tells each party once."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.deliveries import timeline_letters
from coalition.deliveries.tables import TimelineSubscriber
from coalition.deliveries.timeline_letters import write_timeline_letters
from coalition.mail.tables import Letter
from tests import factories
from tests.deliveries import told
from tests.deliveries.subscribed import KIND, LATER, party

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio
PARTIES = 23
ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters: no mail server answers."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("COALITION_SECRET_KEY", "a secret that all processes of this story know")


async def test_killed_again_and_again_it_writes_to_each_party_once(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(PARTIES):
        await party(memorandum, f"party-{at}")
    monkeypatch.setattr(timeline_letters, "_AT_ONCE", 3)
    await told.published(memorandum, told.update())
    for round_number, until in enumerate((1, PARTIES // 2)):
        minutes = str(31 + 6 * round_number)
        worker = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.mail.driver", minutes, cwd=ROOT)
        async with asyncio.timeout(PATIENCE):
            while await Letter.count().where(KIND) < until and worker.returncode is None:  # noqa: ASYNC110 -- another process rings no bell here
                await asyncio.sleep(0.002)
        worker.kill()
        await worker.wait()
    with clock.shifted(LATER + timedelta(minutes=15)):
        await write_timeline_letters({"memorandum": memorandum.id})
    assert await Letter.count().where(KIND) == PARTIES
    assert not await TimelineSubscriber.exists().where(TimelineSubscriber.letter.is_null())
