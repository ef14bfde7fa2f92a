"""The forms for partners, shared by pages, API and import."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, model_validator

from coalition import clock
from coalition.fields import CountryCode, Form, Line, OldDateText, OptionalSlug, Refused, Slug, Tick
from coalition.languages import Message
from coalition.organisations.themes import Themes
from coalition.partners.tables import Counting

MOST_AT_ONCE = 500
_LONGEST_SOURCE, _LONGEST_NOTE = 500, 1000


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _not_to_come(value: str | None) -> str | None:
    if value and value > clock.today().isoformat()[: len(value)]:
        raise Refused(Message("Write a date that is not in the future."))
    return value


def _filled_once(value: Any) -> Any:
    return list(dict.fromkeys(code for code in value if code)) if isinstance(value, list) else value


PastDate = Annotated[OldDateText | None, BeforeValidator(_empty_is_none), AfterValidator(_not_to_come)]
Countries = Annotated[list[CountryCode], BeforeValidator(_filled_once), Field(max_length=60)]
Shown = Annotated[bool | None, BeforeValidator(_empty_is_none)]
Source = Annotated[Line, Field(max_length=_LONGEST_SOURCE)]


class PartnerFacts(Form):
    """What is said of the work together; a date of the end says that it is over, and so does `ended` where that date is not known.

    `public` says whether everybody may know of it. Without it, a new partner is shown if it is in the public register and not at risk.
    """

    since: PastDate = None
    until: PastDate = None
    ended: Tick = False
    countries: Countries = []
    themes: Themes = []
    source: Source = ""
    note: Annotated[Line, Field(max_length=_LONGEST_NOTE)] = ""
    public: Shown = None

    @model_validator(mode="after")
    def _in_order(self) -> PartnerFacts:
        if self.since and self.until and self.until < self.since[: len(self.until)]:
            raise Refused(Message("The end must not lie before the beginning."))
        return self

    @property
    def is_over(self) -> bool:
        """Whether they do not work together any more."""
        return self.ended or self.until is not None


class PartnerForm(PartnerFacts):
    """A new partner: of a programme, or of the host if none is given.

    Without countries or themes, those of the organisation are taken.
    """

    missing = {"organisation": Message("Choose the organisation.")}

    organisation: Slug
    programme: OptionalSlug = None


class PartnerChange(PartnerFacts):
    """Some facts of a partner, as a PATCH gives them; what is left out stays. `base` says what the program read of it."""

    base: Annotated[str | None, Field(max_length=100, description="The `base` with which the partner was read; null: whatever is saved now.")] = None

    def on(self, saved: PartnerFacts) -> PartnerFacts:
        """Return what is known of a partner from now on; `saved` is what was known before."""
        given = {name: getattr(self, name) for name in self.model_fields_set - {"base"}}
        return PartnerFacts.parse(saved.model_dump(mode="json") | given)


class NewPartners(PartnerFacts):
    """Several organisations that become partners at once, with the same facts."""

    missing = {"organisations": Message("Choose at least one organisation.")}

    programme: OptionalSlug = None
    organisations: Annotated[list[Slug], Field(min_length=1, max_length=MOST_AT_ONCE)]

    def each(self) -> list[PartnerForm]:
        """Return the form of each partner."""
        facts = self.model_dump(mode="json", exclude={"organisations"})
        return [PartnerForm.parse(facts | {"organisation": slug}) for slug in dict.fromkeys(self.organisations)]


def _said_somewhere(source: str, info: ValidationInfo) -> str:
    if info.data.get("number") and not source:
        raise Refused(Message("Write where this number is from."))
    return source


class NumberForm(Form):
    """A number of partners that are not named; without a number there is none."""

    number: Annotated[Annotated[int, Field(ge=1, le=100_000)] | None, BeforeValidator(_empty_is_none)] = None
    counting: Counting = Counting.ABOUT
    since: PastDate = None
    source: Annotated[Source, AfterValidator(_said_somewhere), Field(validate_default=True)] = ""
