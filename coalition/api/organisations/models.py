"""Models of organisations in responses."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.organisations.tables import OrganisationEventKind, OrganisationKind, OrganisationStatus, Reach
from coalition.organisations.themes import Theme, themes_in


class OrganisationName(Answer):
    """A name in one language."""

    language: str
    name: str
    short_name: str
    primary: bool


def _split(value: str | list[Theme]) -> list[Theme]:
    return themes_in(value) if isinstance(value, str) else value


class OrganisationInList(Answer):
    """An organisation as everybody may know it: no contacts, no word on risk."""

    slug: str
    kind: OrganisationKind
    scope: Reach
    status: OrganisationStatus
    country: str | None = Field(description="The country it represents.")
    seat_country: str | None = Field(description="Where it sits, which may be another country.")
    website: str
    themes: Annotated[list[Theme], BeforeValidator(_split)] = Field(description="What it works on.")
    listed: bool | None = Field(description="Whether it is in the public register; told to coordinators only, null for everybody else.")
    names: list[OrganisationName]


class OrganisationPage(Listed[OrganisationInList]):
    """A page of organisations."""


class FormerName(OrganisationName):
    """A name it had until a day, month or year, as far as that is known."""

    until: str | None


class OrganisationEvent(Answer):
    """A turn in its life; `other` is its successor, null where the reader may not know of it."""

    kind: OrganisationEventKind
    happened: str | None = Field(description="A partial date; null where it is not known.")
    other: str | None
    source: str


class Organisation(OrganisationInList):
    """An organisation with its former names and the turns in its life."""

    former_names: list[FormerName]
    events: list[OrganisationEvent]
