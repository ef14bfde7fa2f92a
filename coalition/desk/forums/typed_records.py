"""Choosing a forum or a programme in a form: from a menu while there are few, else by writing what it is called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.fields import InvalidForm
from coalition.forums.name_queries import slugs_called, slugs_like
from coalition.languages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.search.tables import Kind

MOST_OFFERED = 50  # in a menu
MOST_SIMILAR = 5


async def with_slug(given: Mapping[str, Any], field: str, kind: Kind) -> dict[str, Any]:
    """Return what was typed, with the address name of the record in place of its name.

    Raises:
        InvalidForm: no record has this name, or more than one.

    """
    typed = str(given.get(field) or "").strip()
    slug = await _slug_of(typed, kind) if typed else None
    if isinstance(slug, Message):
        raise InvalidForm({field: slug})
    return {**given, field: slug}


async def _slug_of(typed: str, kind: Kind) -> str | Message:
    slugs = await slugs_called(kind, typed)
    if len(slugs) == 1:
        return slugs[0]
    if slugs:
        return Message("More than one is called {name}; write the address name: {slugs}.", name=typed, slugs=slugs[:MOST_SIMILAR])
    if similar := await slugs_like(kind, typed, MOST_SIMILAR):
        return Message("Nothing here is called {name}. If you mean one of these, write its address name: {slugs}.", name=typed, slugs=similar)
    return Message("Nothing here is called {name}.", name=typed)
