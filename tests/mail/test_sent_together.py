"""Letters that are due together leave over one connection, and a fault of one is no fault of the others."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from coalition import database
from coalition.jobs import worker
from coalition.jobs.tables import Job
from coalition.jobs.worker import run_due, run_next
from coalition.mail.tables import Letter
from coalition.mail.writing import write_letter

if TYPE_CHECKING:
    from tests.mail.sink import Sink

pytestmark = pytest.mark.anyio

PATIENCE = 300  # seconds
MANY = 8
ADDRESSES = [f"ben{at}@example.org" for at in range(MANY)]


async def write() -> None:
    async with database.transaction():
        for address in ADDRESSES:
            await write_letter("sign_in", address=address, language="en", answering=None, link="https://memo.example.org")


async def states() -> Counter[str]:
    return Counter(row["state"] for row in await Letter.select(Letter.state))


async def test_one_connection_takes_them_all(sink: Sink) -> None:
    await write()
    assert await run_due() == MANY
    assert sink.recipients == ADDRESSES
    assert len(sink.greetings) == 1
    assert await states() == {"sent": MANY}
    assert await Job.count() == 0


async def test_a_refused_recipient_delays_nobody(sink: Sink) -> None:
    sink.rcpt = ["550 5.1.1 no such person", "451 4.7.1 later, please"]
    await write()
    await run_due()
    assert sink.recipients == ADDRESSES[2:]
    assert len(sink.greetings) == 1
    assert await states() == {"sent": MANY - 2, "bounced": 1, "waiting": 1}


async def test_a_letter_that_would_begin_another_header_does_not_leave(sink: Sink) -> None:
    async with database.transaction():
        await write_letter(
            "sign_in", address="ben@example.org\r\nBcc: eve@example.org", language="en", answering=None, link="https://memo.example.org"
        )
    await write()
    await run_due()
    assert sink.recipients == ADDRESSES
    assert await states() == {"sent": MANY, "bounced": 1}


async def test_the_others_leave_over_another_connection_if_one_breaks(sink: Sink) -> None:
    def mend() -> None:
        sink.cut = len(sink.raw) == 1

    sink.at_data = mend
    await write()
    await run_due()
    assert len(sink.greetings) == 2
    assert sink.recipients == ADDRESSES
    assert await states() == {"sent": MANY - 1, "uncertain": 1}


async def test_what_does_not_begin_in_time_is_due_as_before(sink: Sink, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "LONGEST_TOGETHER", 0.0)
    await write()
    assert await run_next() == 1
    rows = await Job.select(Job.attempts, Job.lease, Job.leased_until)
    assert rows == [{"attempts": 0, "lease": None, "leased_until": None}] * (MANY - 1)
    monkeypatch.setattr(worker, "LONGEST_TOGETHER", 60.0)
    assert await run_due() == MANY - 1
    assert sink.recipients == ADDRESSES


async def _killed_after(number: int, sink: Sink, *build: str) -> None:
    """Let a worker be killed when the server has taken so many letters, and others do the rest."""
    for minutes in (0, 6):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.mail.driver", str(minutes), *build), cwd=Path(__file__).parents[2]
        )

        def kill(process: asyncio.subprocess.Process = process) -> None:
            if len(sink.raw) == number:
                process.kill()

        sink.at_data = kill if minutes == 0 else None
        assert await asyncio.wait_for(process.wait(), PATIENCE) == (0 if minutes else -9)


async def test_a_killed_worker_sends_none_twice(sink: Sink) -> None:
    await write()
    await _killed_after(3, sink)
    assert Counter(sink.recipients) == Counter(ADDRESSES)
    assert await states() == {"sent": MANY - 1, "uncertain": 1}
    assert await Job.count() == 0


@pytest.mark.sqlite_only
async def test_a_build_that_does_not_mark_a_letter_first_is_caught(sink: Sink) -> None:
    await write()
    await _killed_after(3, sink, "mutated")
    assert max(Counter(sink.recipients).values()) == 2
