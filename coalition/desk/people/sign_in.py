"""Signing in by link or password, and signing out. The responses do not reveal whether an address has an account."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition.desk.desk_pages import checked
from coalition.desk.people.guesses import may_try_password, password_was_right
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.people import signing_in
from coalition.people.forms import SignInForm
from coalition.people.signing_in import LinkNotValid
from coalition.web.forms import form_of, posted, said, stopped
from coalition.web.held_forms import held_in, send_on
from coalition.web.limits import Limit, check_unknown_link, letters_to_mailboxes, network_of
from coalition.web.pages import language_of, page, redirect
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import desk_cookie, ended_at, no_cookie, session_token

_Said = tuple[dict[str, str], list[tuple[str, str]]]
attempts = Limit(60, 600)
_WRONG = Message("E-mail address and password do not fit together. Leave the password empty to get a link by e-mail.")
_TOO_MANY = Message("Too many wrong passwords were tried. Leave the password empty to get a link by e-mail, or wait ten minutes.")


@route("desk.sign_in.new")
async def new_sign_in(request: AnyRequest) -> Response[bytes]:
    """Ask for the e-mail address."""
    return page(request, "desk/sign_in/new.html", email="", errors={}, summary=[], ended=ended_at(request), held=None)


@route("desk.sign_in.create")
async def create_sign_in(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Sign in by password, or send a link. The same is done for every address before the response; a job looks whether it has an account."""
    given = await posted(request)
    try:
        form = SignInForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return await _again(request, given, said(problems, language))
    if form.password.get_secret_value():
        return await _by_password(request, given, form, language)
    attempts.check(request)
    if letters_to_mailboxes.allow_to_sign_in(form.email):
        await signing_in.ask_for_link(form, language)
    return page(request, "desk/sign_in/sent.html", alternates=[], held=held_in(await form_of(request)))


async def _by_password(request: AnyRequest, given: dict[str, Any], form: SignInForm, language: str) -> Response[bytes]:
    network = network_of(request)
    if not may_try_password(form.email, network):
        return await _again(request, given, stopped("email", _TOO_MANY, language), status=429)
    token = await signing_in.use_password(form)
    if token is None:
        return await _again(request, given, stopped("email", _WRONG, language))
    password_was_right(form.email, network)
    held = held_in(await form_of(request))
    answer = await _signed_in(request, token)
    if held and await signing_in.showed_form(token, held.form_token):
        send_on(answer, held.address)
    return answer


async def _again(request: AnyRequest, given: dict[str, Any], problems: _Said, *, status: int = 422) -> Response[bytes]:
    errors, summary = problems
    held = held_in(await form_of(request))
    context: dict[str, Any] = {"errors": errors, "summary": summary, "has_errors": True, "held": held, "ended": None if held else ended_at(request)}
    return page(request, "desk/sign_in/new.html", status=status, email=given.get("email", ""), **context)


async def _signed_in(request: AnyRequest, token: str) -> Response[bytes]:
    """Begin the session, and go back to the page where the last one of the same person ended."""
    ended = ended_at(request)
    answer = redirect("desk.today.show", lang=language_of(request))
    if ended and await signing_in.is_same_person(session_token(request, "desk"), token):
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
    """Use the link up; only links that do not work count against the network."""
    try:
        session = await signing_in.use_link(token)
    except LinkNotValid:
        check_unknown_link(request)
        return _not_valid(request)
    return await _signed_in(request, session)


def _not_valid(request: AnyRequest) -> Response[bytes]:
    return page(request, "desk/sign_in/not_valid.html", status=410)


@route("desk.sign_out.create")
async def create_sign_out(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """End the session."""
    await checked(request)
    await signing_in.sign_out(session_token(request, "desk"))
    return signed_out(language)


def signed_out(language: str) -> Response[bytes]:
    """Go to the page for signing in, and let the browser forget the person and their pages."""
    answer = redirect("desk.sign_in.new", lang=language)
    answer.set_cookie(no_cookie("desk"))
    answer.set_cookie(no_cookie("return"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
