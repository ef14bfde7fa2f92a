"""Reading the mailbox for reports every few minutes, beside the jobs.

Each message has one fate. What it changes is committed before it leaves the mailbox, and the same report again changes nothing: after a
crash it is read once more, and neither lost nor counted twice.
"""

from __future__ import annotations

import logging
import time
from asyncio import to_thread
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from coalition import clock, settings
from coalition.jobs.worker import beside_jobs
from coalition.mail.bouncing import note_report
from coalition.mail.delivery_reports import heading_of, report_in
from coalition.mail.envelope import extensions_in, message_id_of
from coalition.mail.mailbox import Failed, MailboxRefuses, open_mailbox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.mail.delivery_reports import Report
    from coalition.mail.mailbox import Mailbox
    from coalition.settings import Settings

log = logging.getLogger(__name__)
PAUSE = 180.0  # seconds
MOST_AT_ONCE = 50
SET_ASIDE_FOR = timedelta(days=30)
_DAY = 86400.0


class Fate(StrEnum):
    """What becomes of a message in the mailbox."""

    LEFT = "left"  # it is no report about a letter of ours: somebody else reads this mailbox too
    DELETED = "deleted"  # it was used, or a program answered
    SET_ASIDE = "set_aside"  # it went to the address of a letter, and is no report that could be used
    LATER = "later"  # its letter is being sent at this moment


class _Progress:
    """When this process reads the mailbox next, and after which message; messages that are left are looked at once in each process."""

    not_before = 0.0  # on the clock of `time.monotonic`, as all here
    forgets_at = 0.0
    mailbox: tuple[str, int] = ("", 0)
    last = 0


_progress = _Progress()


@beside_jobs
async def read_reports_when_due() -> None:
    """Read the mailbox if there is one, at most every three minutes; a server that does not answer is asked again then."""
    chosen = settings.load()
    if not chosen.bounce_url or time.monotonic() < _progress.not_before:
        return
    _progress.not_before = time.monotonic() + PAUSE
    try:
        if await read_reports(chosen):
            _progress.not_before = 0.0
    except Failed as error:
        log.warning("reports_unread error=%s", type(error).__name__)


async def read_reports(chosen: Settings) -> bool:
    """Give every new message its fate; return whether there are more than are read at once.

    Raises:
        one of `mailbox.Failed`: the server does not answer, or refuses.

    """
    mailbox = await to_thread(open_mailbox, chosen.bounce_url)
    try:
        if _progress.mailbox != (chosen.bounce_url, mailbox.validity):
            _progress.mailbox, _progress.last = (chosen.bounce_url, mailbox.validity), 0
        uids = await to_thread(mailbox.uids_after, _progress.last)
        await _read(mailbox, uids[:MOST_AT_ONCE], chosen)
        if time.monotonic() >= _progress.forgets_at:
            await to_thread(mailbox.forget, clock.today() - SET_ASIDE_FOR)
            _progress.forgets_at = time.monotonic() + _DAY
    finally:
        await to_thread(mailbox.close)
    return len(uids) > MOST_AT_ONCE


async def _read(mailbox: Mailbox, uids: Iterable[int], chosen: Settings) -> None:
    all_done = True
    for uid in uids:
        try:
            fate = await _handle(mailbox, uid, chosen)
        except MailboxRefuses:  # the server does not let go of this message; the others are read all the same
            log.warning("report_stuck")
            fate = Fate.LEFT
        all_done = all_done and fate is not Fate.LATER
        if all_done:
            _progress.last = uid


async def _handle(mailbox: Mailbox, uid: int, chosen: Settings) -> Fate:
    fate = await _fate(mailbox, uid, chosen)
    if fate is Fate.DELETED:
        await to_thread(mailbox.delete, [uid])
    elif fate is Fate.SET_ASIDE:
        await to_thread(mailbox.set_aside, uid)
    return fate


async def _fate(mailbox: Mailbox, uid: int, chosen: Settings) -> Fate:
    heading = heading_of(await to_thread(mailbox.header, uid))
    extensions = extensions_in(heading.recipients, chosen)
    letters = [letter for letter in (message_id_of(extension, chosen) for extension in extensions) if letter]
    if extensions and not letters:
        return Fate.SET_ASIDE  # nobody gets to know such an address
    if not letters and not heading.is_report:
        return Fate.LEFT
    report = await to_thread(_report_in, await to_thread(mailbox.message, uid))
    if report is None and letters:
        return Fate.DELETED if heading.is_automatic and not heading.is_report else Fate.SET_ASIDE
    return await _apply(report, letters) if report else Fate.LEFT


def _report_in(raw: bytes) -> Report | None:
    """Return the report that a message is, None if it cannot be read: anybody can send anything."""
    try:
        return report_in(raw)
    except Exception as error:  # noqa: BLE001 -- the standard library raises many kinds of errors for broken messages
        log.warning("report_broken error=%s", type(error).__name__)
        return None


async def _apply(report: Report, letters: list[str]) -> Fate:
    """Note the report for the letter of its address, else for a letter that it returns: the id of a letter is known to its recipient only."""
    for letter in letters or report.message_ids:
        noted = await note_report(report, letter)
        if noted != "unknown":
            return Fate.DELETED if noted == "noted" else Fate.LATER
    return Fate.SET_ASIDE if letters else Fate.LEFT
