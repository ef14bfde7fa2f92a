"""A reader of the mailbox in a process of its own, which kills itself just before or after the commit of the second report that it notes."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

from coalition import database, piccolo_app, settings
from coalition.mail import bouncing, reading_reports

if TYPE_CHECKING:
    from coalition.mail.bouncing import Noted
    from coalition.mail.delivery_reports import Report

assert piccolo_app.APP_CONFIG


class _Deadly:
    """Notes reports until the moment has come."""

    def __init__(self, moment: str) -> None:
        self.moment = moment
        self.noted = 0

    async def __call__(self, report: Report, message_id: str) -> Noted:
        self.noted += 1
        if self.noted == 2 and self.moment == "before":
            async with database.transaction():
                await bouncing.note_report(report, message_id)
                os.kill(os.getpid(), signal.SIGKILL)
        noted = await bouncing.note_report(report, message_id)
        if self.noted == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return noted


async def main(moment: str) -> None:
    """Read the mailbox."""
    database.bind(database.engine_from_url(os.environ["COALITION_DATABASE_URL"]))
    await database.open_engine()
    reading_reports.note_report = _Deadly(moment)  # type: ignore[assignment]
    await reading_reports.read_reports(settings.load())


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
