"""A worker in a process of its own, to be killed: does what is due, some minutes in the future, and ends.

`python -m tests.mail.driver MINUTES [mutated]`. In the build "mutated" a letter is not marked before its text is sent.
"""

from __future__ import annotations

import asyncio
import os
import sys
from datetime import timedelta

from coalition import clock, database, piccolo_app
from coalition.announcements.mailing import mail_notifications
from coalition.deliveries.timeline_letters import write_timeline_letters
from coalition.jobs.worker import run_due
from coalition.mail import sending

assert piccolo_app.APP_CONFIG
assert sending
assert mail_notifications
assert write_timeline_letters


async def _unmarked(*_: object) -> bool:
    return True


async def main(minutes: int) -> None:
    """Do what is due."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    with clock.shifted(timedelta(minutes=minutes)):
        await run_due()
    await database.close_engine()


if __name__ == "__main__":
    if "mutated" in sys.argv[2:]:
        sending._move = _unmarked  # type: ignore[assignment]
    asyncio.run(main(int(sys.argv[1])))
