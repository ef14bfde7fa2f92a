"""Forums: everybody reads them (without withheld places), coordinators create and change them."""

from __future__ import annotations

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.api.answering import accepted, changed, created, link_to_next, ok, page
from coalition.api.bearer_tokens import acting_coordinator, checked_slug, holder_of
from coalition.api.bodies import posted, queried
from coalition.api.forms import Archiving, Paging, PartOfForum
from coalition.api.forums import views
from coalition.api.idempotency import carry_out, once
from coalition.approvals.changing_care import amend_forum
from coalition.approvals.made import Made
from coalition.forums import queries
from coalition.forums.archiving import archive, take_back
from coalition.forums.forms import ForumChange, ForumForm
from coalition.forums.recording_forums import record_forum
from coalition.forums.tables import Forum
from coalition.web.routing import AnyRequest, route


async def _named(slug: str) -> Forum:
    row = await queries.by_slug(checked_slug(slug))
    if row is None:
        raise NotFoundException
    return row


@route("api.forums.list")
async def list_forums(request: AnyRequest) -> Response[bytes]:
    """List forums."""
    asked = queried(request, Paging)
    withhold = holder_of(request) is None
    async with database.reading():
        rows = await queries.in_slug_order(after=asked.after, limit=asked.limit + 1, withhold=withhold)
    return page(
        request, rows, asked.limit, cursor=lambda row: row.slug, show=lambda row: views.of_forum(row, withhold=withhold), name="api.forums.list"
    )


@route("api.forum.show")
async def show_forum(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Show a forum with a page of its organisations."""
    asked = queried(request, PartOfForum)
    async with database.reading():
        shown = await views.forum(await _named(slug), withhold=holder_of(request) is None, part=asked)
    return ok(request, shown, headers=link_to_next("api.forum.show", shown.next, slug=slug, limit=asked.limit))


@route("api.forum.create", status=201)
async def create_forum(request: AnyRequest) -> Response[bytes]:
    """Enter a forum."""
    form = await posted(request, ForumForm)

    async def act() -> Response[bytes]:
        row = await record_forum(form)
        return created(await views.forum(row, withhold=False), url_for("api.forum.show", slug=row.slug))

    return await once(request, act)


@route("api.forum.update")
async def update_forum(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Amend a forum; another coordinator is asked to agree that it is less careful."""
    form = await posted(request, ForumChange)

    async def act() -> Response[bytes]:
        made = await amend_forum(await _named(slug), form, await acting_coordinator(request))
        return (accepted if made is Made.ASKED else changed)(await views.forum(await _named(slug), withhold=False))

    return await carry_out(act)


@route("api.forum_archive.create", status=201)
async def archive_forum(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Archive a forum, or take it back from the archive."""
    form = await posted(request, Archiving)

    async def act() -> Response[bytes]:
        await (archive if form.archived else take_back)(await _named(slug))
        return created(await views.forum(await _named(slug), withhold=False), url_for("api.forum.show", slug=slug))

    return await once(request, act)
