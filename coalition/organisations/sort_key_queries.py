"""Reads of the places of organisations in lists. Whoever reads a page of a list gives the condition that the reader may know of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.collation import icu_version
from coalition.database import among, prepared
from coalition.organisations.tables import Organisation, SortKey
from coalition.search.queries import Listing
from coalition.search.tables import Kind
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select


def in_order_for(language: str) -> Combinable:
    """Return the condition on `SortKey` that leaves one row for each organisation; ordered by `SortKey.key` they stand as readers expect it."""
    return (SortKey.language == language) & (SortKey.icu_version == icu_version())


def in_name_order(language: str) -> Listing:
    """Return the list of organisations by name, as readers of a language expect it; filters are conditions on `Organisation`."""
    order = (SortKey, SortKey.organisation, SortKey.key, in_order_for(language))
    return Listing(Kind.ORGANISATION, Organisation, Organisation.id, *order)


async def key_of_slug(slug: str, language: str) -> bytes:
    """Return the key of an organisation; empty if there is none (for the place after which a page begins)."""
    row = await SortKey.select(SortKey.key).where(in_order_for(language) & (SortKey.organisation.slug == slug)).first()
    return bytes(row["key"]) if row else b""


async def are_mixed() -> bool:
    """Return whether keys of another version of ICU are stored, which cannot be compared with those of this process."""
    return bool(await _of_another_version(SUPPORTED_LANGUAGES[0], icu_version()))


@prepared
def _of_another_version(language: str, version: str) -> Select[SortKey]:
    others = (SortKey.icu_version < version) | (SortKey.icu_version > version)
    return SortKey.select(SortKey.id).where((SortKey.language == language) & others).limit(1)


async def are_complete() -> bool:
    """Return whether every organisation has a key of this version for every language of the interface."""
    organisations = await number_of_organisations()
    return all([await SortKey.count().where(in_order_for(language)) == organisations for language in SUPPORTED_LANGUAGES])


async def number_of_organisations() -> int:
    """Return how many organisations the register holds (for checks of what is computed from them)."""
    return int(await Organisation.count())


async def next_organisations(after: int, limit: int) -> list[int]:
    """Return the ids of the organisations that follow an id, for what is rebuilt one after the other."""
    return await Organisation.select(Organisation.id).where(Organisation.id > after).order_by(Organisation.id).limit(limit).output(as_list=True)


async def stored_keys(organisation_ids: Sequence[int]) -> set[tuple[int, str, str, bytes]]:
    """Return the stored keys of some organisations: organisation, language, version and key."""
    columns = (SortKey.organisation, SortKey.language, SortKey.icu_version, SortKey.key)
    rows = await SortKey.select(*columns).where(among(SortKey.organisation, organisation_ids))
    return {(row["organisation"], row["language"], row["icu_version"], bytes(row["key"])) for row in rows}
