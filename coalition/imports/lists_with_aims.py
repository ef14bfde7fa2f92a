"""Lists of those who are to take part in a forum, to be invited or to join a network: which organisations, new and known, they name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.database import in_parts, put_rows, transaction
from coalition.forums.organisation_choice_queries import Choice
from coalition.imports import queries
from coalition.imports.tables import OrganisationOnList
from coalition.organisations.queries import ids_by_slug

if TYPE_CHECKING:
    from collections.abc import Iterable

    from coalition.imports.tables import Import

_STEP = 200


def has_aim(upload: Import) -> bool:
    """Whether a list says who is to take part in a forum, to be invited, or to become a member of a network."""
    return bool(upload.forum or upload.inviting or upload.network)


async def note_on_list(upload: Import, slugs: Iterable[str]) -> None:
    """Note which organisations a list names, some in a transaction; those that are noted stay as they are."""
    for some in in_parts(sorted(set(slugs)), _STEP):
        async with transaction():
            ids = set((await ids_by_slug(some)).values())
            new = ids - await queries.noted_on_list(upload.id, ids)
            await put_rows(OrganisationOnList, [{"upload": upload.id, "organisation": number} for number in sorted(new)])


def choice_of_list(upload: Import) -> Choice:
    """Return the choice of the organisations that a list names."""
    return Choice("list", (str(upload.id),))
