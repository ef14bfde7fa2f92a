"""The members of a memorandum: the people who work on it."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.answering_queries import answering_for
from coalition.memoranda.errors import AlreadyMember, LastMember, NoSuchPerson, NotAMember
from coalition.memoranda.membership import add_member, choose_answering, hide_contact, remove_member, show_contact
from coalition.memoranda.tables import Memorandum
from coalition.web.address_numbers import number_in
from coalition.web.routing import AnyRequest, route

_PROBLEMS = {
    NoSuchPerson: Message("There is no account with this e-mail address. Invite the person first, on the page of people."),
    AlreadyMember: Message("This person works on it already."),
}
_NOBODY = Message("Write the e-mail address of your colleague.")
_LAST = Message("Nobody else coordinates this memorandum. Add another coordinator first.")


@route("desk.members.list")
async def list_members(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List the members."""
    return await _page(request, await own_memorandum(request, memorandum))


@route("desk.members.create")
async def create_member(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Add a member."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    email = str(given.get("email", "")).strip()
    try:
        await add_member(row, email, person_of(request))
    except (NoSuchPerson, AlreadyMember) as problem:
        said = _PROBLEMS[type(problem)] if email else _NOBODY
        return await _page(request, row, values=given, **refusal(request, InvalidForm({"email": said})))
    return done(request, "desk.members.list", "added", memorandum=row.slug)


@route("desk.member.remove")
async def remove_person(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Remove a member; whoever removes themselves goes back to the list of memoranda."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    member = number_in(str(given.get("member", "")))
    try:
        await remove_member(row, member, person_of(request))
    except NotAMember:
        raise NotFoundException from None
    except LastMember as problem:
        return await _page(request, row, **refusal(request, problem, {LastMember: _LAST}))
    if member == person_of(request).id:
        return done(request, "desk.memoranda.list", "removed")
    return done(request, "desk.members.list", "removed", memorandum=row.slug)


@route("desk.answering.update")
async def update_answering(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Choose the coordinator whom letters name."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await choose_answering(row, number_in(str(given.get("member", ""))))
    except NotAMember:
        raise NotFoundException from None
    return done(request, "desk.members.list", "saved", memorandum=row.slug)


@route("desk.public_contact.create")
async def create_public_contact(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the person's own name to everybody as a contact for the text."""
    row = await own_memorandum(request, memorandum)
    await checked(request)
    await show_contact(row, person_of(request))
    return done(request, "desk.members.list", "saved", memorandum=row.slug)


@route("desk.public_contact.remove")
async def remove_public_contact(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Show the name of a contact no more."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    await hide_contact(row, number_in(str(given.get("member", ""))))
    return done(request, "desk.members.list", "saved", memorandum=row.slug)


async def _page(request: AnyRequest, row: Memorandum, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        members = await queries.members(row.id)
        answering = await answering_for(row.id)
    return workbench_page(request, view, "desk/members/list.html", status=status, members=members, answering=answering, part="people", **context)
