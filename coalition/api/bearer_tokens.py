"""Authentication of programs: bearer tokens, their scopes, and the memoranda that their holders may read and change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from litestar.exceptions import NotFoundException
from msgspec import Struct

from coalition import trail
from coalition.addresses import ROUTES, Audience
from coalition.api.problems import NOT_ALLOWED, TOKEN_NEEDED, WITHDRAWN, Refused
from coalition.memoranda import queries as memoranda
from coalition.memoranda.decision_queries import withdrawn
from coalition.organisations.visible_queries import Viewer
from coalition.people.queries import active, token_holder
from coalition.people.tables import Coordinator, Role, Scope

if TYPE_CHECKING:
    from litestar.connection import ASGIConnection
    from litestar.handlers.base import BaseRouteHandler

    from coalition.memoranda.tables import Memorandum

_SLUG = re.compile(r"[a-z0-9-]{1,80}")


class Holder(Struct, frozen=True):
    """The token of a request and the coordinator to whom it belongs."""

    token: int
    coordinator: int
    scope: str
    role: str


async def guard_token(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Check that the token allows the request. Public reads need no token, but a token that is sent must be valid.

    Raises:
        Refused: the token is missing or invalid, or its scope is too narrow.

    """
    audience = ROUTES[str(handler.name)].audience
    given = connection.headers.get("authorization")
    holder = await _holder(given) if given is not None else None
    if holder is None and audience is not Audience.PUBLIC:
        raise Refused(TOKEN_NEEDED, {"WWW-Authenticate": "Bearer"})
    if holder and (holder.role != Role.COORDINATOR or (audience is Audience.TOKEN_WRITE and holder.scope != Scope.WRITE)):
        raise Refused(NOT_ALLOWED, {"WWW-Authenticate": 'Bearer error="insufficient_scope"'})
    connection.scope["state"]["holder"] = holder
    if holder:
        trail.set_actor(trail.Actor(trail.ActorKind.TOKEN, holder.coordinator, holder.token))


async def _holder(authorization: str) -> Holder:
    scheme, _, token = authorization.partition(" ")
    row_and_coordinator = await token_holder(token.strip()) if scheme.lower() == "bearer" else None
    if row_and_coordinator is None:
        raise Refused(TOKEN_NEEDED, {"WWW-Authenticate": 'Bearer error="invalid_token"'})
    row, coordinator = row_and_coordinator
    return Holder(row.id, coordinator.id, row.scope, coordinator.role)


def holder_of(request: ASGIConnection[Any, Any, Any, Any]) -> Holder | None:
    """Return the holder of the request's token, None without a token."""
    holder: Holder | None = request.scope["state"]["holder"]
    return holder


def viewer_of(request: ASGIConnection[Any, Any, Any, Any]) -> Viewer:
    """Return who reads: every holder of a token is a coordinator."""
    return Viewer.COORDINATOR if holder_of(request) else Viewer.EVERYBODY


def acting(request: ASGIConnection[Any, Any, Any, Any]) -> Holder:
    """Return the holder of the request's token, for a request that needs one.

    Raises:
        Refused: there is no token.

    """
    holder = holder_of(request)
    if holder is None:  # pragma: no cover -- the guard checked this before
        raise Refused(TOKEN_NEEDED)
    return holder


async def acting_coordinator(request: ASGIConnection[Any, Any, Any, Any]) -> Coordinator:
    """Return the account of the holder of the request's token.

    Raises:
        Refused: there is no token, or the account was disabled meanwhile.

    """
    person = await active(acting(request).coordinator)
    if person is None:
        raise Refused(TOKEN_NEEDED)
    return person


def checked_slug(slug: str) -> str:
    """Return the text if it can be an address name.

    Raises:
        NotFoundException: no record can have this address name.

    """
    if not _SLUG.fullmatch(slug):
        raise NotFoundException
    return slug


async def own_memorandum(request: ASGIConnection[Any, Any, Any, Any], slug: str) -> Memorandum:
    """Return a memorandum the holder works on.

    Raises:
        NotFoundException: there is no such memorandum, or the holder does not work on it.

    """
    memorandum = await memoranda.for_member(checked_slug(slug), acting(request).coordinator)
    if memorandum is None:
        raise NotFoundException
    return memorandum


async def readable_memorandum(request: ASGIConnection[Any, Any, Any, Any], slug: str) -> Memorandum:
    """Return a memorandum everybody may read, or one the holder works on.

    Raises:
        NotFoundException: there is no such memorandum.
        Refused: it was withdrawn from the public.

    """
    holder = holder_of(request)
    own = await memoranda.for_member(checked_slug(slug), holder.coordinator) if holder else None
    memorandum = own or await memoranda.public_by_slug(checked_slug(slug))
    if memorandum is None:
        raise Refused(WITHDRAWN) if await withdrawn(slug) else NotFoundException
    return memorandum
