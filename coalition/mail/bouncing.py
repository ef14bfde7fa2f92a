"""What a report changes: a letter that was sent came back, or is late."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from coalition import clock
from coalition.database import transaction
from coalition.mail.letter_changes import bounced
from coalition.mail.queries import state_of
from coalition.mail.tables import Letter, LetterState, Remark

if TYPE_CHECKING:
    from piccolo.columns import Column

    from coalition.mail.delivery_reports import Report

Noted: TypeAlias = Literal["noted", "later", "unknown"]

_CAN_COME_BACK = (LetterState.SENT.value, LetterState.UNCERTAIN.value)
_REMARKS = {"delayed": Remark.DELAYED.value, "partly": Remark.PARTLY.value, "delivered": ""}


async def note_report(report: Report, message_id: str) -> Noted:
    """Note what a report says of a letter; the same report again changes nothing.

    A letter that is being sent at this moment has no final state yet: its report is for later. A letter that waits, was given up or
    came back before does not change.
    """
    async with transaction():
        state = await state_of(message_id)
        if state is None:
            return "unknown"
        if state is LetterState.SENDING:
            return "later"
        sent = (Letter.message_id == message_id) & Letter.state.is_in(list(_CAN_COME_BACK))
        for letter in await Letter.update(_values(report)).where(sent).returning(Letter.about):
            if report.outcome == "failed" and letter["about"]:
                await bounced(letter["about"])
    return "noted"


def _values(report: Report) -> dict[Column | str, Any]:
    values: dict[Column | str, Any] = {Letter.remark: _REMARKS.get(report.outcome, ""), Letter.reported_at: clock.now()}
    if report.outcome == "failed":
        values[Letter.state] = LetterState.BOUNCED.value
    return values | ({Letter.error: report.code} if report.outcome != "delivered" else {})
