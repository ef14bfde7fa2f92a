"""Comments on a draft, for the members of a memorandum: list, show, reply, and say what became of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.addresses import url_for
from coalition.amendments.comment_views import comment_view, comments_of
from coalition.amendments.forms import DispositionForm, ReplyForm
from coalition.amendments.readers import coordinators_of
from coalition.amendments.reply_views import replies_to
from coalition.amendments.replying_to_amendments import dispose_comment, reply_at_desk
from coalition.api.amendments import models, views
from coalition.api.answering import created, link_to_next, ok
from coalition.api.bearer_tokens import own_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import PartOfComments
from coalition.api.idempotency import once
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from coalition.memoranda.tables import Memorandum


@route("api.comments.list")
async def list_comments(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List the comments that were handed in, by id; that names were read is recorded."""
    asked = queried(request, PartOfComments)
    provisions = None if asked.provision is None else [asked.provision]
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        shown = await comments_of(coordinators_of(memorandum.id), provisions=provisions, after=asked.after, limit=asked.limit)
    await trail.record_reading(TrailAct.NAMES_READ, "page:comments", memorandum.id)
    following = str(shown.after) if shown.after else None
    narrowed = asked.model_dump(exclude={"after"}, exclude_none=True)
    page = models.CommentPage(items=[views.comment(view) for view in shown.comments], next=following)
    return ok(request, page, headers=link_to_next("api.comments.list", following, slug=slug, **narrowed))


@route("api.comment.show")
async def show_comment(request: AnyRequest, slug: FromPath[str], comment: FromPath[str]) -> Response[bytes]:
    """Show a comment with its replies; that a name was read is recorded."""
    async with database.reading():
        memorandum = await own_memorandum(request, slug)
        answer = await _in_full(memorandum, number_in(comment))
    await trail.record_reading(TrailAct.NAMES_READ, f"comment:{answer.id}", memorandum.id)
    return ok(request, answer)


async def _in_full(memorandum: Memorandum, comment: int) -> models.CommentInFull:
    reader = coordinators_of(memorandum.id)
    view = await comment_view(reader, comment)
    if view is None:
        raise NotFoundException
    return views.comment_in_full(view, await replies_to(reader, comment=comment))


@route("api.comment_reply.create", status=201)
async def create_comment_reply(request: AnyRequest, slug: FromPath[str], comment: FromPath[str]) -> Response[bytes]:
    """Reply to a comment."""
    form, language = await posted(request, ReplyForm), language_of(request)
    return await _answer(request, slug, comment, lambda memorandum, named: reply_at_desk(memorandum, form, language, comment=named))


@route("api.comment_disposition.create", status=201)
async def create_disposition(request: AnyRequest, slug: FromPath[str], comment: FromPath[str]) -> Response[bytes]:
    """Say what became of a comment."""
    form = await posted(request, DispositionForm)
    return await _answer(request, slug, comment, lambda memorandum, named: dispose_comment(memorandum, named, form))


async def _answer(request: AnyRequest, slug: str, comment: str, answer: Callable[[Memorandum, int], Awaitable[object]]) -> Response[bytes]:
    """Answer a comment in one way, once, and return it as it is then."""

    async def act() -> Response[bytes]:
        memorandum, named = await own_memorandum(request, slug), number_in(comment)
        await answer(memorandum, named)
        return created(await _in_full(memorandum, named), url_for("api.comment.show", slug=slug, comment=comment))

    return await once(request, act)
