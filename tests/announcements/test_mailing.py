"""A worker that is killed while it writes letters of notifications tells nothing twice and forgets nothing."""

from __future__ import annotations

import asyncio
import re
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.announcements import mailing
from coalition.database import counting_queries, transaction
from coalition.jobs.worker import run_due
from coalition.mail.tables import Letter
from coalition.notices.letter_schedule import schedule_letters
from coalition.notices.tables import Subscription
from tests import factories
from tests.letters import letters_in_tray

if TYPE_CHECKING:
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

READERS = 25
ROOT = Path(__file__).parents[2]
PATIENCE = 300  # seconds


@pytest.fixture(autouse=True)
def tray(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the letters: no mail server answers."""
    assert store
    monkeypatch.setenv("COALITION_SMTP_URL", "smtp://127.0.0.1:1")
    monkeypatch.setenv("COALITION_SECRET_KEY", "a secret that all processes of this story know")


async def readers(number: int, memorandum: str = "") -> None:
    now = clock.now()
    rows = [
        Subscription(
            email=f"ben{at}@example.org", language="en", memorandum=memorandum, rhythm="at_once", token_hash=f"{at:x}", asked_at=now, confirmed_at=now
        )
        for at in range(number)
    ]
    async with transaction():
        await Subscription.insert(*rows)
        await schedule_letters()


async def _letters() -> int:
    return int(await Letter.count().where(Letter.about.like("subscription:%")))


async def test_killed_again_and_again_a_worker_tells_each_reader_everything_once(ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    for at in range(3):
        await factories.signed(memorandum, await factories.organisation(f"org-{at}", f"Org {at}", email=""))
    await readers(READERS)
    for round_number, until in enumerate((1, READERS // 2)):
        worker = await asyncio.create_subprocess_exec(sys.executable, "-m", "tests.mail.driver", str(3 + 6 * round_number), cwd=ROOT)
        async with asyncio.timeout(PATIENCE):
            while await _letters() < until and worker.returncode is None:  # noqa: ASYNC110 -- another process rings no bell here
                await asyncio.sleep(0.002)
        worker.kill()
        await worker.wait()
    with clock.shifted(timedelta(minutes=30)):
        await run_due()
    rows = await letters_in_tray(Letter.about.like("subscription:%"))
    numbers_by_reader = {row.about: re.findall(r"N\.\d\.\d{4}, ", row.text) for row in rows}
    assert (len(rows), len(numbers_by_reader)) == (READERS, READERS)
    year = clock.today().year
    assert {tuple(numbers) for numbers in numbers_by_reader.values()} == {tuple(f"N.{number}.{year}, " for number in range(1, 6))}


async def test_two_workers_at_once_write_one_letter(ada_account: Coordinator) -> None:
    await factories.opened(ada_account)
    await readers(1)
    row = await Subscription.objects().first()
    assert row
    await asyncio.gather(*(mailing.mail_subscription({"subscription": row.id}) for _ in range(5)))
    assert await _letters() == 1


async def test_a_letter_of_one_and_of_forty_needs_the_same_number_of_queries(ada_account: Coordinator) -> None:
    counts = []
    memorandum = await factories.opened(ada_account)
    await readers(1)
    row = await Subscription.objects().first()
    assert row
    await mailing.mail_subscription({"subscription": row.id})  # from now on it has the hash of its link
    for number in (1, 39):
        for _ in range(number):
            await factories.signed(memorandum, await factories.organisation(email=""))
        await Subscription.update({Subscription.last: 0}, force=True)
        with counting_queries() as count:
            await mailing.mail_subscription({"subscription": row.id})
        counts.append(count.count)
    assert counts[0] == counts[1]
