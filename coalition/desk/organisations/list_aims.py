"""What is to become of the organisations of an imported list, as its pages say it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition import database
from coalition.forums import queries as forums
from coalition.forums.organisation_choice_queries import numbers_without, without_part
from coalition.imports.lists_with_aims import choice_of_list, has_aim
from coalition.imports.queries import forum_of, inviting_memorandum, network_of, number_on_list
from coalition.memoranda import queries as memoranda
from coalition.networks.member_choice_queries import without_membership
from coalition.organisations.queries import view_of

if TYPE_CHECKING:
    from coalition.forums.views import ForumView
    from coalition.imports.tables import Import
    from coalition.memoranda.queries import MemorandumView
    from coalition.organisations.views import OrganisationView


class ListAim(Struct, frozen=True):
    """The forum, the memorandum and the network of a list, if it has them.

    `total` is how many organisations it names, `waiting` how many of them have no part in the forum, or are no members of the network.
    """

    forum: ForumView | None
    memorandum: MemorandumView | None
    total: int
    waiting: int
    network: OrganisationView | None = None


async def aim_of(row: Import) -> ListAim | None:
    """Return what is to become of the organisations of a list; None for an import that only fills the register."""
    if not has_aim(row):
        return None
    async with database.reading():
        forum, memorandum, network = await forum_of(row), await inviting_memorandum(row), await network_of(row)
        view = await memoranda.view(memorandum) if memorandum else None
        waiting = (await numbers_without(choice_of_list(row), without_part(forum.id))).new if forum else 0
        if network:
            waiting = (await numbers_without(choice_of_list(row), without_membership(network.id))).new
            return ListAim(None, None, await number_on_list(row.id), waiting, await view_of(network))
        return ListAim(await forums.view(forum, withhold=False) if forum else None, view, await number_on_list(row.id), waiting)
