"""The archive of forums and programmes: one button on the page of each, and one that takes it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.desk.desk_pages import checked, done
from coalition.forums.archiving import archive, take_back
from coalition.forums.programme_queries import programme_by_slug
from coalition.forums.queries import by_slug
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.forums.tables import Forum, Programme


@route("desk.forum_archive.create")
async def archive_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Take a forum out of the lists and menus of the desk."""
    await checked(request)
    await archive(_there(await by_slug(forum)))
    return done(request, "desk.forum.edit", "archived", forum=forum)


@route("desk.forum_archive.remove")
async def take_forum_back(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Take a forum back from the archive."""
    await checked(request)
    await take_back(_there(await by_slug(forum)))
    return done(request, "desk.forum.edit", "out_of_archive", forum=forum)


@route("desk.programme_archive.create")
async def archive_programme(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Take a programme out of the lists and menus of the desk."""
    await checked(request)
    await archive(_there(await programme_by_slug(programme)))
    return done(request, "desk.programme.edit", "archived", programme=programme)


@route("desk.programme_archive.remove")
async def take_programme_back(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Take a programme back from the archive."""
    await checked(request)
    await take_back(_there(await programme_by_slug(programme)))
    return done(request, "desk.programme.edit", "out_of_archive", programme=programme)


def _there(record: Forum | Programme | None) -> Forum | Programme:
    if record is None:
        raise NotFoundException
    return record
