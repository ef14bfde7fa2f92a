"""The only way to read organisations for output: everybody reads those listed in the public register, coordinators read all."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.organisations import event_queries, queries

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.organisations.queries import Page, Visible
    from coalition.organisations.views import NameView, OrganisationEventView, OrganisationView
    from coalition.partial_dates import PartialDate


class Viewer(Enum):
    """Who reads: everybody, or a coordinator (at the desk, or with an API token)."""

    EVERYBODY = "everybody"
    COORDINATOR = "coordinator"


class VisibleOrganisations(Struct, frozen=True):
    """The organisations that a viewer may know of; no method returns another one, or a successor or predecessor that is not visible."""

    visible: Visible

    async def by_slug(self, slug: str) -> OrganisationView | None:
        """Return an organisation with its names, former names and events; a missing one and an invisible one take the same queries."""
        organisation = (await queries.views_by_slug([slug], self.visible)).get(slug)
        return (await self.with_events([organisation.id]))[organisation.id] if organisation else None

    async def by_ids(self, ids: Iterable[int]) -> dict[int, OrganisationView]:
        """Return organisations with their names, by id."""
        return await queries.views_by_id(ids, self.visible)

    async def by_slugs(self, slugs: Iterable[str]) -> dict[str, OrganisationView]:
        """Return organisations with their names, by slug."""
        return await queries.views_by_slug(slugs, self.visible)

    async def histories(self, slugs: Iterable[str]) -> dict[str, OrganisationView]:
        """Return organisations with names, former names and events, by slug."""
        by_slug = await queries.views_by_slug(slugs, self.visible)
        by_id = await event_queries.views_with_events([organisation.id for organisation in by_slug.values()], self.visible)
        return {organisation.slug: organisation for organisation in by_id.values()}

    async def with_events(self, ids: Iterable[int]) -> dict[int, OrganisationView]:
        """Return organisations with names, former names and events, by id."""
        return await event_queries.views_with_events(ids, self.visible)

    async def predecessors(self, organisation_id: int) -> list[tuple[OrganisationEventView, OrganisationView]]:
        """Return the organisations that merged into this one or that it succeeds, each with the event."""
        return await event_queries.predecessors(organisation_id, self.visible)

    async def page_by_name(self, text: str = "", *, language: str, country: str | None = None, after: str = "", limit: int = 100) -> Page:
        """Return a page of organisations sorted by name, as `queries.page_by_name`."""
        visible = queries.in_country(country, self.visible)
        return await queries.page_by_name(text, language=language, after=after, limit=limit, visible=visible)

    async def in_slug_order(self, *, after: str | None = None, limit: int = 100) -> list[OrganisationView]:
        """Return a page of organisations in the order of slugs, as `queries.in_slug_order`."""
        return await queries.in_slug_order(after=after, limit=limit, visible=self.visible)

    async def slugs(self, limit: int) -> list[str]:
        """Return slugs, for the site map."""
        return await queries.slugs(limit, self.visible)

    async def countries(self) -> list[str]:
        """Return the codes of the countries that these organisations represent."""
        return await queries.countries(self.visible)


async def names_on(slug: str, day: PartialDate | None) -> tuple[NameView, ...]:
    """Return the names that an organisation had on a date (for the record of a notification; whoever reads it checks who may know)."""
    return await event_queries.names_on(slug, day)


def visible_organisations(viewer: Viewer, *, named: Iterable[int] = ()) -> VisibleOrganisations:
    """Return the organisations that a viewer may know of.

    `named` are the ids of organisations that the output itself names once it is public: a memorandum shown before its publication.
    """
    if viewer is Viewer.COORDINATOR:
        return VisibleOrganisations(queries.EVERY)
    return VisibleOrganisations(queries.listed_or(named))
