"""Address names for organisations whose file gives none: made of the name in Latin letters, and different from every other."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from coalition import address_names
from coalition.organisations import queries

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def slug_from(name: str) -> str:
    """Return an address name for an organisation with a name in any script."""
    return address_names.slug_from(name, "organisation")


async def free_slugs(names: Mapping[int, str], taken: Collection[str]) -> dict[int, str]:
    """Return an address name for each row by its name; neither the register nor `taken` has it."""
    chosen: dict[int, str] = {}
    bases = await asyncio.to_thread(lambda: {row: slug_from(name) for row, name in names.items()})
    used, suffixes = set(taken), dict.fromkeys(names, 1)
    while len(chosen) < len(names):
        candidates = {row: base if suffixes[row] == 1 else f"{base}-{suffixes[row]}" for row, base in bases.items() if row not in chosen}
        in_register = await queries.ids_by_slug(candidates.values())
        for row, slug in candidates.items():
            if slug in in_register or slug in used:
                suffixes[row] += 1
            else:
                used.add(slug)
                chosen[row] = slug
    return chosen
