"""The forms of a party that makes a statement, and of a coordinator who records, withdraws or translates one."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalition import clock
from coalition.fields import DateText, Form, InvalidForm, LanguageTag, Line, OptionalDate, Paragraphs, Refused, Slug
from coalition.languages import Message
from coalition.partial_dates import PartialDate
from coalition.statements.tables import StatementKind

_LONGEST = 5000  # a form with so many characters of any script stays below the limit of a request


def _statement(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return UUID(value) if value.strip() else None
    except ValueError:
        raise Refused(Message("Choose a reservation from the list.")) from None


def _past(value: str | None) -> str | None:
    if value and PartialDate(value).first > clock.today():
        raise Refused(Message("This day is still to come."))
    return value


Stating = Annotated[Paragraphs, Field(min_length=1, max_length=_LONGEST)]


class StatementForm(Form):
    """A statement: its kind, the provision it is about (its key; empty for the whole text), the words and their language.

    An objection names the reservation instead, and is about the same provision.
    """

    missing = {
        "statement_kind": Message("Choose what you state."),
        "statement_language": Message("Choose the language of the statement."),
        "statement_text": Message("Write the statement."),
    }

    statement_kind: StatementKind
    statement_provision: Annotated[Line, Field(max_length=80)] = ""
    objects_to: Annotated[UUID | None, BeforeValidator(_statement)] = None
    statement_language: LanguageTag
    statement_text: Stating

    @model_validator(mode="after")
    def _objects(self) -> StatementForm:
        if self.statement_kind is StatementKind.OBJECTION and self.objects_to is None:
            raise InvalidForm({"objects_to": Message("Choose the reservation to which the organisation objects.")})
        return self


class RecordedStatementForm(StatementForm):
    """A statement that reached the coordinators, or stands in a source; `made` is known to the year, month or day, or not at all."""

    missing = StatementForm.missing | {"organisation": Message("Choose the organisation that made the statement.")}

    organisation: Slug
    made: Annotated[OptionalDate, AfterValidator(_past)] = None


class StatementWithdrawalForm(Form):
    """When a party withdrew a statement, at least the year."""

    missing = {"withdrawn": Message("Write when it was withdrawn, at least the year.")}

    withdrawn: Annotated[DateText, AfterValidator(_past)]


class StatementTranslationForm(Form):
    """A statement in another language; the first one counts."""

    missing = {"language": Message("Choose the language of the translation."), "text": Message("Write the translation.")}

    language: LanguageTag
    text: Stating
