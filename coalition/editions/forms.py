"""The forms about corrections of a text."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, field_validator

from coalition import clock
from coalition.fields import (
    Form,
    LanguageTag,
    Line,
    OptionalDay,
    Paragraphs,
    Refused,
)
from coalition.languages import Message
from coalition.memoranda.tables import CorrectionKind


class CorrectionForm(Form):
    """A mended error in one passage of an authentic text, number included; everybody reads the reason.

    `rectified` is the day of a correction that was made elsewhere, before the record of the text was made here.
    """

    missing = {
        "after": Message("Write the passage as it should stand."),
        "reason": Message("Say what is wrong; where two languages do not agree, name the other one."),
    }

    language: LanguageTag
    provision: Annotated[Line, Field(min_length=1, max_length=80)]
    kind: CorrectionKind = CorrectionKind.ERROR
    after: Annotated[Paragraphs, Field(min_length=1)]
    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
    rectified: OptionalDay = None

    @field_validator("rectified")
    @classmethod
    def _past(cls, value: date | None) -> date | None:
        if value and value > clock.today():
            raise Refused(Message("This day is still to come."))
        return value


class ObjectionForm(Form):
    """A party's objection to a correction, by its number; only the coordinators read the reason."""

    missing = {"correction": Message("Choose the correction.")}

    correction: Annotated[int, Field(ge=1, le=10_000)]
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
