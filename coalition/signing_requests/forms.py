"""The forms of an organisation that wants to sign or accede, and of the coordinator who decides."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from coalition.fields import EmailAddress, Form, InvalidForm, LanguageTag, Line, Name, OptionalCountry, OptionalSlug, Paragraphs, Refused, Slug, Tick
from coalition.languages import Message
from coalition.notices.forms import LetterLanguage, RhythmForm
from coalition.organisations.forms import ConfirmedNew, LookedAt, OptionalWebsite
from coalition.organisations.tables import OrganisationKind

_MAY_ACT = Message("Write in a sentence why you may act for the organisation.")
_CONSENT = Message("Agree that the coordinators read and store what you wrote; without that nobody can answer you.")


def _agreed(value: bool) -> bool:  # noqa: FBT001 -- the value of the field
    if not value:
        raise Refused(_CONSENT)
    return value


class RequestForm(Form):
    """Which organisation asks, and the person who asks for it; no organisation needs to be registered anywhere."""

    missing = {
        "organisation_name": Message("Write the name of the organisation."),
        "name_language": Message("Choose the language of the name."),
        "kind": Message("Choose the kind of the organisation."),
        "person": Message("Write your name."),
        "email": Message("Write the e-mail address to which letters go."),
        "language": RhythmForm.missing["language"],
        "message": _MAY_ACT,
        "consent": _CONSENT,
    }

    organisation_name: Name
    name_language: LanguageTag
    english_name: Annotated[Line, Field(max_length=300)] = ""
    kind: OrganisationKind
    country: OptionalCountry = None
    website: OptionalWebsite = ""
    person: Name
    email: EmailAddress
    language: LetterLanguage
    message: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
    consent: Annotated[Tick, Field(validate_default=True), AfterValidator(_agreed)] = False


class NewPartyForm(Form):
    """What a coordinator adds to a request when its organisation is entered in the register."""

    missing = {"slug": Message("Write a short address name, for example bir-duino.")}

    slug: Slug
    kind: OrganisationKind | None = None
    at_risk: Tick = False
    looked_at: LookedAt = ""
    confirmed_new: ConfirmedNew = False


class AcceptanceForm(Form):
    """Which organisation is invited: one of the register by its slug, or a new one; `add_contact` makes the person who asked its contact."""

    organisation: OptionalSlug = None
    add_contact: Tick = False
    new: NewPartyForm | None = None

    @model_validator(mode="after")
    def _one_organisation(self) -> AcceptanceForm:
        if (self.organisation is None) is (self.new is None):
            raise InvalidForm({"organisation": Message("Give an organisation of the register, or the fields of a new one.")})
        return self


class RefusalForm(Form):
    """Why a request is refused; the person who asked reads it."""

    missing = {"reason": Message("Write the reason; it goes to the person who asked.")}

    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
