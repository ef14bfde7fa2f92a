"""The forms about the rules of a memorandum: who may sign until when, how it takes effect, when it becomes public."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalition import clock
from coalition.fields import Day, Form, InvalidForm, LanguageTag, Line, OptionalDay, Paragraphs, Refused, Slug
from coalition.languages import Message
from coalition.memoranda.tables import EffectRule, SignatureRule

_MOST = 10_000


def _empty_is_nothing(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def _days(least: int, most: int) -> AfterValidator:
    """Return the validator of a number of days."""

    def check(value: int) -> int:
        if not least <= value <= most:
            raise Refused(Message("Write a number of days from {least} to {most}.", least=least, most=most))
        return value

    return AfterValidator(check)


OptionalNumber = Annotated[Annotated[int, Field(ge=1, le=_MOST)] | None, BeforeValidator(_empty_is_nothing)]
ConfirmationDays = Annotated[Annotated[int, _days(0, 730)] | None, BeforeValidator(_empty_is_nothing)]
ObjectionDays = Annotated[Annotated[int, _days(1, 365)] | None, BeforeValidator(_empty_is_nothing)]
OptionalRule = Annotated[SignatureRule | None, BeforeValidator(_empty_is_nothing)]
_NEEDED = {
    EffectRule.NTH_SIGNATURE: ("number", Message("Write how many signatures it takes.")),
    EffectRule.PER_COUNTRY: ("number", Message("Write how many signatures it takes.")),
    EffectRule.ON_DATE: ("on", Message("Choose the day on which it takes effect.")),
    EffectRule.NAMED_PARTIES: ("parties", Message("Choose at least one organisation.")),
}


class EffectForm(Form):
    """What makes it take effect; what the rule does not need is not kept."""

    rule: EffectRule
    number: OptionalNumber = None
    on: OptionalDay = None
    parties: Annotated[list[Slug], Field(max_length=200)] = []
    provision: Annotated[Line, Field(max_length=80, description="The provision of the text that says so: its number, as written, or its key.")] = ""

    @model_validator(mode="after")
    def _complete(self) -> EffectForm:
        field, sentence = _NEEDED.get(self.rule, ("rule", None))
        if sentence and not getattr(self, field):
            raise InvalidForm({f"effect/{field}": sentence})
        return self

    def needed(self, field: str) -> object:
        """Return the value of a field if the rule needs it."""
        return getattr(self, field) if _NEEDED.get(self.rule, ("",))[0] == field else None


class RulesChange(Form):
    """Some rules of a memorandum whose text is not yet fixed; `effect` is given as a whole.

    `confirmation_days` is how long a signature ad referendum can be confirmed: with 0 nobody can sign ad referendum. `objection_days`
    is how long parties can object to a proposed correction. A period that is not given stays as it is.
    """

    signature_rule: SignatureRule | None = None
    rule_until: OptionalDay = None
    later_rule: OptionalRule = None
    effect: EffectForm | None = None
    publish_at_least: OptionalNumber = None
    confirmation_days: ConfirmationDays = None
    objection_days: ObjectionDays = None

    @property
    def changes_a_rule(self) -> bool:
        """Whether the form gives any field."""
        return bool(self.model_fields_set & set(RulesChange.model_fields))


class ExtensionForm(Form):
    """A later last day, or the first one of a memorandum that has none.

    `send`: those that have not answered get a letter now. `closing_letters`: those concerned get one when it closes after that day.
    """

    missing = {"closes": Message("Choose the last day.")}

    closes: Day
    send: bool = True
    closing_letters: bool = True


class WindowForm(Form):
    """Closing, or opening for accession; `send`: those concerned get a letter."""

    send: bool = True


class TerminationForm(Form):
    """From when on it binds nobody any more, and why; the reason is public."""

    missing = {"on": Message("Choose the day."), "reason": Message("Write the reason; everybody can read it.")}

    on: Day
    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
    language: LanguageTag = "en"

    @model_validator(mode="after")
    def _not_in_the_future(self) -> TerminationForm:
        if self.on > clock.today():
            raise InvalidForm({"on": Message("The day must not lie in the future.")})
        return self
