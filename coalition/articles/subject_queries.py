"""What the articles of a list are to be about, as it is asked for by slugs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.articles.queries import About
from coalition.forums import queries as forums
from coalition.organisations.visible_queries import visible_organisations

if TYPE_CHECKING:
    from coalition.organisations.visible_queries import Viewer


async def about(viewer: Viewer, *, organisation: str = "", forum: str = "", memorandum: int | None = None) -> About | None:
    """Return what articles are to be about: slugs of an organisation and a forum, the id of a memorandum that the viewer may read.

    None if the viewer may not know of the organisation, or if there is no such organisation or forum.
    """
    organisations = await _entries(viewer, organisation) if organisation else None
    meeting = await forums.by_slug(forum) if forum else None
    if organisations == [] or (forum and meeting is None):
        return None
    return About(organisations, meeting.id if meeting else None, memorandum)


async def _entries(viewer: Viewer, slug: str) -> list[int]:
    """Return the ids of an organisation and of the entries that are merged into it; none if the viewer may not know of it."""
    visible = visible_organisations(viewer)
    view = (await visible.by_slugs([slug])).get(slug)
    if view is None:
        return []
    return [view.id, *(entry.organisation.id for entry in (await visible.merged_into([view.id])).get(view.id, ()))]
