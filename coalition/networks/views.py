"""Memberships as pages and the API show them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec import Struct

from coalition.networks.membership_times import Period
from coalition.networks.tables import UNKNOWN, NetworkRole
from coalition.organisations.views import OrganisationView
from coalition.saved_states import base_of


class MembershipView(Struct, frozen=True):
    """A membership with the organisation at its other end: the member on the page of a network, the network on that of a member."""

    id: int
    organisation: OrganisationView
    role: NetworkRole
    since: str | None
    until: str | None
    source: str
    public: bool

    @property
    def period(self) -> Period:
        """From when to when."""
        return Period(self.since, self.until)

    @property
    def base(self) -> str:
        """The digest of what can be changed of it."""
        return base_of(self.role, self.since, self.until, self.source, self.public)

    @property
    def place(self) -> str:
        """The sort key of lists that begin with present and then with the latest memberships."""
        return f"{self.is_present:d}{self.since or ''}/{self.organisation.slug}"

    @property
    def is_present(self) -> bool:
        """Whether it has not ended."""
        return self.until is None

    @property
    def ended_on(self) -> str | None:
        """The date on which it ended, if it is known."""
        return None if self.until == UNKNOWN else self.until


class MembersPage(NamedTuple):
    """The memberships of the organisations on a page, and where the next page begins; "" if there is none."""

    members: Sequence[MembershipView]
    after: str


class MembersOfNetworks(NamedTuple):
    """The memberships of the organisations on a page, each with its network, and where the next page begins; "" if there is none."""

    members: Sequence[tuple[MembershipView, OrganisationView]]
    after: str
