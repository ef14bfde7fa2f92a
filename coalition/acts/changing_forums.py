"""Changing who takes part in a forum, and who is shown there: refused while that would single out hidden signatories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.withheld_numbers import names_stay_hidden
from coalition.database import transaction
from coalition.fields import InvalidForm
from coalition.forums import recording_forums
from coalition.forums.forms import PartsChange
from coalition.forums.organisation_choice_queries import slugs_without, without_part
from coalition.forums.queries import MOST_AT_ONCE
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.happenings import less_is_known

if TYPE_CHECKING:
    from collections.abc import Collection

    from coalition.forums.forms import ForumChange
    from coalition.forums.organisation_choice_queries import Choice
    from coalition.forums.tables import Forum, ForumRole


async def amend_forum(forum: Forum, change: ForumChange, *, approved: bool = False) -> None:
    """Change a forum.

    Raises:
        LessCareNeedsApproval: as `recording_forums.amend_forum`.
        InvalidForm: as `recording_forums.amend_forum`, or a published number would single out hidden names.

    """
    async with names_stay_hidden("organisations"):
        await recording_forums.amend_forum(forum, change, approved=approved)
        for memorandum_id in await memoranda.ids_of_forum(forum.id):
            await less_is_known(memorandum_id)


async def change_parts(forum: Forum, change: PartsChange) -> None:
    """Change the parts of some organisations in a forum.

    Raises:
        InvalidForm: as `recording_forums.change_parts`, or a published number would single out hidden names.

    """
    async with names_stay_hidden("organisations"):
        await recording_forums.change_parts(forum, change)


async def parts_of_choice(forum: Forum, choice: Choice, role: ForumRole, *, ticked: Collection[str] | None = None) -> PartsChange:
    """Return the change that gives a role to the chosen organisations that have no part in a forum yet, to 500 of them at once.

    `ticked` leaves out all others of them. Whether everybody may know of a part is as for every new part
    (`forums.parts.is_public_by_default`).
    """
    slugs = await slugs_without(choice, without_part(forum.id), MOST_AT_ONCE)
    these = [slug for slug in slugs if ticked is None or slug in ticked]
    return PartsChange.parse({"organisations": [{"organisation": slug, "role": role.value} for slug in these]})


async def let_take_part(forum: Forum, choice: Choice, role: ForumRole, *, ticked: Collection[str] | None = None) -> None:
    """Give a role in a forum to the organisations of `parts_of_choice`.

    Raises:
        InvalidForm: a published number would single out hidden names, or none of those that are ticked is without a part.

    """
    async with transaction():
        change = await parts_of_choice(forum, choice, role, ticked=ticked)
        if not change.organisations:
            raise InvalidForm({"organisations": Message("Tick at least one organisation that does not take part yet.")})
        await change_parts(forum, change)
