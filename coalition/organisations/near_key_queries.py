"""Reads of the keys by which names that are the same, or nearly the same, are found, and of the names; for coordinators only."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from coalition.database import among, execute, in_parts, is_postgres, put_rows
from coalition.organisations import by_id_queries
from coalition.organisations.near_names import MOST_WITH_A_KEY, WrittenName
from coalition.organisations.tables import NearKey

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coalition.organisations.views import NameView

_ORGANISATIONS_AT_ONCE = 500


class KnownNames(NamedTuple):
    """What an organisation of the register is compared by: its country, and every name and short name that it has or had."""

    country: str | None
    names: tuple[WrittenName, ...]


async def ids_with_keys(keys: set[int], pairs: set[int]) -> set[int]:
    """Return the ids of the organisations with a name that has one of some keys, at most `MOST_WITH_A_KEY` of each key.

    The keys in `pairs` find those that share two words, and nobody if more organisations have both. Of each key only so many rows are
    read, however many have it. Piccolo cannot say "for each".
    """
    by_key: dict[int, list[int]] = defaultdict(list)
    first = f'FROM near_key WHERE "key" = asked."key" ORDER BY organisation LIMIT {MOST_WITH_A_KEY + 1}'
    named = f"CROSS JOIN LATERAL (SELECT organisation {first}) named"
    if not is_postgres():
        named = f"CROSS JOIN near_key named ON named.id IN (SELECT id {first})"
    for some in await asyncio.to_thread(lambda: list(in_parts(keys | pairs))):  # sorting those of many rows would hold the event loop
        asked = ",".join(f"({key:d})" for key in some)
        query = f'WITH asked ("key") AS (VALUES {asked}) SELECT asked."key", named.organisation FROM asked {named}'  # noqa: S608 -- numbers only
        for row in await execute(query):
            by_key[row["key"]].append(row["organisation"])
    telling = (some for key, some in by_key.items() if key in keys or len(some) <= MOST_WITH_A_KEY)
    return {number for some in telling for number in sorted(some)[:MOST_WITH_A_KEY]}


async def known_names(organisation_ids: Iterable[int]) -> dict[int, KnownNames]:
    """Return what some organisations are compared by, by id; present names come before former ones."""
    known: dict[int, KnownNames] = {}
    for some in in_parts(organisation_ids, _ORGANISATIONS_AT_ONCE):
        texts: dict[int, list[str]] = defaultdict(list)
        for row in (*await by_id_queries.present_names(some), *await by_id_queries.former_spellings(some)):
            texts[row["organisation"]] += filter(None, (row["name"], row["short_name"]))
        rows = await by_id_queries.countries(some)
        known |= {row["id"]: KnownNames(row["country"], tuple(map(WrittenName, texts[row["id"]]))) for row in rows}
    return known


async def write_near_keys(names: Mapping[int, Iterable[NameView]]) -> int:
    """Store the keys of the present and former names of some organisations, and no others, inside the caller's transaction.

    Return of how many they changed.
    """
    texts = {number: {text for name in some for text in (name.name, name.short_name) if text} for number, some in names.items()}
    wanted = {(number, key) for number, some in texts.items() for text in some for key in WrittenName(text).stored_keys()}
    stored = {(row["organisation"], row["key"]) for row in await by_id_queries.near_keys([*names])}
    different = {organisation for organisation, _ in wanted ^ stored}
    if different & {organisation for organisation, _ in stored}:
        await NearKey.delete().where(among(NearKey.organisation, different))
    await put_rows(NearKey, [{"organisation": number, "key": key} for number, key in sorted(wanted) if number in different])
    return len(different)
