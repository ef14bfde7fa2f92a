"""The person's account: name, language, password, sessions, API tokens."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException

from coalition import clock, database
from coalition.deadlines.queries import calendar_of
from coalition.desk.choices import with_language
from coalition.desk.desk_pages import checked, desk_page, done, invalid_page, person_of
from coalition.desk.people.sign_in import signed_out
from coalition.fields import InvalidForm
from coalition.news.queries import rhythm_of
from coalition.people import queries, revoking, signing_in
from coalition.people.forms import AccountForm, PasswordForm
from coalition.people.revoking import NotRevocable
from coalition.people.tokens import hash_of
from coalition.settings import load
from coalition.web.address_numbers import number_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import session_token

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPLATE, _PASSWORD = "desk/account/show.html", "desk/account/password.html"


async def account_context(request: AnyRequest) -> dict[str, Any]:
    """Return what the page of the account shows."""
    person, now = person_of(request), clock.now()
    async with database.reading():
        logins = await queries.open_logins(person, seen_after=now - signing_in.IDLE_LIMIT, begun_after=now - signing_in.SESSION_LIMIT)
        tokens = await queries.tokens_of(person)
        rhythm = await rhythm_of(person.id)
        calendar = await calendar_of(person.id)
    this_one = hash_of(session_token(request, "desk"))
    sessions = [login | {"is_this_one": login["token_hash"] == this_one} for login in logins]
    offered = load().languages
    languages = [pair for pair in with_language(person.language, language_of(request)) if pair[0] in offered]
    values = {"name": person.name, "language": person.language}
    shown = {"section": "account", "sessions": sessions, "tokens": tokens, "languages": languages, "values": values}
    return shown | {"rhythm": rhythm, "calendar": calendar, "calendar_address": ""}


@route("desk.account.show")
async def show_account(request: AnyRequest) -> Response[bytes]:
    """Show the account."""
    return desk_page(request, TEMPLATE, **await account_context(request))


@route("desk.account.update")
async def update_account(request: AnyRequest) -> Response[bytes]:
    """Change name and language."""
    given = await checked(request)
    try:
        await signing_in.change_account(person_of(request), AccountForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return invalid_page(request, TEMPLATE, problems, **await account_context(request) | {"values": given})
    return done(request, "desk.account.show", "saved")


@route("desk.password.edit")
async def edit_password(request: AnyRequest) -> Response[bytes]:
    """Show the form for a password, alone: no other form carries it along."""
    return desk_page(request, _PASSWORD, section="account")


@route("desk.password.create")
async def create_password(request: AnyRequest) -> Response[bytes]:
    """Set or change the password."""
    given = await checked(request)
    try:
        form = PasswordForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return invalid_page(request, _PASSWORD, problems, section="account")
    await signing_in.set_password(person_of(request), form, session_token(request, "desk"))
    return done(request, "desk.account.show", "password")


@route("desk.logins.remove")
async def remove_logins(request: AnyRequest) -> Response[bytes]:
    """End one session, all other sessions, or all sessions, this one too."""
    given = await checked(request)
    chosen = str(given.get("login", ""))
    if chosen == "all":
        await revoking.end_logins(person_of(request))
        return signed_out(language_of(request))
    if not chosen:
        await revoking.end_logins(person_of(request), except_token=session_token(request, "desk"))
        return done(request, "desk.account.show", "sessions")
    with refused_as_missing():
        await revoking.end_login(person_of(request), number_in(chosen))
    return done(request, "desk.account.show", "session")


@route("desk.token.revoke")
async def revoke_token(request: AnyRequest) -> Response[bytes]:
    """Revoke one of the person's own API tokens."""
    given = await checked(request)
    with refused_as_missing():
        await revoking.revoke_token(number_in(str(given.get("token", ""))), person_of(request))
    return done(request, "desk.account.show", "token")


@contextmanager
def refused_as_missing() -> Iterator[None]:
    """Answer 404 for a session or a token that has ended, or is somebody else's."""
    try:
        yield
    except NotRevocable:
        raise NotFoundException from None
