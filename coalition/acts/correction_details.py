"""The detail of a notification of a correction of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coalition.acts.histories import ActRow
    from coalition.acts.new_acts import Correction

REPRESENTATIVE = "representative"
UNKNOWN = "-"


def correction_detail(act: ActRow, correction: Correction) -> str:
    """Return which days of an act are corrected, and how; `representative` if only the person is."""
    if (act.acted, act.received) == (correction.acted, correction.received):
        return REPRESENTATIVE
    received = (act.public_receipt,) * 2 if act.was_hidden else (act.received, correction.received)
    days = (act.acted, correction.acted, *received)
    return " ".join([act.kind.value, *(str(day) if day else UNKNOWN for day in days)])
