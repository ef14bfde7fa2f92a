"""The session cookies of the desk and of signing; readers get none."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from litestar.datastructures import Cookie
from litestar.exceptions import NotFoundException, PermissionDeniedException

from coalition import trail
from coalition.addresses import ROUTES, Audience
from coalition.invitations.links import SESSION_LASTS
from coalition.people.signing_in import SESSION_LIMIT, coordinator_of
from coalition.people.tables import Role
from coalition.people.tokens import derived
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler


class NotSignedIn(PermissionDeniedException):
    """The desk needs a session, and there is none."""


class SessionOver(PermissionDeniedException):
    """A signing session has ended, or never began."""


def _named(name: str) -> str:
    return f"__Host-{name}" if load().secure else name


def _cookie(name: str, value: str, seconds: int) -> Cookie:
    return Cookie(key=_named(name), value=value, max_age=seconds, path="/", secure=load().secure, httponly=True, samesite="strict")


def desk_cookie(token: str) -> Cookie:
    """Return the cookie of a session at the desk."""
    return _cookie("desk", token, int(SESSION_LIMIT.total_seconds()))


def signing_cookie(token: str) -> Cookie:
    """Return the cookie of a signing session."""
    return _cookie("signing", token, int(SESSION_LASTS.total_seconds()))


def no_cookie(name: str) -> Cookie:
    """Return the cookie that makes a browser delete another."""
    return _cookie(name, "", 0)


def session_token(request: ASGIConnection[Any, Any, Any, Any], name: str) -> str:
    """Return the session token that a browser sends, or an empty text."""
    return request.cookies.get(_named(name), "")


async def guard_desk(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Let in only coordinators and editors who signed in and whose role the address is for; the handler finds the person in the scope.

    Raises:
        NotSignedIn: nobody signed in.
        NotFoundException: the address is not for this role.

    """
    token = session_token(connection, "desk")
    coordinator = await coordinator_of(token) if token else None
    if coordinator is None:
        raise NotSignedIn
    if ROUTES[str(handler.name)].audience is Audience.COORDINATOR and coordinator.role != Role.COORDINATOR:
        raise NotFoundException
    connection.scope["state"]["coordinator"] = coordinator
    trail.set_actor(trail.Actor(trail.ActorKind.DESK, coordinator.id))


def form_token(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the value of the hidden field that ties a desk form to the session that shows it."""
    return derived(session_token(request, "desk"), "form")


def check_form_token(request: ASGIConnection[Any, Any, Any, Any], form: Mapping[str, Any]) -> None:
    """Refuse a form that belongs to another session.

    Raises:
        PermissionDeniedException: the hidden field is not this session's.

    """
    token = form.get("form_token", "")
    if not isinstance(token, str) or not hmac.compare_digest(token.encode(), form_token(request).encode()):
        raise PermissionDeniedException
