"""What is asked of who records the members of networks, on pages and in the API."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator

from coalition.fields import DateText, Form, Line, OptionalDate, Refused, Slug
from coalition.languages import Message
from coalition.networks.membership_times import Period
from coalition.networks.tables import UNKNOWN, NetworkRole
from coalition.organisations.forms import OrganisationForm
from coalition.organisations.tables import OrganisationKind, Reach

MOST_AT_ONCE = 500  # members; no change of a network names more
NO_NETWORK = Message("This organisation is no network, so it has no members. Choose “network” as its kind first.")


def _end(value: Any, check: ValidatorFunctionWrapHandler) -> Any:
    """Return the end of a membership: a date, `UNKNOWN`, or None if it has not ended."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return UNKNOWN if value == UNKNOWN else check(value)


def _empty_is_none(value: Any) -> Any:
    return None if value == "" else value


Beginning = Annotated[OptionalDate, Field(alias="from", description="A partial date; null where it is not known.")]
End = Annotated[
    DateText | None,
    WrapValidator(_end),
    Field(description="A partial date, `unknown` for an end that is not known; null while it is a member."),
]
Public = Annotated[
    bool | None,
    BeforeValidator(_empty_is_none),
    Field(description="Whether everybody may know of it; null: of a listed organisation that is not at risk."),
]


class _Times(Form):
    """When and how an organisation is, or was, a member."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    role: NetworkRole = NetworkRole.MEMBER
    since: Beginning = None
    until: End = None
    source: Annotated[Line, Field(max_length=500)] = ""
    public: Public = None

    @property
    def period(self) -> Period:
        """From when to when."""
        return Period(self.since, self.until)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.period.is_in_order:
            raise Refused(Message("The end must not lie before the beginning."))
        return self


Base = Annotated[str | None, Field(max_length=100, description="The `base` with which the membership was read; null: whatever is saved now.")]


class MembershipChange(_Times):
    """A membership as it is from now on; `base` says what the person read of it."""

    base: Base = None


class MembershipForm(_Times):
    """A membership of an organisation in a network."""

    missing = {"organisation": Message("Write the name of the organisation.")}

    organisation: Slug


class MemberChange(MembershipForm):
    """A membership of an organisation from now on: of a present member in place of what was, else a new one."""

    base: Base = None


class MembersForm(Form):
    """Organisations that are, or were, members of a network."""

    organisations: Annotated[list[MembershipForm], Field(min_length=1, max_length=MOST_AT_ONCE)]


class JoiningForm(Form):
    """The role that many organisations get in a network at once, and since when."""

    role: NetworkRole = NetworkRole.MEMBER
    since: OptionalDate = None


class NetworkForm(Form):
    """A new network with its members; its level is the scope of its organisation."""

    organisation: OrganisationForm
    level: Reach
    members: Annotated[list[MembershipForm], Field(max_length=MOST_AT_ONCE)] = []

    @property
    def entry(self) -> OrganisationForm:
        """The organisation as it is entered."""
        return self.organisation.model_copy(update={"kind": OrganisationKind.NETWORK, "scope": self.level})


class NetworkChange(Form):
    """Changes of the members of a network.

    A present member that is named gets what is given in place of what was; any other organisation is added. Those `removed` never were
    members: whoever left is given an end.
    """

    members: Annotated[list[MemberChange], Field(max_length=MOST_AT_ONCE)] = []
    removed: Annotated[list[Slug], Field(max_length=MOST_AT_ONCE)] = []
