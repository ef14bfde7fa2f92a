"""Naming the coordinator who answers for a text on the pages of its private links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.invitations.coordinator_queries import coordinator_behind, coordinator_for
from coalition.invitations.errors import LinkClosed
from coalition.invitations.links import Opened, follow
from coalition.web.pages import name_answering
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum


async def name_coordinator(request: AnyRequest, opened: Opened) -> None:
    """Name the coordinator on the page that answers this request, whose link works."""
    await name_coordinator_of(request, opened.memorandum, opened.invitation.organisation)


async def name_coordinator_of(request: AnyRequest, memorandum: Memorandum, organisation_id: int) -> None:
    """Name the coordinator of a text on the page that an organisation reads."""
    name_answering(request, await coordinator_for(memorandum, organisation_id))


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
