"""Deleting a forum or a programme that was added by mistake, while nothing rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.database import is_referred_to, transaction
from coalition.errors import StillUsed
from coalition.forums.searched_forums import let_nobody_find_forum
from coalition.forums.tables import Forum, ForumCountry, ForumText, Programme, ProgrammeOrganisation, ProgrammeText
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import FORUMS
from coalition.search.indexing import unindex
from coalition.search.tables import Kind
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from piccolo.table import Table

_OF_A_FORUM: tuple[type[Table], ...] = (ForumText, ForumCountry)
_OF_A_PROGRAMME: tuple[type[Table], ...] = (ProgrammeText, ProgrammeOrganisation)


async def delete_forum(forum: Forum) -> None:
    """Delete a forum; its address name is free again.

    Raises:
        StillUsed: a memorandum belongs to it, or an organisation takes or took part in it.

    """
    async with transaction():
        if await is_referred_to(Forum, forum.id, _OF_A_FORUM):
            raise StillUsed
        await Forum.delete().where(Forum.id == forum.id)
        await let_nobody_find_forum(forum.id)
        await trail.record(TrailAct.FORUM_DELETED, f"forum:{forum.id}")
        await pages_change(FORUMS)


async def delete_programme(programme: Programme) -> None:
    """Delete a programme; its address name is free again.

    Raises:
        StillUsed: a forum was held under it.

    """
    async with transaction():
        if await is_referred_to(Programme, programme.id, _OF_A_PROGRAMME):
            raise StillUsed
        await Programme.delete().where(Programme.id == programme.id)
        await unindex(Kind.PROGRAMME, [programme.id])
        await trail.record(TrailAct.PROGRAMME_DELETED, f"programme:{programme.id}")
        await pages_change(FORUMS)
