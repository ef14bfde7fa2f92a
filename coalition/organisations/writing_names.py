"""Writing the names of an organisation, with all that is computed from them: shapes, keys of near names, the place in lists, the search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.collation import icu_version
from coalition.database import Unavailable, put_rows
from coalition.organisations import queries
from coalition.organisations.event_queries import former_names
from coalition.organisations.look_alikes import write_shapes
from coalition.organisations.near_key_queries import write_near_keys
from coalition.organisations.sort_key_queries import are_mixed
from coalition.organisations.tables import Organisation, OrganisationName, SortKey
from coalition.organisations.views import name_key_of, sort_key_of
from coalition.search.indexing import index
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.organisations.forms import NameForm
    from coalition.organisations.views import NameView, OrganisationView


async def write_names(organisation: Organisation, names: Sequence[NameForm]) -> None:
    """Replace the present names, inside the caller's transaction; nothing computed from a replaced name stays, except its shapes."""
    await OrganisationName.delete().where(OrganisationName.organisation == organisation.id)
    rows = [
        OrganisationName(organisation=organisation.id, language=name.language, name=name.name, short_name=name.short_name, is_primary=name.primary)
        for name in names
    ]
    await OrganisationName.insert(*rows)
    await names_changed(organisation)


async def names_changed(organisation: Organisation) -> None:
    """Compute anew what follows from the present and the former names, inside the caller's transaction.

    Raises:
        Unavailable: the keys stored are those of another version of ICU; the database is being upgraded.

    """
    if await are_mixed():
        raise Unavailable("sort keys of another version of ICU")
    view, former = await queries.view_of(organisation), await former_names(organisation.id)
    # on PostgreSQL a second change of the names waits here
    await Organisation.update({Organisation.name_key: name_key_of(view.names)}).where(Organisation.id == organisation.id)
    await write_shapes(organisation.id, [*view.names, *former])
    await write_near_keys({organisation.id: [*view.names, *former]})
    await SortKey.delete().where(SortKey.organisation == organisation.id)
    await put_rows(SortKey, sort_keys_of(view))
    await index(Kind.ORGANISATION, {organisation.id: found_by(view, former)})


def sort_keys_of(organisation: OrganisationView) -> list[dict[str, Any]]:
    """Return the columns of `SortKey` for the places of an organisation in lists, one for each language of the interface."""
    keys = {language: sort_key_of(organisation, language) for language in SUPPORTED_LANGUAGES}
    return [{"organisation": organisation.id, "language": language, "icu_version": icu_version(), "key": key} for language, key in keys.items()]


def found_by(organisation: OrganisationView, former: Iterable[NameView]) -> list[str]:
    """Return what an organisation is found by: its slug, and every present and former name."""
    return [organisation.slug, *(text for name in (*organisation.names, *former) for text in (name.name, name.short_name))]
