"""Prepared reads of what belongs to organisations, by their ids; whoever calls them says who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import among, at_once, prepared
from coalition.organisations.tables import Contact, FormerName, NameShape, NearKey, Organisation, OrganisationDomain, OrganisationName
from coalition.organisations.views import OrganisationView

if TYPE_CHECKING:
    from collections.abc import Collection

    from piccolo.query import Objects, Select

_FROM_OTHER_TABLES = {"names", "former_names", "events", "merged_names"}
VIEW_COLUMNS = at_once(*(getattr(Organisation, name) for name in OrganisationView.__struct_fields__ if name not in _FROM_OTHER_TABLES))
_NAME_COLUMNS = at_once(*(getattr(OrganisationName, name) for name in ("organisation", "language", "name", "short_name", "is_primary")))


@prepared
def rows_of_views(ids: Collection[int]) -> Select[Organisation]:
    """Return the rows of organisations, without their names."""
    return Organisation.select(VIEW_COLUMNS).where(among(Organisation.id, ids))


@prepared
def listed_rows_of_views(ids: Collection[int], named: Collection[int]) -> Select[Organisation]:
    """Return those of them that are listed, or have one of some other ids."""
    visible = Organisation.listed.eq(True) | among(Organisation.id, named)  # noqa: FBT003 -- a value of the column
    return Organisation.select(VIEW_COLUMNS).where(among(Organisation.id, ids) & visible)


@prepared
def present_names(ids: Collection[int]) -> Select[OrganisationName]:
    """Return their present names, in the order in which they were written."""
    return OrganisationName.select(_NAME_COLUMNS).where(among(OrganisationName.organisation, ids)).order_by(OrganisationName.id)


@prepared
def former_spellings(ids: Collection[int]) -> Select[FormerName]:
    """Return the texts of their former names, in the order in which they were written."""
    columns = (FormerName.organisation, FormerName.name, FormerName.short_name)
    return FormerName.select(*columns).where(among(FormerName.organisation, ids)).order_by(FormerName.id)


@prepared
def shapes(organisation_id: int) -> Select[NameShape]:
    """Return the shapes of the names that one of them has or had."""
    return NameShape.select(NameShape.shape).where(NameShape.organisation == organisation_id)


@prepared
def near_keys(ids: Collection[int]) -> Select[NearKey]:
    """Return the keys of their names."""
    return NearKey.select(NearKey.organisation, NearKey.key).where(among(NearKey.organisation, ids))


@prepared
def countries(ids: Collection[int]) -> Select[Organisation]:
    """Return where they are."""
    return Organisation.select(Organisation.id, Organisation.country).where(among(Organisation.id, ids))


@prepared
def websites(ids: Collection[int]) -> Select[Organisation]:
    """Return the addresses of their websites; "" if there is none."""
    return Organisation.select(Organisation.id, Organisation.website).where(among(Organisation.id, ids))


@prepared
def contacts_in_register(ids: Collection[int]) -> Objects[Contact]:
    """Return their contacts in the register, the oldest first."""
    registered = among(Contact.organisation, ids) & Contact.registered.eq(True)  # noqa: FBT003 -- a value of the column
    return Contact.objects().where(registered).order_by(Contact.id)


@prepared
def domains(ids: Collection[int]) -> Select[OrganisationDomain]:
    """Return the domains of their websites and of their contacts."""
    columns = (OrganisationDomain.organisation, OrganisationDomain.domain, OrganisationDomain.is_site)
    return OrganisationDomain.select(*columns).where(among(OrganisationDomain.organisation, ids))


@prepared
def merged_among(ids: Collection[int]) -> Select[Organisation]:
    """Return which of them are merged, and into which entry."""
    columns = (Organisation.id, Organisation.merged_into)
    return Organisation.select(*columns).where(among(Organisation.id, ids) & Organisation.merged_into.is_not_null())


@prepared
def merged_into(ids: Collection[int]) -> Select[Organisation]:
    """Return the entries that are merged into them."""
    return Organisation.select(Organisation.id, Organisation.merged_into).where(among(Organisation.merged_into, ids))


@prepared
def listed_among(ids: Collection[int]) -> Select[Organisation]:
    """Return those of them that are listed, and not merged into another entry."""
    listed = Organisation.listed.eq(True) & Organisation.merged_into.is_null()  # noqa: FBT003 -- a value of the column
    return Organisation.select(Organisation.id).where(listed & among(Organisation.id, ids))


@prepared
def remaining_among(ids: Collection[int]) -> Select[Organisation]:
    """Return those of them that are not merged into another entry, in the order of their ids."""
    not_merged = Organisation.merged_into.is_null()
    return Organisation.select(Organisation.id).where(not_merged & among(Organisation.id, ids)).order_by(Organisation.id)
