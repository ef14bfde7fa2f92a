"""Extending the time for signature before it is over; the extension is announced."""

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
    from coalition.memoranda.rule_forms import ExtensionForm
    from coalition.memoranda.tables import Memorandum


async def extend(memorandum: Memorandum, form: ExtensionForm) -> None:
    """Move the last day to a later one while the window is open; after the last day organisations may still accede (decision 10).

    Raises:
        NotOpen: the memorandum is not open, or its last day has passed.
        NothingToExtend: the memorandum has no last day.
        InvalidForm: the day is not later than the present one.

    """
    async with transaction():
        row = await queries.locked(memorandum.id)
        check(Action.EXTEND, Situation(row))
        if form.closes <= row.closes_on:
            raise InvalidForm({"closes": Message("Choose a day after the present last day, {date}.", date=row.closes_on)})
        values: dict[str, Any] = {"closes_on": form.closes, "updated_at": clock.now()}
        await change_days(row, values)
        await close_after(row.id, form.closes, letters=form.closing_letters)
        await trail.record(TrailAct.EXTENDED, memorandum=row.id)
        if row.publicity == Publicity.PUBLIC:
            await notify(NoticeKind.EXTENDED, row.slug, detail=form.closes.isoformat())
        await record_changes(row)
