"""A comment that was handed in, as a seat may read it, with its replies; replying to it."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.amendments.comment_views import comment_view
from coalition.amendments.errors import NoSuchComment
from coalition.amendments.forms import ReplyForm
from coalition.amendments.readers import reader_in
from coalition.amendments.reply_views import replies_to
from coalition.amendments.replying_to_amendments import reply_in_seat
from coalition.amendments.seat_provisions import place_of
from coalition.amendments.seat_texts import sent_texts
from coalition.fields import InvalidForm
from coalition.memoranda.errors import TextFrozen, WasAbandoned
from coalition.signing.amendments.amendment_pages import enter_with_form, form_context
from coalition.signing.amendments.provision_pages import Again, problems_of
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, signing_page
from coalition.web.address_numbers import number_or_zero
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route


@route("signing.drafting_comment.show")
async def show_comment(request: AnyRequest, language: NamedDependency[str], comment: FromPath[str]) -> Response[bytes]:  # noqa: ARG001
    """Show a comment with its replies."""
    async with database.reading():
        return await _page(request, await enter_seat(request), comment)


@route("signing.drafting_comment_reply.create")
async def create_comment_reply(request: AnyRequest, language: NamedDependency[str], comment: FromPath[str]) -> Response[bytes]:
    """Reply to a comment."""
    visit, given = await enter_with_form(request)
    try:
        await reply_in_seat(visit.session, ReplyForm.parse(given, ignore_unknown=True), language, comment=number_or_zero(comment))
    except (InvalidForm, TextFrozen, WasAbandoned) as refused:
        async with database.reading():
            return await _page(request, visit, comment, Again(given, problems_of(refused)))
    return redirect("signing.drafting_comment.show", lang=language, comment=comment)


async def _page(request: AnyRequest, visit: SeatVisit, comment: str, again: Again | None = None) -> Response[bytes]:
    reader = reader_in(visit.opened)
    view = await comment_view(reader, number_or_zero(comment))
    if view is None:
        raise NoSuchComment
    place = await place_of(visit.opened)
    sent = (await sent_texts(visit.opened.round, reader)).of(language_of(request))
    replies = await replies_to(reader, comment=view.id)
    shown: dict[str, Any] = {"comment": view, "place": place, "sent": sent, "replies": replies, "form_token": visit.form_token}
    shown |= form_context(request, place, again)
    return signing_page(request, "amendments/comment", **shown, alternates=language_switch("signing.drafting_comment.show", comment=comment))
