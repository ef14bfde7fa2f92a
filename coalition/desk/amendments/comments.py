"""The comments that were handed in, by provision; one of them, with what became of it and the replies."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database, trail
from coalition.amendments.comment_lists import comments_by_provision
from coalition.amendments.comment_views import comment_view
from coalition.amendments.errors import AmendmentRule, NoSuchComment
from coalition.amendments.forms import DispositionForm, ReplyForm
from coalition.amendments.readers import coordinators_of
from coalition.amendments.reply_views import replies_to
from coalition.amendments.replying_to_amendments import dispose_comment, reply_at_desk
from coalition.amendments.tables import Disposition
from coalition.desk.amendments.amendment_texts import READERS, options_of, refused, renamed
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.desk.sent_once import sent_once
from coalition.fields import InvalidForm
from coalition.memoranda import edition_queries, queries
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.label_queries import labels_of
from coalition.trail import TrailAct
from coalition.web.address_numbers import number_in, number_or_zero
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.errors import CoalitionError
    from coalition.memoranda.tables import Memorandum

PAGE = 25  # comments, each of which takes several lines
WHOLE = "all"  # stands in addresses for comments about the whole text
_REPLIED = {"text": "reply"}


@route("desk.draft_comments.show")
async def show_comments(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the comments in the order of the text; that they were read is recorded."""
    row, asked = await own_memorandum(request, memorandum), asked_in(request, "provision")
    provision, after = asked.chosen("provision"), number_or_zero(asked.after)
    async with database.reading():
        view = await queries.view(row)
        wanted = ("" if provision == WHOLE else provision) if provision else None
        page = await comments_by_provision(coordinators_of(row.id), wanted, after=after, limit=PAGE)
        labels = await _labels(row)
    await trail.record_reading(TrailAct.NAMES_READ, "page:comments", row.id)
    groups = [(key, [*some]) for key, some in groupby(page.comments, lambda comment: comment.provision)]
    shown: dict[str, Any] = {"part": "text", "groups": groups, "labels": labels, "after": after, "more": page.after, "asked": asked}
    return workbench_page(request, view, "desk/amendments/comments.html", **shown)


@route("desk.draft_comment.show")
async def show_comment(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Show a comment with the forms that answer it; that it was read is recorded."""
    row = await own_memorandum(request, memorandum)
    answer = await _page(request, row, number_in(number))
    await trail.record_reading(TrailAct.NAMES_READ, f"comment:{number}", row.id)
    return answer


@route("desk.comment_disposition.create")
async def create_disposition(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Say what became of a comment, and why."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        typed = {name: given[name] for name in ("outcome", "reason") if given.get(name)}
        await dispose_comment(row, number_in(number), DispositionForm.parse(typed))
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _again(request, row, number, given, problem)
    return done(request, "desk.draft_comment.show", "saved", memorandum=row.slug, number=number)


@route("desk.comment_reply.create")
async def create_comment_reply(request: AnyRequest, memorandum: FromPath[str], number: FromPath[str]) -> Response[bytes]:
    """Reply to a comment."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        typed = {"text": given.get("reply", "")} | {name: given[name] for name in ("disclosure",) if given.get(name)}
        form = ReplyForm.parse(typed)
        async with sent_once(request):
            await reply_at_desk(row, form, language_of(request), comment=number_in(number))
    except (InvalidForm, AmendmentRule, MemorandumRule) as problem:
        return await _again(request, row, number, given, problem)
    return done(request, "desk.draft_comment.show", "replied", memorandum=row.slug, number=number)


async def _again(request: AnyRequest, row: Memorandum, number: str, given: Mapping[str, Any], problem: CoalitionError) -> Response[bytes]:
    if isinstance(problem, NoSuchComment):
        raise NotFoundException from None
    return await _page(request, row, number_in(number), values=given, **refused(request, renamed(problem, _REPLIED)))


async def _page(request: AnyRequest, row: Memorandum, number: int, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        comment = await comment_view(coordinators_of(row.id), number)
        if comment is None:
            raise NotFoundException
        replies, labels = await replies_to(coordinators_of(row.id), comment=number), await _labels(row)
    page: dict[str, Any] = {"part": "text", "comment": comment, "replies": replies, "labels": labels}
    page |= {"dispositions": options_of(Disposition, language_of(request)), "readers": READERS}
    return workbench_page(request, view, "desk/amendments/comment.html", status=status, **page, **context)


async def _labels(row: Memorandum) -> Any:
    edition = await edition_queries.edition_worked_on(row.id)
    return await labels_of([edition.id])
