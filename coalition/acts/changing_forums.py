"""Changing who is shown at a forum: refused while that would single out hidden signatories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.forums import recording_forums
from coalition.memoranda import queries as memoranda
from coalition.memoranda.happenings import less_is_known

if TYPE_CHECKING:
    from coalition.forums.forms import ForumChange, PartsChange
    from coalition.forums.tables import Forum


async def amend_forum(forum: Forum, change: ForumChange) -> None:
    """Change a forum.

    Raises:
        InvalidForm: as `recording_forums.amend_forum`, or a published number would single out hidden names.

    """
    async with names_stay_hidden("organisations"):
        await recording_forums.amend_forum(forum, change)
        for memorandum_id in await memoranda.ids_of_forum(forum.id):
            await less_is_known(memorandum_id)


async def change_parts(forum: Forum, change: PartsChange) -> None:
    """Change the parts of some organisations in a forum.

    Raises:
        InvalidForm: as `recording_forums.change_parts`, or a published number would single out hidden names.

    """
    async with names_stay_hidden("organisations"):
        await recording_forums.change_parts(forum, change)
