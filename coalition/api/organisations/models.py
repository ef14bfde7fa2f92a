"""Models of organisations in responses."""

from __future__ import annotations

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.organisations.tables import OrganisationEventKind, OrganisationKind, OrganisationStatus, Reach


class OrganisationName(Answer):
    """A name in one language."""

    language: str
    name: str
    short_name: str
    primary: bool


class OrganisationInList(Answer):
    """An organisation as everybody may know it: no contacts, no word on risk."""

    slug: str
    kind: OrganisationKind
    scope: Reach
    status: OrganisationStatus
    country: str | None = Field(description="The country it represents.")
    seat_country: str | None = Field(description="Where it sits, which may be another country.")
    website: str
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
