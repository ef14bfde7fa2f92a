"""The only way to read organisations for output: everybody reads those listed in the public register, coordinators read all."""

from __future__ import annotations

from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from msgspec import Struct

from coalition.database import among
from coalition.notices import page_subjects
from coalition.notices.page_subjects import REGISTER, depends_on
from coalition.organisations import event_queries, queries
from coalition.organisations.merged_queries import entries_merged_into, with_merged_names
from coalition.organisations.sort_key_queries import letters_of_few, letters_of_listed
from coalition.organisations.tables import Organisation, OrganisationKind
from coalition.search.queries import ends_of_parts, found_if_few, tested_each
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from piccolo.columns import Column
    from piccolo.custom_types import Combinable
    from piccolo.table import Table

    from coalition.collation import Letter
    from coalition.organisations.merged_queries import MergedEntry
    from coalition.organisations.queries import Page, Visible
    from coalition.organisations.views import NameView, OrganisationEventView, OrganisationView
    from coalition.partial_dates import PartialDate
    from coalition.search.match_marks import Words

Key = TypeVar("Key", int, str)


class Viewer(Enum):
    """Who reads: everybody, or a coordinator (at the desk, or with an API token)."""

    EVERYBODY = "everybody"
    COORDINATOR = "coordinator"


class Named(NamedTuple):
    """Rows of another table that name organisations in a column."""

    table: type[Table]
    column: Column
    condition: Combinable


class VisibleOrganisations(Struct, frozen=True):
    """The organisations that a viewer may know of; no method returns another one, or a successor or predecessor that is not visible."""

    visible: Visible

    async def by_slug(self, slug: str) -> OrganisationView | None:
        """Return an organisation with its names, former names and events; a missing one and an invisible one take the same queries."""
        organisation = (await self.by_slugs([slug])).get(slug)
        return (await self.with_events([organisation.id]))[organisation.id] if organisation else None

    async def by_ids(self, ids: Iterable[int]) -> dict[int, OrganisationView]:
        """Return organisations with their names, by id."""
        return _depended_on(await queries.views_by_id(ids, self.visible))

    async def entries_by_ids(self, ids: Iterable[int]) -> dict[int, OrganisationView]:
        """Return organisations with their names by id: in the place of one that is merged into another entry, the one that remains.

        Coordinators, who change what is on record, get each as it is.
        """
        views = await self.by_ids(ids)
        if self.visible is queries.EVERY:
            return views
        remaining = {view.merged_into for view in views.values() if view.merged_into} - views.keys()
        known = views | (await self.by_ids(remaining) if remaining else {})
        entries = {number: known.get(view.merged_into or number) for number, view in views.items()}
        return {number: view for number, view in entries.items() if view}

    async def merged_into(self, ids: Iterable[int]) -> dict[int, list[MergedEntry]]:
        """Return by the id of the entry that remains the visible ones that are merged into it, with names and events."""
        entries = await entries_merged_into(ids, self.visible)
        _depended_on({entry.organisation.id: entry.organisation for some in entries.values() for entry in some})
        return entries

    async def by_slugs(self, slugs: Iterable[str]) -> dict[str, OrganisationView]:
        """Return organisations with their names, by slug."""
        return _depended_on(await queries.views_by_slug(slugs, self.visible))

    async def histories(self, slugs: Iterable[str]) -> dict[str, OrganisationView]:
        """Return organisations with names, former names and events, by slug."""
        by_slug = await self.by_slugs(slugs)
        by_id = await self.with_events([organisation.id for organisation in by_slug.values()])
        return {organisation.slug: organisation for organisation in by_id.values()}

    async def with_events(self, ids: Iterable[int]) -> dict[int, OrganisationView]:
        """Return organisations with names, former names and events, by id."""
        return _depended_on(await event_queries.views_with_events(ids, self.visible))

    async def predecessors(self, organisation_id: int, merged: Collection[int] = ()) -> list[tuple[OrganisationEventView, OrganisationView]]:
        """Return the organisations that merged into this one or that it succeeds, or one of its `merged` entries, each with the event."""
        pairs = await event_queries.predecessors(organisation_id, self.visible, merged)
        depends_on(*(page_subjects.organisation(predecessor.id) for _, predecessor in pairs))
        return pairs

    async def page_by_name(self, text: str = "", *, language: str, country: str | None = None, after: str = "", limit: int = 100) -> Page:
        """Return a page of organisations sorted by name, as `queries.page_by_name`."""
        depends_on(REGISTER)
        visible = queries.in_country(country, queries.among_entries(self.visible))
        return await queries.page_by_name(text, language=language, after=after, limit=limit, visible=visible)

    async def page_in_country(self, country: str, *, language: str, after: str = "", limit: int) -> Page:
        """Return a page of organisations that represent a country, or none, sorted by name, as `queries.page_by_name`."""
        depends_on(REGISTER)
        entries = queries.among_entries(self.visible)
        visible = queries.in_country(country, entries) if country else queries.without_country(entries)
        return await queries.page_by_name(language=language, after=after, limit=limit, visible=visible)

    async def page_among(  # noqa: PLR0913 -- the choices of a list
        self, named: Named, text: str = "", *, language: str, country: str | None = None, after: str = "", limit: int = 100, descending: bool = False
    ) -> Page:
        """Return a page of those organisations that some rows name, sorted by name, as `queries.page_by_name`."""
        these, are_many = await self._named(named)
        order = partial(queries.page_by_name, language=language, after=after, limit=limit, are_many=are_many and not country, descending=descending)
        return await order(text, visible=queries.in_country(country, these))

    async def page_with(self, condition: Combinable, text: str = "", *, language: str, after: str = "", limit: int = 100) -> Page:
        """Return a page of those organisations for which a condition on `Organisation` is true, as `queries.page_by_name`."""
        depends_on(REGISTER)
        visible = condition & queries.among_entries(self.visible)
        return await queries.page_by_name(text, language=language, after=after, limit=limit, visible=visible)

    async def letters_among(self, named: Named, language: str) -> list[Letter]:
        """Return the letters with which the names of those that some rows name begin; nothing where there are very many."""
        these, are_many = await self._named(named)
        return [] if are_many else await letters_of_few(language, these) or []

    async def as_found(self, organisations: Sequence[OrganisationView], words: Words, language: str) -> list[OrganisationView]:
        """Return organisations of a list in their order, with former and merged names where words do not match what the list shows of them."""
        others = [view.id for view in organisations if not words.are_in(view.shown_names(language))]
        histories = with_merged_names(await self.with_events(others), await self.merged_into(others)) if others else {}
        return [histories.get(view.id, view) for view in organisations]

    async def named_in_file_order(self, named: Named, *, after: str = "", limit: int) -> Page:
        """Return a page of those organisations that some rows name, in the order of files, as `queries.in_file_order`."""
        these, _ = await self._named(named)
        return await queries.in_file_order(these, after=after, limit=limit)

    async def _named(self, named: Named) -> tuple[Combinable, bool]:
        depends_on(REGISTER)
        these, are_many = await queries.named_by(*named)
        return these & queries.among_entries(self.visible), are_many

    async def in_slug_order(self, these: Visible = None, *, after: str | None = None, limit: int = 100) -> list[OrganisationView]:
        """Return a page of organisations in the order of slugs, as `queries.in_slug_order`; all, or those that fulfil a condition."""
        depends_on(REGISTER)
        visible = these if self.visible is None else self.visible if these is None else these & self.visible
        return await queries.in_slug_order(after=after, limit=limit, visible=visible)

    async def slugs(self, limit: int, *, after: str = "", kind: OrganisationKind | None = None) -> list[str]:
        """Return the slugs that follow one, of a kind of organisation if one is given, for the site map."""
        depends_on(REGISTER)
        visible = queries.and_visible(Organisation.kind == kind.value, self.visible) if kind else self.visible
        return await queries.slugs(limit, visible, after=after)


