"""The session cookies of the desk and of signing; readers get none."""

from __future__ import annotations

import hmac
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException, PermissionDeniedException
from msgspec import Struct

from coalition import trail
from coalition.addresses import ROUTES, Audience
from coalition.invitations.ended_sessions import NAMED_FOR
from coalition.invitations.link_sessions import LONGEST_SESSION, prolong_session
from coalition.people.signing_in import SESSION_LIMIT, coordinator_of, desk_form_token
from coalition.people.tables import Role
from coalition.people.tokens import hash_of
from coalition.rounds.seat_sessions import prolong_seat_session
from coalition.settings import load
from coalition.web.forms import hold_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler

    from coalition.web.held_forms import HeldForm

_SHORTEST_PATH = 2  # slashes in /en/desk


class NotSignedIn(PermissionDeniedException):
    """The desk needs a session, and there is none; `held` is the form that was sent, if something was typed."""

    def __init__(self, held: HeldForm | None = None) -> None:
        """Hold the form."""
        super().__init__()
        self.held = held


class SessionOver(PermissionDeniedException):
    """A signing session has ended, or never began; `held` is the form that was sent, if something was typed."""

    def __init__(self, held: HeldForm | None = None) -> None:
        """Hold the form."""
        super().__init__()
        self.held = held


class Ended(Struct, frozen=True):
    """Where a session at the desk ended: the page, and whether a form was sent from there."""

    page: str
    was_sent: bool


def page_of(path: str) -> str:
    """Return the address of the desk page that a path belongs to: the path itself, or the page above it that can be shown."""
    while path.count("/") >= _SHORTEST_PATH:
        if any(pattern.fullmatch(path) for pattern in _desk_pages()):
            return path
        path = path.rpartition("/")[0]
    return ""


@cache
def _desk_pages() -> list[re.Pattern[str]]:
    pages = [row.path for name, row in ROUTES.items() if name.startswith("desk.") and row.method == "GET" and "/desk" in row.path]
    return [re.compile(re.sub(r"{\w+}", "[A-Za-z0-9._-]+", page)) for page in pages]


def _named(name: str) -> str:
    return f"__Host-{name}" if load().secure else name


def _cookie(name: str, value: str, seconds: int) -> Cookie:
    return Cookie(key=_named(name), value=value, max_age=seconds, path="/", secure=load().secure, httponly=True, samesite="strict")


def desk_cookie(token: str) -> Cookie:
    """Return the cookie of a session at the desk; it outlives the session, so that its holder can be told that it ended."""
    return _cookie("desk", token, 2 * int(SESSION_LIMIT.total_seconds()))


def return_cookie(connection: ASGIConnection[Any, Any, Any, Any]) -> Cookie:
    """Return the cookie that holds where a person was when their session ended: the method and the path."""
    method = str(connection.scope.get("method", "GET"))
    return _cookie("return", f"{method}:{connection.url.path}", int(SESSION_LIMIT.total_seconds()))


def ended_at(request: ASGIConnection[Any, Any, Any, Any]) -> Ended | None:
    """Return where the person's session ended; None if it did not, or if the address is none of the desk."""
    method, _, path = request.cookies.get(_named("return"), "").partition(":")
    page = page_of(path)
    return Ended(page, was_sent=method == "POST") if page else None


def signing_cookie(token: str) -> Cookie:
    """Return the cookie of a signing session; it may outlive the session."""
    return _cookie("signing", token, int(LONGEST_SESSION.total_seconds()))


def ended_cookie(token: str) -> Cookie:
    """Return the cookie in place of that of a signing session that its holder ended; it ends with what the session leaves."""
    return _cookie("signing", token, int(NAMED_FOR.total_seconds()))


def seat_cookie(token: str) -> Cookie:
    """Return the cookie of a session of a seat in a round; it may outlive the session."""
    return _cookie("seat", token, int(LONGEST_SESSION.total_seconds()))


def no_cookie(name: str) -> Cookie:
    """Return the cookie that makes a browser delete another."""
    return _cookie(name, "", 0)


def session_token(request: ASGIConnection[Any, Any, Any, Any], name: str) -> str:
    """Return the session token that a browser sends, or an empty text."""
    return request.cookies.get(_named(name), "")


async def guard_signing(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Prolong the signing session, or the session of a seat, of a request; one that records a signature needs no session afterwards."""
    if str(handler.name).startswith("signing.drafting"):
        if seat := session_token(connection, "seat"):
            await prolong_seat_session(seat)
        return
    token = session_token(connection, "signing")
    if token and handler.name != "signing.signature.create":
        await prolong_session(token)


async def guard_desk(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let in only coordinators and editors who signed in and whose role the address is for; the handler finds the person in the scope.

    Raises:
        NotSignedIn: nobody signed in.
        NotFoundException: the address is not for this role.

    """
    token = session_token(connection, "desk")
    coordinator = await coordinator_of(token) if token else None
    if coordinator is None:
        raise NotSignedIn(await hold_form(connection) if isinstance(connection, Request) else None)
    if ROUTES[str(handler.name)].audience is Audience.COORDINATOR and coordinator.role != Role.COORDINATOR:
        raise NotFoundException
    connection.scope["state"]["coordinator"] = coordinator
    trail.set_actor(trail.Actor(trail.ActorKind.DESK, coordinator.id, session=hash_of(token)))


def form_token(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the value of the hidden field that ties a desk form to the session that shows it."""
    return desk_form_token(hash_of(session_token(request, "desk")))


def check_form_token(request: ASGIConnection[Any, Any, Any, Any], form: Mapping[str, Any]) -> None:
    """Refuse a form that belongs to another session.

    Raises:
        PermissionDeniedException: the hidden field is not this session's.

    """
    token = form.get("form_token", "")
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), form_token(request).encode()):
        raise PermissionDeniedException
