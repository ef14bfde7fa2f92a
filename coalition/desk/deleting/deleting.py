"""Deleting what was begun by mistake: a page asks, and refuses as long as something rests on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.addresses import url_for
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import FinalStep, Subject, is_sure, record_page, try_out, typed_in
from coalition.desk.refusals import refusal
from coalition.desk.saved_meanwhile import MARK
from coalition.errors import StillUsed
from coalition.forums import programme_queries
from coalition.forums import queries as forums
from coalition.forums.deleting_forums import delete_forum, delete_programme
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.memoranda.deleting_memoranda import delete_memorandum
from coalition.organisations import queries as organisations
from coalition.organisations.removing import delete_organisation
from coalition.organisations.visible_queries import Viewer
from coalition.web.forms import form_of
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
    code, title = (await memoranda.view(row)).title(language_of(request))
    subject = Subject(code, title, "memoranda", url_for("desk.memorandum.show", lang=language_of(request), memorandum=row.slug))
    return await _delete(request, partial(delete_memorandum, row), _MEMORANDUM, subject)


@route("desk.forum.remove")
async def remove_forum(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Delete a forum on which nothing rests."""
    row = await forums.by_slug(forum)
    if row is None:
        raise NotFoundException
    text = (await forums.view(row)).text(language_of(request))
    here = {"lang": language_of(request), "forum": row.slug}
    subject = Subject(text.language, text.title, "forums", url_for("desk.forum.edit", **here), url_for("desk.forum.update", **here))
    return await _delete(request, partial(delete_forum, row), _FORUM, subject)


@route("desk.programme.remove")
async def remove_programme(request: AnyRequest, programme: FromPath[str]) -> Response[bytes]:
    """Delete a programme on which nothing rests."""
    row = await programme_queries.programme_by_slug(programme)
    view = await programme_queries.programme_view(row.id, Viewer.COORDINATOR) if row else None
    if row is None or view is None:
        raise NotFoundException
    here = {"lang": language_of(request), "programme": row.slug}
    addresses = url_for("desk.programme.edit", **here), url_for("desk.programme.update", **here)
    subject = Subject(*view.name(language_of(request)), "forums", *addresses)
    return await _delete(request, partial(delete_programme, row), _PROGRAMME, subject, then="desk.programmes.list")


@route("desk.organisation.remove")
async def remove_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Delete an organisation on which nothing rests."""
    row = await organisations.by_slug(organisation)
    if row is None:
        raise NotFoundException
    own = (await organisations.view_of(row)).primary
    here = {"lang": language_of(request), "organisation": row.slug}
    addresses = url_for("desk.organisation.edit", **here), url_for("desk.organisation.update", **here)
    return await _delete(request, partial(delete_organisation, row), _ORGANISATION, Subject(own.language, own.name, "organisations", *addresses))


async def _delete(
    request: AnyRequest, change: Callable[[], Awaitable[object]], step: FinalStep, subject: Subject, *, then: str = ""
) -> Response[bytes]:
    given = await checked(request)
    typed = typed_in((await form_of(request)).items()) if MARK in given else []
    try:
        if not is_sure(given):
            await try_out(change)
            return record_page(request, subject, step, given, typed=typed)
        await change()
    except StillUsed as used:
        return record_page(request, subject, step, given, typed=typed, possible=False, **refusal(request, used, {StillUsed: _USED[subject.section]}))
    return done(request, then or f"desk.{subject.section}.list", "deleted")
