"""Lists of those who are to take part in a forum, or to be invited: which organisations they name, new ones and those of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.acts.changing_forums import change_parts
from coalition.database import in_parts, put_rows, transaction
from coalition.forums.forms import PartsChange
from coalition.forums.tables import ForumRole
from coalition.imports import queries
from coalition.imports.tables import OrganisationOnList
from coalition.organisations.queries import ids_by_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.forums.tables import Forum
    from coalition.imports.tables import Import

MOST_AT_ONCE = 500  # parts that one change makes
_STEP = 200


def has_aim(upload: Import) -> bool:
    """Whether a list says who is to take part in a forum, or to be invited."""
    return bool(upload.forum or upload.inviting)


async def note_on_list(upload: Import, slugs: Iterable[str]) -> None:
    """Note which organisations a list names, some in a transaction; those that are noted stay as they are."""
    for some in in_parts(sorted(set(slugs)), _STEP):
        async with transaction():
            ids = set((await ids_by_slug(some)).values())
            new = ids - await queries.noted_on_list(upload.id, ids)
            await put_rows(OrganisationOnList, [{"upload": upload.id, "organisation": number} for number in sorted(new)])


async def parts_of_list(upload: Import, forum: Forum, role: ForumRole) -> PartsChange:
    """Return the change that gives a role to the organisations of a list that have no part in a forum yet, to 500 of them at once.

    Whether everybody may know of a part is as for every new part (`forums.parts.is_public_by_default`).
    """
    slugs = await queries.without_part(upload.id, forum.id, MOST_AT_ONCE)
    return PartsChange.parse({"organisations": [{"organisation": slug, "role": role.value} for slug in slugs]})


async def let_take_part(upload: Import, forum: Forum, role: ForumRole) -> None:
    """Give a role in a forum to the organisations of a list that have no part in it yet, to 500 of them at once.

    Raises:
        InvalidForm: a published number would single out hidden names.

    """
    await change_parts(forum, await parts_of_list(upload, forum, role))
