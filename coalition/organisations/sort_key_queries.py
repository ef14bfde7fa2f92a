"""Reads of the places of organisations in lists. Whoever reads a page of a list gives the condition that the reader may know of them."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, NamedTuple

from coalition.collation import icu_version
from coalition.database import among, prepared
from coalition.organisations.tables import Organisation, SortKey
from coalition.settings import SUPPORTED_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from piccolo.custom_types import Combinable
    from piccolo.query import Select

FEW = 1000  # so many organisations are sorted; of more, the list is read in its order until the page is full


class Places(NamedTuple):
    """The ids of a page of a list, in its order, and where the next page begins; "" if there is none."""

    ids: list[int]
    after: str


def in_order_for(language: str) -> Combinable:
    """Return the condition on `SortKey` that leaves one row for each organisation; ordered by `SortKey.key` they stand as readers expect it."""
    return (SortKey.language == language) & (SortKey.icu_version == icu_version())


def place(key: bytes) -> str:
    """Return a place in a list for the address of the next page. It tells no more than the name and the slug it was made of."""
    return base64.urlsafe_b64encode(key).decode().rstrip("=")


def key_of(after: str) -> bytes:
    """Return the key after which a page begins; anything that is no place begins the list."""
    try:
        return base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""


async def page_in_order(language: str, condition: Combinable | None, *, after: str = "", limit: int) -> Places:
    """Return a page of the organisations for which a condition is true, in the order for readers of a language."""
    here = in_order_for(language) & (SortKey.key > key_of(after))
    if condition is not None:
        rows = await Organisation.select(Organisation.id).where(condition).limit(FEW + 1)
        if len(rows) > FEW:
            here &= SortKey.organisation.is_in(Organisation.select(Organisation.id).where((Organisation.id == SortKey.organisation) & condition))
        else:
            here &= among(SortKey.organisation, (row["id"] for row in rows))
    places = await SortKey.select(SortKey.organisation, SortKey.key).where(here).order_by(SortKey.key).limit(limit + 1)
    more = place(places[limit - 1]["key"]) if len(places) > limit else ""
    return Places([row["organisation"] for row in places[:limit]], more)


async def are_mixed() -> bool:
    """Return whether keys of another version of ICU are stored, which cannot be compared with those of this process."""
    return bool(await _of_another_version(SUPPORTED_LANGUAGES[0], icu_version()))


@prepared
def _of_another_version(language: str, version: str) -> Select[SortKey]:
    others = (SortKey.icu_version < version) | (SortKey.icu_version > version)
    return SortKey.select(SortKey.id).where((SortKey.language == language) & others).limit(1)


async def are_complete() -> bool:
    """Return whether every organisation has a key of this version for every language of the interface."""
    organisations = await Organisation.count()
    return all([await SortKey.count().where(in_order_for(language)) == organisations for language in SUPPORTED_LANGUAGES])


async def next_organisations(after: int, limit: int) -> list[int]:
    """Return the ids of the organisations that follow an id, for what is rebuilt one after the other."""
    rows = await Organisation.select(Organisation.id).where(Organisation.id > after).order_by(Organisation.id).limit(limit)
    return [row["id"] for row in rows]


async def stored_keys(organisation_ids: Sequence[int]) -> set[tuple[int, str, str, bytes]]:
    """Return the stored keys of some organisations: organisation, language, version and key."""
    columns = (SortKey.organisation, SortKey.language, SortKey.icu_version, SortKey.key)
    rows = await SortKey.select(*columns).where(among(SortKey.organisation, organisation_ids))
    return {(row["organisation"], row["language"], row["icu_version"], bytes(row["key"])) for row in rows}
