"""Hiding what joins an organisation to others: its parts in forums, its memberships, that it is a partner, and what packages above add."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.naming import Hidden
from coalition.acts.naming import hidden as name_is_hidden
from coalition.forums.parts import hide_parts_of
from coalition.networks.recording_members import hide_memberships_of
from coalition.notices.issuing import pages_change
from coalition.organisations.merged_queries import group_of
from coalition.partners.recording_partners import hide_partner

if TYPE_CHECKING:
    from coalition.organisations.forms import OrganisationChange
    from coalition.organisations.tables import Organisation


async def hide_relations_of(organisation_id: int) -> bool:
    """Show the relations of an organisation to coordinators only, inside the caller's transaction; return whether the public saw any."""
    hidden = [await hide(organisation_id) for hide in (hide_parts_of, hide_memberships_of, hide_partner)]
    await name_is_hidden(Hidden(organisation_id))
    return any(hidden)


async def hide_because_of_risk(organisation: Organisation, change: OrganisationChange) -> None:
    """Hide the relations of an organisation that a change marks as at risk, and of what is merged into it, inside the caller's transaction.

    A coordinator can show each again. Nothing refuses the mark: readers can compare with what they read before, so it makes no list of
    candidates for a hidden name shorter.
    """
    if change.at_risk and not organisation.at_risk:
        hidden = [await hide_relations_of(number) for number in await group_of(organisation.id)]
        if any(hidden) and organisation.listed:
            await pages_change()
