"""Signing in by link or password, and signing out. The responses do not reveal whether an address has an account."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.background_tasks import BackgroundTask
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition.desk.desk_pages import checked
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.people import signing_in
from coalition.people.forms import SignInForm
from coalition.people.signing_in import LinkNotValid
from coalition.web.forms import posted, said, stopped
from coalition.web.limits import Limit
from coalition.web.pages import language_of, page, redirect
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import desk_cookie, ended_at, no_cookie, session_token

attempts = Limit(10, 600)
_WRONG = Message("E-mail address and password do not fit together. Leave the password empty to get a link by e-mail.")


@route("desk.sign_in.new")
async def new_sign_in(request: AnyRequest) -> Response[bytes]:
    """Ask for the e-mail address."""
    return page(request, "desk/sign_in/new.html", email="", errors={}, summary=[], ended=ended_at(request))


@route("desk.sign_in.create")
async def create_sign_in(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Sign in by password, or send a link. The letter is sent after the response, so that every address takes equally long."""
    attempts.check(request)
    given = await posted(request)
    try:
        form = SignInForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return _again(request, given, *said(problems, language))
    if form.password.get_secret_value():
        token = await signing_in.use_password(form)
        return _signed_in(request, token) if token else _again(request, given, *stopped("email", _WRONG, language))
    answer = page(request, "desk/sign_in/sent.html", alternates=[])
    answer.background = BackgroundTask(signing_in.request_link, form, language)
    return answer


def _again(request: AnyRequest, given: dict[str, Any], errors: dict[str, str], summary: list[tuple[str, str]]) -> Response[bytes]:
    context: dict[str, Any] = {"email": given.get("email", ""), "errors": errors, "summary": summary, "has_errors": True}
    return page(request, "desk/sign_in/new.html", status=422, ended=ended_at(request), **context)


def _signed_in(request: AnyRequest, token: str) -> Response[bytes]:
    """Begin the session, and go back to the page where the last one ended."""
    ended = ended_at(request)
    answer = redirect("desk.today.show", lang=language_of(request))
    if ended:
        answer.headers["Location"] = ended.page
    answer.set_cookie(desk_cookie(token))
    answer.set_cookie(no_cookie("return"))
    return answer


@route("desk.sign_in_link.show")
async def show_sign_in_link(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Show the button that signs in, so that a mail scanner that opens the link does not use it up."""
    if not await signing_in.link_is_valid(token):
        return _not_valid(request)
    return page(request, "desk/sign_in/link.html", token=token)


@route("desk.sign_in_link.create")
async def create_sign_in_link(request: AnyRequest, token: FromPath[str]) -> Response[bytes]:
    """Use the link up."""
    attempts.check(request)
    try:
        session = await signing_in.use_link(token)
    except LinkNotValid:
        return _not_valid(request)
    return _signed_in(request, session)


def _not_valid(request: AnyRequest) -> Response[bytes]:
    return page(request, "desk/sign_in/not_valid.html", status=410)


@route("desk.sign_out.create")
async def create_sign_out(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """End the session."""
    await checked(request)
    await signing_in.sign_out(session_token(request, "desk"))
    answer = redirect("desk.sign_in.new", lang=language)
    answer.set_cookie(no_cookie("desk"))
    answer.set_cookie(no_cookie("return"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
