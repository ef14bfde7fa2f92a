"""Lists of those who are to take part in a forum, to be invited or to join a network, pasted or as a file; then what becomes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition.acts.changing_forums import let_take_part, parts_of_choice
from coalition.addresses import url_for
from coalition.desk import import_pages
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, own_memorandum
from coalition.desk.import_pages import import_at_hand
from coalition.desk.networks.members import known_network
from coalition.desk.organisations.imports import pages_of
from coalition.desk.organisations.list_aims import aim_of
from coalition.desk.public_previews import preview_of_forum
from coalition.desk.refusals import refusal
from coalition.fields import Form, InvalidForm
from coalition.forums import queries as forums
from coalition.forums.forms import RoleForm
from coalition.imports.lists_with_aims import choice_of_list
from coalition.imports.organisation_rows import FIELDS
from coalition.imports.queries import forum_of
from coalition.spreadsheets.csv_files import UnreadableFile
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.forums.tables import Forum
    from coalition.imports.tables import Import


_PASTED = "desk/imports/pasted.html"


class ListForm(Form):
    """A pasted list; what its lines mean is asked after it is stored."""

    list: str = ""


@route("desk.forum_list.new")
async def new_forum_list(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Show the form for a list of those who are to take part in a forum."""
    if await forums.by_slug(forum) is None:
        raise NotFoundException
    return desk_page(request, _PASTED, **_shown("desk.forum.edit", request, forum=forum))


@route("desk.network_list.new")
async def new_network_list(request: AnyRequest, network: FromPath[str]) -> Response[bytes]:
    """Show the form for a list of those who become members of a network."""
    row = await known_network(network)
    return desk_page(request, _PASTED, **_shown("desk.network.show", request, network=row.slug))


@route("desk.invitation_list.new")
async def new_invitation_list(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the form for a list of those who are to be invited."""
    row = await own_memorandum(request, memorandum)
    return desk_page(request, _PASTED, **_shown("desk.invitations.new", request, memorandum=row.slug))


def _shown(back: str, request: AnyRequest, **place: str) -> dict[str, Any]:
    """Return what the form of a list shows: its own address, where it leads back, and what columns may be called."""
    return {
        "section": "organisations",
        "fields": FIELDS.words,
        "address": request.url.path,
        "back": url_for(back, lang=language_of(request), **place),
    }


@route("desk.forum_list.create")
async def create_forum_list(request: AnyRequest, forum: FromPath[str]) -> Response[bytes]:
    """Store a list of those who are to take part in a forum until the person confirms its preview."""
    row, given = await forums.by_slug(forum), await checked(request)
    if row is None:
        raise NotFoundException
    return await _keep(request, given, _shown("desk.forum.edit", request, forum=forum), forum=row.id)


@route("desk.network_list.create")
async def create_network_list(request: AnyRequest, network: FromPath[str]) -> Response[bytes]:
    """Store a list of those who become members of a network until the person confirms its preview."""
    row, given = await known_network(network), await checked(request)
    return await _keep(request, given, _shown("desk.network.show", request, network=row.slug), network=row.id)


@route("desk.invitation_list.create")
async def create_invitation_list(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Store a list of those who are to be invited until the person confirms its preview."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    return await _keep(request, given, _shown("desk.invitations.new", request, memorandum=row.slug), inviting=row.id)


async def _keep(request: AnyRequest, given: Mapping[str, Any], shown: Mapping[str, Any], **aim: int) -> Response[bytes]:
    try:
        ListForm.parse(given, ignore_unknown=True)
        row, is_clear = await import_pages.keep_list(request, given, FIELDS, **aim)
    except (InvalidForm, UnreadableFile) as refused:
        problem = InvalidForm({"list": refused.message}) if isinstance(refused, UnreadableFile) else refused
        return invalid_page(request, _PASTED, problem, **shown, values=given)
    return (await pages_of(request, row)).go(".show" if is_clear else "_columns.edit", row)


@route("desk.import_parts.create")
async def create_import_parts(request: AnyRequest, import_id: FromPath[str]) -> Response[bytes]:
    """Let the organisations of a list take part in its forum once the person has seen what everybody will see."""
    row, given = await import_at_hand(request, import_id), await checked(request)
    forum = await forum_of(row)
    if forum is None or not row.finished_at or row.undone_at:
        raise NotFoundException
    try:
        role, choice = RoleForm.parse(given, ignore_unknown=True).role, choice_of_list(row)
        change = await parts_of_choice(forum, choice, role)
        preview = await preview_of_forum(given, forum.slug, lambda: let_take_part(forum, choice, role), change.slugs)
        if preview is None:
            await let_take_part(forum, choice, role)
    except InvalidForm as problem:
        return await _again(request, row, given, **refusal(request, problem))
    return await _again(request, row, given, preview=preview) if preview else await _go_on(request, row, forum)


async def _again(request: AnyRequest, row: Import, given: Mapping[str, Any], **context: Any) -> Response[bytes]:
    return await import_pages.import_page(request, row, await pages_of(request, row), values=given, **context)


async def _go_on(request: AnyRequest, row: Import, forum: Forum) -> Response[bytes]:
    aim = await aim_of(row)
    if aim and aim.waiting:  # a list of many hundreds
        return done(request, "desk.import.show", "saved", import_id=row.id)
    if aim and aim.memorandum:
        return done(request, "desk.invitation_choice.new", "saved", memorandum=aim.memorandum.slug, way="list", value=row.id)
    return done(request, "desk.forum.edit", "saved", forum=forum.slug)
