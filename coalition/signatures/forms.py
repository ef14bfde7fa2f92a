"""The forms that a representative fills in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from coalition import clock
from coalition.acts.act_kinds import KINDS, STANDING_KINDS, KindRules
from coalition.acts.confirmed_names import MAY_BIND, TYPE_NAME, Authority, TypedName
from coalition.acts.disclosure_levels import LEVELS, Level
from coalition.acts.tables import ActKind, Disclosure
from coalition.fields import Form, Line, Name, OptionalDay, Paragraphs, Refused, Tick, input_text, one_of
from coalition.languages import Message
from coalition.statements.forms import StatementWithAct

_LONGEST_SEAL = timedelta(days=3660)


class DisclosureForm(Form):
    """Who may know, with the description or the day that the level needs (`coalition/acts/disclosure_levels.py`)."""

    missing = {"disclosure": Message("Choose who may know.")}

    disclosure: Disclosure
    description: Annotated[Line, Field(max_length=300, validate_default=True)] = ""
    release_on: Annotated[OptionalDay, Field(validate_default=True)] = None

    @field_validator("description")
    @classmethod
    def _described(cls, value: str, info: ValidationInfo) -> str:
        chosen = info.data.get("disclosure")
        if chosen and LEVELS[chosen].shows_description and not value:
            raise Refused(Message("Write the description that the public reads in place of the name."))
        return value

    @field_validator("release_on")
    @classmethod
    def _released(cls, value: date | None, info: ValidationInfo) -> date | None:
        chosen = info.data.get("disclosure")
        if not (chosen and LEVELS[chosen].opens_as):
            return value
        if value is None:
            raise Refused(Message("Choose the day on which the names may be shown."))
        if not clock.today() < value <= clock.today() + _LONGEST_SEAL:
            raise Refused(Message("Choose a day after today, within ten years."))
        return value

    @property
    def level(self) -> Level:
        """The chosen level; a description or day that it does not need is left out."""
        rules = LEVELS[self.disclosure]
        return Level(self.disclosure, self.description if rules.shows_description else "", self.release_on if rules.opens_as else None)


class RaiseForm(DisclosureForm):
    """A level that lets the public know more; the typed name keeps anybody from asking for it by accident."""

    missing = DisclosureForm.missing | {"typed_name": TYPE_NAME}

    typed_name: Name


class AnswerForm(DisclosureForm, StatementWithAct):
    """Who signs, how, who may know, and what is stated with it: the answers that the representative checks before the signature."""

    missing = DisclosureForm.missing | {
        "kind": Message("Choose whether you sign or support."),
        "representative_name": Message("Write the name of the person who signs."),
        "digest": Message("Read the text first; this page does not say which text you read."),
    }

    kind: Annotated[ActKind, one_of(STANDING_KINDS)]
    representative_name: Name
    representative_title: Line = ""
    digest: Annotated[str, Field(min_length=1, max_length=80)]

    @property
    def rules(self) -> KindRules:
        """What the chosen kind of act means."""
        return KINDS[self.kind]

    def as_inputs(self) -> dict[str, str]:
        """Return every field as a page holds it; a description or day that the chosen level does not need is empty."""
        level = self.level
        return super().as_inputs() | {"description": level.description, "release_on": input_text(level.release_on)}


class SignatureForm(AnswerForm):
    """The answers with the two confirmations."""

    missing = AnswerForm.missing | {
        "typed_name": TYPE_NAME,
        "authority": MAY_BIND,
    }

    authority: Authority = False
    typed_name: TypedName


def _may_speak(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(Message("Confirm that you may speak for the organisation."))
    return value


class DeclineForm(Form):
    """Declining, which stays private. The tick keeps anybody from declining by accident; a reason is optional."""

    authority: Annotated[Tick, Field(validate_default=True), AfterValidator(_may_speak)] = False
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""


class WithdrawalForm(Form):
    """Withdrawing a signature. The typed name keeps anybody from doing it by accident."""

    missing = {"typed_name": TYPE_NAME}

    typed_name: Name
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
    quiet: Tick = False


class ConfirmationForm(Form):
    """Who confirms a signature ad referendum for the organisation."""

    missing = {
        "representative_name": Message("Write the name of the person who confirms."),
        "typed_name": TYPE_NAME,
        "authority": MAY_BIND,
    }

    representative_name: Name
    representative_title: Line = ""
    authority: Authority = False
    typed_name: TypedName


class VouchingForm(Form):
    """Who confirms that a colleague acted for the organisation."""

    missing = {"colleague_name": Message("Write your name.")}

    colleague_name: Name


class DoubtForm(Form):
    """Who denies it; a reason is optional."""

    missing = {"questioner_name": VouchingForm.missing["colleague_name"]}

    questioner_name: Name
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
