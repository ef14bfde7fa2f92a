"""Deleting what was begun by mistake: a page asks, and refuses as long as something rests on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, desk_page, done, own_memorandum
from coalition.desk.final_steps import FinalStep, is_sure, refusal_of_tick, try_out
from coalition.desk.refusals import refusal
from coalition.errors import StillUsed
from coalition.forums import programme_queries
from coalition.forums import queries as forums
from coalition.forums.deleting_forums import delete_forum, delete_programme
from coalition.languages import Message
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.removing import delete_organisation
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_GONE = Message("Nothing brings it back. That it was deleted, by whom and when, stays on record; its address name is free again.")
_BUTTON = Message("Delete it")
_MEMORANDUM = FinalStep(
    Message("Delete the memorandum"), [Message("Its text in every language goes with it. To keep it, abandon it instead.")], _GONE, _BUTTON
)
_FORUM = FinalStep(Message("Delete the forum"), [Message("Its page is not there any more.")], _GONE, _BUTTON)
_PROGRAMME = FinalStep(Message("Delete the programme"), [Message("Its names and the organisations named with it go too.")], _GONE, _BUTTON)
_ORGANISATION = FinalStep(Message("Delete the organisation"), [Message("Its names and its contacts go with it.")], _GONE, _BUTTON)
_USED: dict[str, Message] = {
    "memoranda": Message("It cannot be deleted: its text was adopted or shown, or somebody was invited. A draft can be abandoned."),
    "forums": Message("It cannot be deleted: something belongs to it, such as a memorandum, a forum or an organisation. It can be archived."),
    "organisations": Message("It cannot be deleted: it is in the public register, or something refers to it."),
}


@route("desk.memorandum.remove")
async def remove_memorandum(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Delete a memorandum that is only a draft."""
    row = await own_memorandum(request, memorandum)
    back = url_for("desk.memorandum.show", lang=language_of(request), memorandum=row.slug)
    return await _delete(request, partial(delete_memorandum, row), _MEMORANDUM, back, "memoranda")


@route("desk.forum.remove")
async def remove_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Delete a forum on which nothing rests."""
    row = await forums.by_slug(forum)
    if row is None:
        raise NotFoundException
    return await _delete(request, partial(delete_forum, row), _FORUM, url_for("desk.forum.edit", lang=language_of(request), forum=row.slug), "forums")


@route("desk.programme.remove")
async def remove_programme(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Delete a programme on which nothing rests."""
    row = await programme_queries.programme_by_slug(programme)
    if row is None:
        raise NotFoundException
    back = url_for("desk.programme.edit", lang=language_of(request), programme=row.slug)
    return await _delete(request, partial(delete_programme, row), _PROGRAMME, back, "forums", then="desk.programmes.list")


@route("desk.organisation.remove")
async def remove_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Delete an organisation on which nothing rests."""
    row = await organisations.by_slug(organisation)
    if row is None:
        raise NotFoundException
    back = url_for("desk.organisation.edit", lang=language_of(request), organisation=row.slug)
    return await _delete(request, partial(delete_organisation, row), _ORGANISATION, back, "organisations")


async def _delete(  # noqa: PLR0913 -- what is deleted, and where the person comes from and goes
    request: AnyRequest, change: Callable[[], Awaitable[object]], step: FinalStep, back: str, section: str, *, then: str = ""
) -> Response[bytes]:
    given = await checked(request)
    shown: dict[str, Any] = {"step": step, "section": section, "address": request.url.path, "back": back, "possible": True}
    try:
        if not is_sure(given):
            await try_out(change)
            return desk_page(request, "desk/deleting/new.html", **shown, **refusal_of_tick(request, given))
        await change()
    except StillUsed as used:
        return desk_page(request, "desk/deleting/new.html", **shown | {"possible": False}, **refusal(request, used, {StillUsed: _USED[section]}))
    return done(request, then or f"desk.{section}.list", "deleted")
