"""Writing the names of an organisation, with all that is computed from them: shapes, keys of near names, the place in lists, the search."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from coalition.database import prepared, put_rows
from coalition.organisations import queries
from coalition.organisations.after_changes import when_changed
from coalition.organisations.event_queries import former_names
from coalition.organisations.look_alikes import write_shapes
from coalition.organisations.merged_queries import group_of, merged_group, names_found_by
from coalition.organisations.near_key_queries import write_near_keys
from coalition.organisations.organisation_entries import write_organisations
from coalition.organisations.pairs import pairs_change
from coalition.organisations.tables import Organisation, OrganisationName, SortKey
from coalition.organisations.views import name_key_of, sort_key_of
from coalition.search.indexing import index
from coalition.search.place_queries import check_not_mixed, write_places
from coalition.search.search_entries import entries_follow
from coalition.search.tables import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from piccolo.query import Delete, Update

    from coalition.organisations.forms import NameForm
    from coalition.organisations.views import NameView, OrganisationView


async def write_names(organisation: Organisation, names: Sequence[NameForm]) -> None:
    """Replace the present names, inside the caller's transaction; nothing computed from a replaced name stays, except its shapes."""
    await _delete_names(organisation.id)
    columns = ("language", "name", "short_name")
    rows = [{name: getattr(each, name) for name in columns} | {"organisation": organisation.id, "is_primary": each.primary} for each in names]
    await put_rows(OrganisationName, rows)
    await names_changed(organisation)


@prepared
def _delete_names(organisation_id: int) -> Delete:
    return OrganisationName.delete().where(OrganisationName.organisation == organisation_id)


async def names_changed(organisation: Organisation) -> None:
    """Compute anew what follows from the present and the former names, inside the caller's transaction.

    Raises:
        Unavailable: the keys stored are those of another version of ICU; the database is being upgraded.

    """
    await check_not_mixed(SortKey)
    view, former = await queries.view_of(organisation), await former_names(organisation.id)
    # on PostgreSQL a second change of the names waits here
    await _update_name_key(name_key_of(view.names), organisation.id)
    await write_shapes(organisation.id, [*view.names, *former])
    await write_near_keys({organisation.id: [*view.names, *former]})
    await write_sort_keys([view])
    await index(Kind.ORGANISATION, {organisation.id: found_by(view, [*former, *await names_found_by(view)])})
    await entries_follow(write_organisations, organisation.id)
    pairs_change(organisation.id)
    if view.merged_into:
        await index_anew(view.merged_into)


@prepared
def _update_name_key(key: str, organisation_id: int) -> Update[Organisation]:
    return Organisation.update({Organisation.name_key: key}).where(Organisation.id == organisation_id)


async def index_anew(organisation_id: int) -> None:
    """Write what an organisation is found by, inside the caller's transaction: something was merged into it, or its listing changed."""
    view = (await queries.views_by_id([organisation_id]))[organisation_id]
    other_names = [*await former_names(organisation_id), *await names_found_by(view)]
    await index(Kind.ORGANISATION, {organisation_id: found_by(view, other_names)})
    for number in await group_of(organisation_id):
        await entries_follow(write_organisations, number)


@when_changed
async def _listing_changed(organisation_id: int) -> None:
    """Let everybody find an organisation as long as it is listed, and what remains of it by the names that are public."""
    await entries_follow(write_organisations, organisation_id)
    group = await merged_group(organisation_id)
    if group:
        await index_anew(group)


async def write_sort_keys(organisations: Iterable[OrganisationView]) -> set[int]:
    """Write the places of organisations that are not stored as this version makes them, inside the caller's transaction; return whose."""
    return await write_places(SortKey.organisation, {view.id: partial(sort_key_of, view) for view in organisations})


def found_by(organisation: OrganisationView, others: Iterable[NameView]) -> list[str]:
    """Return what an organisation is found by: its slug, its present names, and the others: former ones, and those of merged entries."""
    return [organisation.slug, *(text for name in (*organisation.names, *others) for text in (name.name, name.short_name))]
