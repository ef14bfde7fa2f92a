"""The forms about taking a memorandum away from the public, and about decisions that need a reason."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from coalition import clock
from coalition.fields import Day, Form, Line, Paragraphs, Refused, one_of
from coalition.languages import Message
from coalition.settings import SUPPORTED_LANGUAGES

LONGEST_SENTENCE = 300


def _coming(value: date) -> date:
    if value <= clock.today():
        raise Refused(Message("Choose a day after today; to publish it today, publish it now."))
    return value


ComingDay = Annotated[Day, AfterValidator(_coming)]
Reason = Annotated[Paragraphs, Field(min_length=1, max_length=2000)]


class ReasonedForm(Form):
    """The reason of a decision; only those who work on the memorandum read it."""

    missing = {"reason": Message("Write the reason.")}

    reason: Reason


class SentenceForm(Form):
    """What readers in one interface language are told instead of the memorandum."""

    missing = {"language": Message("Choose the language of the sentence."), "text": Message("Write the sentence.")}

    language: Annotated[str, one_of(SUPPORTED_LANGUAGES)]
    text: Annotated[Line, Field(min_length=1, max_length=LONGEST_SENTENCE)]


class WithdrawalForm(ReasonedForm):
    """Why a memorandum is withdrawn from the public, and what the public is told; without a sentence a standard sentence is shown."""

    sentences: Annotated[list[SentenceForm], Field(max_length=len(SUPPORTED_LANGUAGES))] = []

    @field_validator("sentences")
    @classmethod
    def _once_each(cls, value: list[SentenceForm]) -> list[SentenceForm]:
        return list({sentence.language: sentence for sentence in value}.values())


class EmbargoForm(Form):
    """The day on which the memorandum is published."""

    missing = {"until": Message("Choose the day on which it is published.")}

    until: ComingDay


class EmbargoChange(Form):
    """The day on which the memorandum is published; null lifts the embargo, and the memorandum stays unpublished."""

    until: ComingDay | None


class PublicationForm(Form):
    """Nothing, or the reason for publishing a memorandum by hand although its rule asks for a number of signatures."""

    reason: Reason | None = None
