"""The ways of choosing many organisations at once, as the pages of invitations and of forums offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import database
from coalition.forums import queries as forums
from coalition.organisations.queries import represented_countries
from coalition.web.menus import countries_by_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.forums.views import ForumView
    from coalition.memoranda.queries import MemorandumView

MOST_OFFERED = 50


class Ways(Struct, frozen=True):
    """The forums whose participants may be chosen, and the countries, each with its value and its name; None for more forums than a menu has."""

    forums: Sequence[tuple[str, str]] | None
    countries: Sequence[tuple[str, str]]


async def ways_of(memorandum: MemorandumView, language: str) -> Ways:
    """Return what a memorandum offers to choose by: its forum first, the others of the programme, and the countries of the register."""
    async with database.reading():
        forum = await forums.view_of(memorandum.forum)
        others = await forums.others_of_programme(forum, MOST_OFFERED) if forum else []
        countries = await represented_countries()
    offered = [(each.slug, each.text(language).title) for each in ([forum] if forum else []) + others]
    return Ways(offered, countries_by_name(countries, language))


async def ways_into(forum: ForumView, language: str) -> Ways:
    """Return what a forum offers to choose its participants by: the other forums, the newest first, and the countries of the register."""
    async with database.reading():
        newest = (await forums.offered_forums("", MOST_OFFERED + 2)).forums
        countries = await represented_countries()
    others = [(each.slug, each.text(language).title) for each in newest if each.id != forum.id]
    return Ways(others if len(others) <= MOST_OFFERED else None, countries_by_name(countries, language))
