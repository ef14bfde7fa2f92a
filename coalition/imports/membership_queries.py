"""Reads of the memberships that an import added (for coordinators)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.imports.tables import ImportedMembership
from coalition.networks.queries import page_with_networks
from coalition.networks.tables import Membership

if TYPE_CHECKING:
    from coalition.networks.views import MembersOfNetworks


async def memberships_of_import(import_id: int, text: str, *, language: str, after: str, limit: int) -> MembersOfNetworks:
    """Return the memberships that an import added of the organisations on a page, by name, with their networks."""
    added = ImportedMembership.select(ImportedMembership.membership).where(ImportedMembership.upload == import_id)
    return await page_with_networks(Membership.id.is_in(added), text, language=language, after=after, limit=limit)
