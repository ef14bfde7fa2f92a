"""Models of partners in responses."""

from __future__ import annotations

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.organisations.themes import Theme
from coalition.partners.tables import Counting


class Partnership(Answer):
    """The work of an organisation together with the host, or with a programme."""

    number: int | None = Field(description="By which it is changed. Told to coordinators only, null for everybody else.")
    organisation: str
    programme: str | None = Field(description="The address name of the programme; null for a partner of the host.")
    since: str | None = Field(description="A partial date; null where it is not known.")
    until: str | None = Field(description="A partial date; null where it is not known, or not over.")
    ended: bool
    countries: list[str] = Field(description="In which they work together.")
    themes: list[Theme]
    source: str
    public: bool | None = Field(description="Whether everybody may know of it. Told to coordinators only, null for everybody else.")
    note: str | None = Field(description="Told to coordinators only, null for everybody else.")
    base: str | None = Field(
        description="The digest of all this: send it with a change, so that nobody's work is overwritten. Told to coordinators only."
    )


class PartnerInList(Answer):
    """An organisation that is a partner."""

    organisation: str
    name: str = Field(description="Its primary name.")
    country: str | None = Field(description="The country it represents.")
    partnerships: list[Partnership]


class PartnerNumber(Answer):
    """How many partners have no name here."""

    programme: str | None = Field(description="The address name of the programme; null for partners of the host.")
    counting: Counting
    number: int
    since: str | None
    source: str


class PartnerPage(Listed[PartnerInList]):
    """A page of partners; `without_names` says how many there are besides, or in all, as a source says it."""

    without_names: list[PartnerNumber]
