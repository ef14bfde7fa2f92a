"""The members of networks as a choice of organisations, and who of a choice is no member yet (for coordinators)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import one_of
from coalition.forums.organisation_choice_queries import way
from coalition.networks.queries import IS_NETWORK, members_of
from coalition.networks.tables import Membership, NetworkRole
from coalition.organisations.queries import all_entries_of, entries_of, not_named_by
from coalition.organisations.tables import Organisation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from piccolo.custom_types import Combinable


@way("network")
async def _of_networks(values: Sequence[str]) -> Combinable:
    """Choose who is a member of one of some networks now (their slugs) and does not only observe it.

    A network that was entered twice has the members of all of its entries.
    """
    networks = await all_entries_of((await networks_called(values)).values())
    belongs = one_of(Membership.network, networks) & Membership.until.is_null() & (Membership.role != NetworkRole.OBSERVER.value)
    return entries_of(Membership.select(Membership.member).where(belongs))


async def networks_called(slugs: Iterable[str]) -> dict[str, int]:
    """Return slug → id of those of some organisations that are networks."""
    asked = [*slugs]
    if not asked:
        return {}
    rows = await Organisation.select(Organisation.slug, Organisation.id).where(IS_NETWORK & one_of(Organisation.slug, asked))
    return {row["slug"]: row["id"] for row in rows}


def without_membership(network_id: int) -> Combinable:
    """Return the condition that an organisation is no member of a network now, and not the network itself."""
    return not_named_by(Membership, Membership.member, members_of(network_id, present=True)) & (Organisation.id != network_id)
