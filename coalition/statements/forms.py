"""The forms of a party that makes or withdraws a statement, and of a coordinator who records, withdraws or translates one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator, model_validator

from coalition import clock
from coalition.acts.confirmed_names import MAY_BIND, TYPE_NAME, Authority, TypedName
from coalition.fields import DateText, Form, InvalidForm, LanguageTag, Line, Name, OptionalDate, OptionalDay, Paragraphs, Refused, Slug
from coalition.languages import Message
from coalition.partial_dates import PartialDate
from coalition.statements.tables import Extent, StatementKind

_NUMBER = re.compile(r"\d{1,9}", re.ASCII)
_LONGEST = 5000  # a form with so many characters of any script stays below the limit of a request


def _statement(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return int(value) if _NUMBER.fullmatch(value.strip()) else UUID(value) if value.strip() else None
    except ValueError:
        raise Refused(Message("Choose a reservation from the list.")) from None


def _empty_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _is_filled_in(value: object) -> bool:
    return _empty_is_none(value) is not None


def _past(value: str | None) -> str | None:
    if value and PartialDate(value).first > clock.today():
        raise Refused(Message("This day is still to come."))
    return value


def _received(value: date | None) -> date | None:
    if value and value > clock.today():
        raise Refused(Message("This day is still to come."))
    return value


Stating = Annotated[Paragraphs, Field(min_length=1, max_length=_LONGEST)]
OptionalReservation = Annotated[UUID | Annotated[int, Field(ge=1, lt=10**9)] | None, BeforeValidator(_statement)]
YesOrNo = Literal["", "yes", "no"]


class StatementForm(Form):
    """A statement: its kind, the provision it is about (its key; empty for the whole text), the words and their language.

    An objection names the reservation instead, by its id or its number, and is about the same provision. It says whether it precludes the
    relation between the two organisations.
    """

    missing = {
        "statement_kind": Message("Choose what you state."),
        "statement_language": Message("Choose the language of the statement."),
        "statement_text": Message("Write the statement."),
    }
    says_what_it_precludes: ClassVar[bool] = True

    statement_kind: StatementKind
    statement_provision: Annotated[Line, Field(max_length=80)] = ""
    objects_to: Annotated[OptionalReservation, Field(validate_default=True)] = None
    objection_precludes: Annotated[YesOrNo, Field(validate_default=True)] = ""
    statement_language: LanguageTag
    statement_text: Stating

    @field_validator("objects_to")
    @classmethod
    def _objects(cls, value: UUID | int | None, info: ValidationInfo) -> UUID | int | None:
        if info.data.get("statement_kind") is StatementKind.OBJECTION and value is None:
            raise Refused(Message("Choose the reservation to which the organisation objects."))
        return value

    @field_validator("objection_precludes")
    @classmethod
    def _says(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("statement_kind") is StatementKind.OBJECTION and cls.says_what_it_precludes and not value:
            raise Refused(Message("Choose whether the objection precludes the relation between the two organisations."))
        return value

    @property
    def precludes(self) -> bool | None:
        """Whether an objection precludes the relation between the two organisations; None for other statements, and if it does not say so."""
        return self.objection_precludes == "yes" if self.statement_kind is StatementKind.OBJECTION and self.objection_precludes else None


class AnsweredStatementForm(StatementForm):
    """A statement with the person who makes it, as the check page shows it."""

    missing = StatementForm.missing | {"representative_name": Message("Write the name of the person who makes the statement.")}

    representative_name: Name
    representative_title: Line = ""


class MadeStatementForm(AnsweredStatementForm):
    """A statement with the two confirmations."""

    missing = AnsweredStatementForm.missing | {"typed_name": TYPE_NAME, "authority": MAY_BIND}

    authority: Authority = False
    typed_name: TypedName


class StatementWithAct(Form):
    """The optional statement of a form for an act; nothing is stated if no field of it is filled in."""

    statement_form: ClassVar[type[StatementForm]] = StatementForm

    statement_kind: Annotated[StatementKind | None, BeforeValidator(_empty_is_none)] = None
    statement_provision: Annotated[Line, Field(max_length=80)] = ""
    objects_to: OptionalReservation = None
    objection_precludes: YesOrNo = ""
    statement_language: Annotated[LanguageTag | None, BeforeValidator(_empty_is_none)] = None
    statement_text: Annotated[Paragraphs, Field(max_length=_LONGEST)] = ""

    @model_validator(mode="after")
    def _complete_statement(self) -> StatementWithAct:
        self.statement  # noqa: B018 -- raises what is missing
        return self

    @property
    def statement(self) -> StatementForm | None:
        """The statement, if there is one.

        Raises:
            InvalidForm: it is not complete.

        """
        if not (self.statement_kind or self.statement_text or self.statement_provision or self.objects_to):
            return None
        return self.statement_form.parse({name: value for name in self.statement_form.model_fields if (value := getattr(self, name)) is not None})

    @classmethod
    def _further_problems(cls, values: Mapping[str, Any]) -> Mapping[str, Message]:
        stated = {name: value for name in cls.statement_form.model_fields if _is_filled_in(value := values.get(name))}
        if not stated.keys() & {"statement_kind", "statement_text", "statement_provision", "objects_to"}:
            return {}
        try:
            cls.statement_form.parse(stated)
        except InvalidForm as incomplete:
            return incomplete.problems
        return {}


class ReportedStatementForm(StatementForm):
    """A statement in the words of a letter or a source: an objection need not say whether it precludes the relation."""

    says_what_it_precludes = False


class RecordedStatementForm(ReportedStatementForm):
    """A statement that reached the coordinators, or stands in a source; `made` is known to the year, month or day, or not at all.

    `received` is the day on which it reached the depositary, if that is known.
    """

    missing = StatementForm.missing | {"organisation": Message("Choose the organisation that made the statement.")}

    organisation: Slug
    made: Annotated[OptionalDate, AfterValidator(_past)] = None
    received: Annotated[OptionalDay, AfterValidator(_received)] = None

    @model_validator(mode="after")
    def _in_order(self) -> RecordedStatementForm:
        if self.made and self.received and self.received < PartialDate(self.made).first:
            raise InvalidForm({"received": Message("It was made after this day.")})
        return self


class ExtentForm(Form):
    """Whether a statement is withdrawn as a whole or in part; of a part, what remains is given."""

    extent: Extent = Extent.WHOLE
    remaining_text: Annotated[Paragraphs, Field(max_length=_LONGEST, validate_default=True)] = ""

    @field_validator("remaining_text")
    @classmethod
    def _what_remains(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("extent") is Extent.PART and not value:
            raise Refused(Message("Write the text that remains."))
        return value

    @property
    def remainder(self) -> str:
        """The text that remains; empty if the whole statement is withdrawn."""
        return self.remaining_text if self.extent is Extent.PART else ""


class OwnStatementWithdrawalForm(ExtentForm):
    """The withdrawal of a statement by its party, with the person who withdraws it."""

    missing = {"representative_name": Message("Write the name of the person who withdraws the statement."), "typed_name": TYPE_NAME}

    representative_name: Name
    representative_title: Line = ""
    typed_name: TypedName


class StatementWithdrawalForm(ExtentForm):
    """When a party withdrew a statement or a part of it, at least the year."""

    missing = {"withdrawn": Message("Write when it was withdrawn, at least the year.")}

    withdrawn: Annotated[DateText, AfterValidator(_past)]


class StatementTranslationForm(Form):
    """A statement in another language; the first one counts."""

    missing = {"language": Message("Choose the language of the translation."), "text": Message("Write the translation.")}

    language: LanguageTag
    text: Stating
