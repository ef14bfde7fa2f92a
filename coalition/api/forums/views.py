"""Builds the response models of forums from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.forms import PartOfForum
from coalition.api.forums import models
from coalition.forums import queries as forums
from coalition.forums.programme_queries import programme_view
from coalition.forums.tables import ForumRole
from coalition.organisations.visible_queries import Viewer

if TYPE_CHECKING:
    from coalition.forums.tables import Forum
    from coalition.forums.views import ForumView


def of_forum(view: ForumView, *, withhold: bool) -> models.ForumInList:
    """Return a forum in a list; `withhold` omits a place that is not public, the level of risk and whether it is archived."""
    hidden = withhold and not view.place_public
    texts = [
        models.ForumText(language=text.language, title=text.title, summary=text.summary, city="" if hidden else text.city)
        for text in view.texts.values()
    ]
    return models.ForumInList.model_validate(
        {
            "slug": view.slug,
            "starts": view.starts,
            "ends": view.ends,
            "place": models.ForumPlace(city=view.city, country=view.place_country, public=view.place_public),
            "countries": list(view.countries),
            "risk_profile": None if withhold else view.risk_profile,
            "archived": None if withhold else view.archived,
            "texts": texts,
        }
    )


async def forum(row: Forum, *, withhold: bool, part: PartOfForum | None = None) -> models.Forum:
    """Return a forum with its programme and a page of its organisations, the first one if none is asked for."""
    asked = part or PartOfForum()
    view = await forums.view(row, withhold=withhold)
    viewer = Viewer.EVERYBODY if withhold else Viewer.COORDINATOR
    programme = await programme_view(view.programme, viewer)
    page = await forums.page_of_parts(row.id, viewer, after=asked.after, limit=asked.limit)
    return models.Forum(
        **dict(of_forum(view, withhold=withhold)),
        programme=programme.slug if programme else None,
        organisations=[models.ForumPart(organisation=part.organisation.slug, role=ForumRole(part.role), public=part.public) for part in page.parts],
        next=page.after or None,
    )
