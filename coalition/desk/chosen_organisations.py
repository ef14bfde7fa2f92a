"""Organisations that an address or a form chooses by a condition: what is chosen by, and the words for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar.exceptions import NotFoundException

from coalition.desk.import_pages import import_at_hand
from coalition.forums import queries as forums
from coalition.forums.organisation_choice_queries import Choice, is_way
from coalition.languages import country_codes, country_name
from coalition.networks.member_choice_queries import networks_called
from coalition.organisations.names import name_for
from coalition.organisations.queries import ids_by_names, slugs_by_id, views_by_slug
from coalition.web.pages import language_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.web.routing import AnyRequest

_VALUES = ("value", "forum", "network", "country")
LONGEST_WORDS, MOST_VALUES = 200, 300


async def choice_in_address(request: AnyRequest) -> Choice:
    """Return the choice that an address names by `?way=` and by `?forum=`, `?country=` or `?value=`.

    Raises:
        NotFoundException: as `choice_of`.

    """
    asked = request.query_params
    return await choice_of(request, asked.get("way", ""), [value for name in _VALUES for value in asked.getall(name, [])])


async def choice_of(request: AnyRequest, way: str, values: Sequence[str]) -> Choice:
    """Return the choice of a way and its values.

    Raises:
        NotFoundException: there is no such way of choosing, or its list is not that of this person.

    """
    if not is_way(way):
        raise NotFoundException
    if way == "list":
        return Choice(way, (str((await import_at_hand(request, values[0] if values else "")).id),))
    if way == "words":
        return Choice(way, tuple(value.strip()[:LONGEST_WORDS] for value in values[:1]))
    parts = tuple(dict.fromkeys(part for value in values for part in value.split(",") if part))[:MOST_VALUES]
    return Choice(way, await _networks(values, parts) if way == "network" else parts)


async def _networks(values: Sequence[str], slugs: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of networks that are given by their slugs, or by what only one network is called."""
    if known := await networks_called(slugs):
        return tuple(slug for slug in slugs if slug in known)
    ids = set[int]().union(*(await ids_by_names(value[:LONGEST_WORDS] for value in values[:1])).values())
    known = await networks_called((await slugs_by_id(ids)).values())
    return tuple(known) if len(known) == 1 else ()


async def named(request: AnyRequest, choice: Choice) -> list[str]:
    """Return the words for what was chosen by."""
    language = language_of(request)
    if choice.way == "countries":
        return [country_name(code, language) for code in choice.values if code in country_codes()]
    if choice.way == "network":
        networks = (await views_by_slug(choice.values)).values()
        return [name_for(network, language).name for network in networks]
    if choice.way == "forum":
        forum = await forums.by_slug(choice.values[0]) if choice.values else None
        return [(await forums.view(forum)).text(language).title] if forum else []
    return [(await import_at_hand(request, choice.values[0])).file_name] if choice.way == "list" else list(choice.values)
