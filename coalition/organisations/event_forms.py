"""The form for an event of an organisation."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from coalition import clock
from coalition.fields import Form, InvalidForm, Name, OldDateText, OptionalCountry, OptionalSlug, Refused
from coalition.languages import Message
from coalition.organisations.forms import LookedAt, NameForm, with_one_primary
from coalition.organisations.tables import SUCCEEDING, OrganisationEventKind
from coalition.partial_dates import PartialDate
from coalition.words import Word


class GivenNames(Word):
    """Whether the names in the form are the new or the old ones."""

    NEW = "new", Message("Those it took; the present ones become former names")
    OLD = "old", Message("Those it had until then; the present ones stay")


def _not_future(value: str | None) -> str | None:
    if value and PartialDate(value).first > clock.today():
        raise Refused(Message("This day has not come yet."))
    return value


def _empty_as_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


PastDate = Annotated[OldDateText | None, BeforeValidator(_empty_as_none), AfterValidator(_not_future)]


class EventForm(Form):
    """What happened, when (as far as known), and the source; `names` for a change of name, `other` for the slug of a successor."""

    missing = {
        "kind": Message("Choose what happened."),
        "source": Message("Write where this is known from."),
    }

    kind: OrganisationEventKind
    happened: PastDate = None
    source: Annotated[Name, Field(max_length=500)]
    other: OptionalSlug = None
    seat_country: OptionalCountry = None
    which: GivenNames = GivenNames.NEW
    names: Annotated[list[NameForm], Field(max_length=30), AfterValidator(with_one_primary)] = []
    looked_at: LookedAt = ""

    @model_validator(mode="after")
    def _complete(self) -> EventForm:
        if self.kind is OrganisationEventKind.RENAMED and not self.names:
            raise InvalidForm({"names": Message("Write at least one name.")})
        if self.kind in SUCCEEDING and not self.other:
            raise InvalidForm({"other": Message("Write the organisation that came after it.")})
        return self
