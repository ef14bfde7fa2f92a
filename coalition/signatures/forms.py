"""The forms that a representative fills in."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, TypeVar

from pydantic import AfterValidator, Field, model_validator

from coalition import clock
from coalition.acts.act_kinds import KINDS, STANDING_KINDS, KindRules
from coalition.acts.disclosure_levels import LEVELS, Level
from coalition.acts.tables import ActKind, Disclosure
from coalition.fields import Form, InvalidForm, Line, Name, OptionalDay, Paragraphs, Refused, Tick, TypedName, input_text, one_of
from coalition.languages import Message
from coalition.typed_names import is_same_name

_LONGEST_SEAL = timedelta(days=3660)


class DisclosureForm(Form):
    """Who may know, with the description or the day that the level needs (`coalition/acts/disclosure_levels.py`)."""

    missing = {"disclosure": Message("Choose who may know.")}

    disclosure: Disclosure
    description: Annotated[Line, Field(max_length=300)] = ""
    release_on: OptionalDay = None

    @model_validator(mode="after")
    def _complete(self) -> DisclosureForm:
        rules = LEVELS[self.disclosure]
        if rules.shows_description and not self.description:
            raise InvalidForm({"description": Message("Write the description that the public reads in place of the name.")})
        if rules.opens_as:
            self._check_release()
        return self

    def _check_release(self) -> None:
        if self.release_on is None:
            raise InvalidForm({"release_on": Message("Choose the day on which the names may be shown.")})
        if not clock.today() < self.release_on <= clock.today() + _LONGEST_SEAL:
            raise InvalidForm({"release_on": Message("Choose a day after today, within ten years.")})

    @property
    def level(self) -> Level:
        """The chosen level; a description or day that it does not need is left out."""
        rules = LEVELS[self.disclosure]
        return Level(self.disclosure, self.description if rules.shows_description else "", self.release_on if rules.opens_as else None)


class RaiseForm(DisclosureForm):
    """A level that lets the public know more; the typed name keeps anybody from asking for it by accident."""

    missing = DisclosureForm.missing | {"typed_name": Message("Type your name to confirm.")}

    typed_name: TypedName


class AnswerForm(DisclosureForm):
    """Who signs, how, and who may know: the answers that the representative checks before the signature."""

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


def _may_bind(value: bool) -> bool:  # noqa: FBT001 -- pydantic's shape of a validator
    if not value:
        raise Refused(SignatureForm.missing["authority"])
    return value


class SignatureForm(AnswerForm):
    """The answers with the two confirmations."""

    missing = AnswerForm.missing | {
        "typed_name": Message("Type your name to confirm."),
        "authority": Message("Confirm that you may bind the organisation."),
    }

    authority: Annotated[Tick, Field(validate_default=True), AfterValidator(_may_bind)] = False
    typed_name: TypedName

    @model_validator(mode="after")
    def _same_name(self) -> SignatureForm:
        return _same_names(self)


_SignedByName = TypeVar("_SignedByName", "SignatureForm", "ConfirmationForm")


def _same_names(form: _SignedByName) -> _SignedByName:
    if not is_same_name(form.typed_name, form.representative_name):
        raise InvalidForm({"typed_name": Message("This is not the name given above: {name}.", name=form.representative_name)})
    return form


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

    missing = {"typed_name": Message("Type your name to confirm.")}

    typed_name: TypedName
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
    quiet: Tick = False


class ConfirmationForm(Form):
    """Who confirms a signature ad referendum for the organisation."""

    missing = {
        "representative_name": Message("Write the name of the person who confirms."),
        "typed_name": SignatureForm.missing["typed_name"],
        "authority": SignatureForm.missing["authority"],
    }

    representative_name: Name
    representative_title: Line = ""
    authority: Annotated[Tick, Field(validate_default=True), AfterValidator(_may_bind)] = False
    typed_name: TypedName

    @model_validator(mode="after")
    def _same_name(self) -> ConfirmationForm:
        return _same_names(self)


class VouchingForm(Form):
    """Who confirms that a colleague acted for the organisation."""

    missing = {"colleague_name": Message("Write your name.")}

    colleague_name: Name


class DoubtForm(Form):
    """Who denies it; a reason is optional."""

    missing = {"questioner_name": VouchingForm.missing["colleague_name"]}

    questioner_name: Name
    reason: Annotated[Paragraphs, Field(max_length=2000)] = ""
