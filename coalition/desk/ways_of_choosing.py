"""The ways of choosing many organisations at once, as the pages of invitations, forums and networks offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import database
from coalition.forums import queries as forums
from coalition.networks.queries import IS_NETWORK
from coalition.organisations.names import name_for
from coalition.organisations.queries import page_by_name, represented_countries
from coalition.web.menus import countries_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.tables import Organisation

MOST_OFFERED = 50


class Ways(Struct, frozen=True):
    """The forums, the networks and the countries whose organisations may be chosen, each with its value and its name.

    None for more forums, or more networks, than a menu has.
    """

    forums: Sequence[tuple[str, str]] | None
    networks: Sequence[tuple[str, str]] | None
    countries: Sequence[tuple[str, str]]


async def ways_of(memorandum: MemorandumView, language: str) -> Ways:
    """Return what a memorandum offers to choose by: its forum first, the others of the programme, and the countries of the register."""
    async with database.reading():
        forum = await forums.view_of(memorandum.forum)
        others = await forums.others_of_programme(forum, MOST_OFFERED) if forum else []
        countries, networks = await represented_countries(), await _networks(language)
    offered = [(each.slug, each.text(language).title) for each in ([forum] if forum else []) + others]
    return Ways(offered, networks, countries_by_name(countries, language))


async def ways_into(forum: ForumView, language: str) -> Ways:
    """Return what a forum offers to choose its participants by: the other forums, the newest first, and the countries of the register."""
    return await _ways(language, forum=forum.slug)


async def ways_into_network(network: Organisation, language: str) -> Ways:
    """Return what a network offers to choose its members by: the forums, the newest first, the other networks, the countries."""
    return await _ways(language, network=network.slug)


async def _ways(language: str, forum: str = "", network: str = "") -> Ways:
    """Return all ways of choosing but one forum and one network (slugs)."""
    async with database.reading():
        newest = (await forums.offered_forums("", MOST_OFFERED + 2)).forums
        countries, networks = await represented_countries(), await _networks(language)
    others = [(each.slug, each.text(language).title) for each in newest if each.slug != forum]
    networks = networks and [offered for offered in networks if offered[0] != network]
    return Ways(others if len(others) <= MOST_OFFERED else None, networks, countries_by_name(countries, language))


async def _networks(language: str) -> Sequence[tuple[str, str]] | None:
    page = await page_by_name(language=language, limit=MOST_OFFERED, visible=IS_NETWORK)
    return None if page.after else [(each.slug, name_for(each, language).name) for each in page.organisations]
