"""What a page says beside a field by which something could become less careful: who has to agree, and whether that waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.approvals.queries import is_alone, waits_about

if TYPE_CHECKING:
    from coalition.forums.views import ForumView
    from coalition.people.tables import Coordinator


class CareNote(Struct, frozen=True):
    """Whether nobody else could check it, and how many requests about it wait."""

    is_alone: bool
    waiting: int


async def care_note(forum: ForumView | None, about: str, person: Coordinator) -> CareNote | None:
    """Return the note about a forum, or about a text in it (`about` as in a request); None where nobody has to agree."""
    if forum is None or not forum.needs_care:
        return None
    return CareNote(await is_alone(person.id), await waits_about(about))
