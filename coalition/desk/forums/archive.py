"""The archive of forums and programmes: one button on the page of each, and one that takes it back; what is typed on the page stays."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition.desk.desk_pages import checked
from coalition.desk.forums.forums import done_beside_forum, known_forum
from coalition.desk.forums.programmes import done_beside_programme, known_programme
from coalition.forums.archiving import archive, take_back
from coalition.web.routing import AnyRequest, route


@route("desk.forum_archive.create")
async def archive_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Take a forum out of the lists and menus of the desk."""
    row, _ = await known_forum(forum), await checked(request)
    await archive(row)
    return await done_beside_forum(request, row, "archived")


@route("desk.forum_archive.remove")
async def take_forum_back(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Take a forum back from the archive."""
    row, _ = await known_forum(forum), await checked(request)
    await take_back(row)
    return await done_beside_forum(request, row, "out_of_archive")


@route("desk.programme_archive.create")
async def archive_programme(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Take a programme out of the lists and menus of the desk."""
    row, _ = await known_programme(programme), await checked(request)
    await archive(row)
    return await done_beside_programme(request, row, "archived")


@route("desk.programme_archive.remove")
async def take_programme_back(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Take a programme back from the archive."""
    row, _ = await known_programme(programme), await checked(request)
    await take_back(row)
    return await done_beside_programme(request, row, "out_of_archive")
