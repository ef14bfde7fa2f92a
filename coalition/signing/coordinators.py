"""Naming the coordinator who answers for a text on the pages of its private links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.invitations.coordinator_queries import coordinator_after, coordinator_behind, coordinator_for
from coalition.invitations.ended_sessions import token_after
from coalition.invitations.errors import LinkClosed, LinkUnknown
from coalition.invitations.links import Opened, follow
from coalition.web.limits import check_unknown_link
from coalition.web.pages import language_of, name_answering, redirect
from coalition.web.routing import AnyRequest
from coalition.web.sessions import ended_cookie, session_token

if TYPE_CHECKING:
    from litestar import Response

    from coalition.memoranda.tables import Memorandum


async def name_coordinator(request: AnyRequest, opened: Opened) -> None:
    """Name the coordinator on the page that answers this request, whose link works."""
    await name_coordinator_of(request, opened.memorandum, opened.invitation.organisation)


async def name_coordinator_of(request: AnyRequest, memorandum: Memorandum, organisation_id: int) -> None:
    """Name the coordinator of a text on the page that an organisation reads."""
    name_answering(request, await coordinator_for(memorandum, organisation_id))


async def name_coordinator_behind(request: AnyRequest, token: str) -> None:
    """Name the coordinator to whom a link still proves to be invited; a link that does not exist counts as a guess.

    Raises:
        TooManyRequestsException: the network sent too many links that do not exist.

    """
    try:
        name_answering(request, await coordinator_behind(token))
    except LinkUnknown:
        check_unknown_link(request)


async def name_coordinator_after(request: AnyRequest) -> None:
    """Name the coordinator on a page that is read after the session was ended, for the minutes in which that is known."""
    token = session_token(request, "signing")
    name_answering(request, await coordinator_after(token) if token else None)


def leave(request: AnyRequest, session: str, name: str, **params: str) -> Response[bytes]:
    """Redirect the browser of a session that was ended to the page that follows, which names the coordinator for some minutes."""
    answer = redirect(name, lang=language_of(request), **params)
    answer.set_cookie(ended_cookie(token_after(session)))
    return answer


async def follow_here(request: AnyRequest, token: str) -> Opened:
    """Return what a link opens, and name its coordinator; of a link that does not work only to those whom it still proves to be invited.

    Raises:
        LinkUnknown, LinkClosed: as `follow`.

    """
    try:
        opened = await follow(token)
    except LinkClosed:
        name_answering(request, await coordinator_behind(token))
        raise
    await name_coordinator(request, opened)
    return opened
