"""Models of requests to sign in responses."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.organisations.tables import OrganisationKind


class SigningRequest(Answer):
    """A confirmed request of an organisation to sign or accede, for the coordinators of the memorandum only."""

    number: int
    state: str = Field(description="waiting, accepted or refused")
    organisation_name: str
    name_language: str
    english_name: str
    kind: OrganisationKind
    country: str | None
    website: str
    person: str
    email: str = Field(description="Empty once the request is decided.")
    language: str = Field(description="The language of the letters.")
    message: str = Field(description="Why the person may act for the organisation.")
    confirmed_at: datetime
    decided_at: datetime | None
    reason: str = Field(description="The reason of a refusal.")
    organisation: str | None = Field(description="The organisation that was invited.")


class RequestPage(Listed[SigningRequest]):
    """A page of requests."""


class SigningRequestInFull(SigningRequest):
    """A request, with the organisations of the register that look or are called alike."""

    alike: list[str] = Field(description="Their address names; compare them before you enter a new organisation.")
