"""How long the consent of a person counts: until its last day, or without end, and never after they take it back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from pydantic import AfterValidator

from coalition import clock
from coalition.fields import OptionalDay, Refused
from coalition.languages import Message


def consent_counts(until: date | None, taken_back_on: date | None) -> bool:
    """Whether a consent counts today; `until` is its last day, None without end."""
    return taken_back_on is None and (until is None or until >= clock.today())


def over_at(until: date) -> datetime:
    """Return the moment at which a consent with a last day is over (UTC)."""
    return datetime.combine(until + timedelta(days=1), time(), UTC)


def _not_over(value: date | None) -> date | None:
    if value is not None and value < clock.today():
        raise Refused(Message("This day is over: the consent does not count any more."))
    return value


LastDay = Annotated[OptionalDay, AfterValidator(_not_over)]
