"""The forms of an organisation that wants to accede, and of the coordinator who decides."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coalition.fields import EmailAddress, Form, LanguageTag, Name, OptionalCountry, Paragraphs, Slug, Tick
from coalition.languages import Message
from coalition.notices.forms import LetterLanguage, RhythmForm
from coalition.organisations.forms import LookedAt, OptionalWebsite
from coalition.organisations.tables import OrganisationKind


class AccessionForm(Form):
    """Which organisation asks, and the person who asks for it."""

    missing = {
        "organisation_name": Message("Write the name of the organisation."),
        "name_language": Message("Choose the language of the name."),
        "person": Message("Write your name."),
        "email": Message("Write the e-mail address to which letters go."),
        "language": RhythmForm.missing["language"],
    }

    organisation_name: Name
    name_language: LanguageTag
    country: OptionalCountry = None
    website: OptionalWebsite = ""
    person: Name
    email: EmailAddress
    language: LetterLanguage
    message: Annotated[Paragraphs, Field(max_length=2000)] = ""


class NewPartyForm(Form):
    """What a coordinator adds to a request when its organisation is entered in the register."""

    missing = {"slug": Message("Write a short address name, for example bir-duino.")}

    slug: Slug
    kind: OrganisationKind = OrganisationKind.NGO
    at_risk: Tick = False
    looked_at: LookedAt = ""


class RefusalForm(Form):
    """Why a request is refused; whoever asked reads it."""

    missing = {"reason": Message("Write the reason; it goes to whoever asked.")}

    reason: Annotated[Paragraphs, Field(min_length=1, max_length=2000)]
