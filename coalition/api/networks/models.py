"""Models of networks in responses."""

from __future__ import annotations

from pydantic import ConfigDict, Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.api.organisations.models import OrganisationInList
from coalition.networks.tables import NetworkRole
from coalition.organisations.tables import Reach


class NetworkInList(Answer):
    """A network: an organisation that has members."""

    slug: str
    organisation: OrganisationInList
    level: Reach
    listed_members: int = Field(description="How many present members everybody reads of.")


class NetworkPage(Listed[NetworkInList]):
    """A page of networks."""


class Member(Answer):
    """The membership of an organisation in a network."""

    model_config = ConfigDict(serialize_by_alias=True)

    organisation: str
    since: str | None = Field(serialization_alias="from", description="A partial date; null where it is not known.")
    until: str | None = Field(description="A partial date, `unknown` for an end that is not known; null while it is a member.")
    role: NetworkRole
    source: str
    public: bool = Field(description="Whether everybody may know of it; without a token only such memberships are listed.")
    base: str | None = Field(
        description="The digest of all this: send it with a change, so that nobody's work is overwritten. Told to coordinators only."
    )


class Network(NetworkInList):
    """A network with its members, present and former ones."""

    members: list[Member] = Field(description="Of 200 organisations at most; `next` leads to the others.")
    next: str | None = Field(description="The cursor to give as `after` for the members that follow; null on the last page.")
