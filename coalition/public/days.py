"""The day of a past status, as a parameter in the address of a page or a file."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BeforeValidator

from coalition.fields import Form, Refused
from coalition.languages import Message
from coalition.partial_dates import PartialDate

_WANTED = Message("Write a day as 2026-11-22.")


def _day(value: object) -> object:
    """Parse the day that a form sends; an empty value means today."""
    if not value:
        return None
    try:
        day = PartialDate(str(value))
    except ValueError:
        raise Refused(_WANTED) from None
    if day.first != day.last or not day.iso.isascii():
        raise Refused(_WANTED)
    return day.first


Day = Annotated[date | None, BeforeValidator(_day)]


class DayForm(Form):
    """The day of a past status, and another day to compare it with."""

    at: Day = None
    compare: Day = None