async def remaining_slug(slug: str, viewer: Viewer) -> str:
    """Return the slug of the entry into which a visible one is merged; empty if it is not merged."""
    return await queries.remaining_slug(slug, visible_organisations(viewer).visible)


async def listed_countries() -> list[str]:
    """Return the codes of the countries that organisations in the public register represent."""
    depends_on(REGISTER)
    return await queries.listed_countries()


async def listed_letters(language: str) -> list[Letter]:
    """Return the letters with which names in the public register begin, in the order of a language."""
    depends_on(REGISTER)
    return await letters_of_listed(language)


def is_listed(column: Column) -> Combinable:
    """Return the condition that a column names an organisation of the public register; each row that is read is tested.

    A query of all that are listed would be read whole, however few rows it is compared with.
    """
    listed = queries.LISTED
    return listed if column is Organisation.id else column.is_in(Organisation.select(Organisation.id).where((Organisation.id == column) & listed))


async def is_called(column: Column, word: str) -> Combinable:
    """Return the condition that a column has the slug of a listed organisation that has, or had, a name with a word in it.

    Few organisations are named. Where there are more, that of each row that is read is tested until a page is full.
    """
    ids = await found_if_few(Kind.ORGANISATION, word)
    of_row = (Organisation.slug == column) & tested_each(Kind.ORGANISATION, Organisation.id, word)
    these = of_row if ids is None else among(Organisation.id, ids)
    return column.is_in(Organisation.select(Organisation.slug).where(is_listed(Organisation.id) & these))


_LISTED = "listed = TRUE AND merged_into IS NULL"


async def ends_of_listed(size: int) -> list[str]:
    """Return the last slug of each part of the public register, for the site map."""
    depends_on(REGISTER)
    return await ends_of_parts("organisation", _LISTED, size)


async def ends_of_listed_networks(size: int) -> list[str]:
    """Return the last slug of each part of the networks in the public register, for the site map."""
    depends_on(REGISTER)
    return await ends_of_parts("organisation", f"{_LISTED} AND kind = '{OrganisationKind.NETWORK.value}'", size)


def _depended_on(organisations: dict[Key, OrganisationView]) -> dict[Key, OrganisationView]:
    """Return some organisations, which a page is then about; those that are not visible are no reason to render it again."""
    for organisation in organisations.values():
        depends_on(page_subjects.organisation(organisation.id))
        depends_on(*(page_subjects.organisation(event.other.id) for event in organisation.events if event.other))
    return organisations


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
