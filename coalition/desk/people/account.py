"""The person's account: name, language, password, sessions."""

from __future__ import annotations

from typing import Any

from litestar import Response

from coalition import clock, database
from coalition.desk.choices import with_language
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, person_of
from coalition.fields import InvalidForm
from coalition.people import queries, signing_in
from coalition.people.forms import AccountForm, PasswordForm
from coalition.settings import load
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import session_token

_TEMPLATE = "desk/account/show.html"


async def _context(request: AnyRequest) -> dict[str, Any]:
    person, now = person_of(request), clock.now()
    async with database.reading():
        sessions = await queries.open_logins(person, seen_after=now - signing_in.IDLE_LIMIT, begun_after=now - signing_in.SESSION_LIMIT)
    offered = load().languages
    languages = [pair for pair in with_language(person.language, language_of(request)) if pair[0] in offered]
    return {"section": "account", "sessions": sessions, "languages": languages, "values": {"name": person.name, "language": person.language}}


@route("desk.account.show")
async def show_account(request: AnyRequest) -> Response[bytes]:
    """Show the account."""
    return desk_page(request, _TEMPLATE, **await _context(request))


@route("desk.account.update")
async def update_account(request: AnyRequest) -> Response[bytes]:
    """Change name and language."""
    given = await checked(request)
    try:
        await signing_in.change_account(person_of(request), AccountForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return invalid_page(request, _TEMPLATE, problems, **await _context(request) | {"values": given})
    return done(request, "desk.account.show", "saved")


@route("desk.password.create")
async def create_password(request: AnyRequest) -> Response[bytes]:
    """Set or change the password."""
    given = await checked(request)
    try:
        form = PasswordForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return invalid_page(request, _TEMPLATE, problems, **await _context(request))
    await signing_in.set_password(person_of(request), form, session_token(request, "desk"))
    return done(request, "desk.account.show", "password")


@route("desk.logins.remove")
async def remove_logins(request: AnyRequest) -> Response[bytes]:
    """End all other sessions."""
    await checked(request)
    await signing_in.end_other_logins(person_of(request), session_token(request, "desk"))
    return done(request, "desk.account.show", "sessions")
