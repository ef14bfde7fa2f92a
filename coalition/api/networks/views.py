"""Builds the response models of networks from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.forms import PartOfForum
from coalition.api.networks import models
from coalition.api.organisations.views import of_organisation
from coalition.networks import queries
from coalition.organisations.tables import Reach
from coalition.organisations.visible_queries import Viewer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.networks.views import MembershipView
    from coalition.organisations.views import OrganisationView


def of_network(record: OrganisationView, viewer: Viewer, numbers: Mapping[int, int]) -> models.NetworkInList:
    """Return a network in a list; `numbers` are those of its shown members."""
    shown = of_organisation(record, viewer)
    return models.NetworkInList(slug=record.slug, organisation=shown, level=Reach(record.scope), listed_members=numbers.get(record.id, 0))


async def network(record: OrganisationView, viewer: Viewer, part: PartOfForum | None = None) -> models.Network:
    """Return a network with a page of its members, the first one if none is asked for."""
    asked = part or PartOfForum()
    numbers = await queries.number_shown([record.id])
    page = await queries.page_in_file_order(record.id, viewer, after=asked.after, limit=asked.limit)
    listed = of_network(record, viewer, numbers)
    return models.Network(**dict(listed), members=[_member(member, viewer) for member in page.members], next=page.after or None)


def _member(member: MembershipView, viewer: Viewer) -> models.Member:
    base = member.base if viewer is Viewer.COORDINATOR else None
    columns = {name: getattr(member, name) for name in ("since", "until", "role", "source", "public")}
    return models.Member(organisation=member.organisation.slug, base=base, **columns)
