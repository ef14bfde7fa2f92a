"""Models of organisations in responses."""

from __future__ import annotations

from datetime import date, datetime
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


class MergedEntry(Answer):
    """Another entry of the same organisation; its address redirects to this one, and what it signed stays under its names."""

    slug: str
    merged_on: date
    names: list[OrganisationName]


class Organisation(OrganisationInList):
    """An organisation with its former names, the turns in its life, and other entries of it that were merged into this one."""

    former_names: list[FormerName]
    events: list[OrganisationEvent]
    merged: list[MergedEntry]


class DuplicateEntry(OrganisationInList):
    """An entry of the register, as coordinators compare it."""

    at_risk: bool
    acts: int = Field(description="On how many memoranda an act of it stands: of yours all, of others those whose public list names it.")
    invitations: int = Field(description="To how many of your memoranda it was invited.")


class DuplicatePair(Answer):
    """Two entries that may be one organisation, the older one first."""

    entries: list[DuplicateEntry]
    reasons: list[str]
    imitates: bool = Field(description="Their names look alike and have different letters: possibly an imitation.")


class DuplicatePage(Listed[DuplicatePair]):
    """A page of pairs; a page may have fewer than `limit`, and none, where entries are not alike any more."""


class Merging(Answer):
    """A decision that an entry is the same organisation as another one, which remains."""

    organisation: str
    remaining: str
    merged_on: date
    undo_until: date = Field(description="From this day on it cannot be undone any more.")


class MergingAsked(Answer):
    """A merging, or its undoing, that another coordinator has to approve, because an entry is at risk."""

    organisation: str
    remaining: str
    approval: int = Field(description="The number of the request, as in its address at the desk.")
    expires: datetime = Field(description="Without an approval until then, nothing is done.")


class Difference(Answer):
    """Two entries that are different organisations."""

    organisation: str
    other: str
