"""The last day for signature while the window is open: a later one, or the first one where there was none; both are announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition import clock, trail
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, Situation, check
from coalition.memoranda.opening import close_after
from coalition.memoranda.public_changes import record_changes
from coalition.memoranda.replaced_days import change_days
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.issuing import notify
from coalition.notices.tables import NoticeKind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from datetime import date

    from coalition.memoranda.rule_forms import ExtensionForm
    from coalition.memoranda.tables import Memorandum


async def extend(memorandum: Memorandum, form: ExtensionForm) -> None:
    """Move the last day to a later one while the window is open; after the last day organisations may still accede (decision 10).

    An hour at which it was to close on its last day holds no more: the new day belongs to the window as a whole.
    A memorandum that has no last day gets one, after today: so nobody who was invited loses the time on the day of the decision.

    Raises:
        NotOpen: the memorandum is not open, or its last day has passed.
        InvalidForm: the day is not later than the present one, or than today where there is none.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.EXTEND, Situation(row))
        _check_later(form.closes, row.closes_on)
        values: dict[str, Any] = {"closes_on": form.closes, "closes_at": None, "updated_at": clock.now()}
        await change_days(row, values)
        await close_after(row.id, form.closes, letters=form.closing_letters)
        await trail.record(TrailAct.EXTENDED if row.closes_on else TrailAct.LAST_DAY_SET, memorandum=row.id)
        if row.publicity == Publicity.PUBLIC:
            kind = NoticeKind.EXTENDED if row.closes_on else NoticeKind.LAST_DAY_SET
            await notify(kind, row.slug, detail=form.closes.isoformat())
        await record_changes(row)


def _check_later(closes: date, present: date | None) -> None:
    if present and closes <= present:
        raise InvalidForm({"closes": Message("Choose a day after the present last day, {date}.", date=present)})
    if closes <= clock.today():
        raise InvalidForm({"closes": Message("Choose a day after today, so that those who were invited have time.")})
