"""The page that a private link opens, and the session that begins there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.invitations.link_sessions import begin_session
from coalition.invitations.links import valid_until
from coalition.rounds.seat_links import follow_seat
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.signing.appeals.appeal_landings import appeal_context
from coalition.signing.coordinators import follow_here
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.rounds.seat_visits import seat_landing, to_the_draft
from coalition.signing.signing_pages import signing_page
from coalition.web.pages import redirect, sent_on
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import signing_cookie

if TYPE_CHECKING:
    from coalition.invitations.links import Opened

_WRONG_LINK = b"to=wrong_link"  # what the second button of the page sends; programs send nothing


@route("signing.invitation.show")
async def show_invitation(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Show who invites whom to sign what; nothing is recorded."""
    async with database.reading():
        if seat := await seat_landing(request, token):
            return seat
        opened = await follow_here(request, token)
        template, shown = await _landing(opened, language)
    return signing_page(request, template, token=token, **shown)


async def _landing(opened: Opened, language: str) -> tuple[str, dict[str, Any]]:
    """Return the page that a link opens, and what it shows."""
    scene = await scene_of(opened)
    template = "kept_link" if opened.manages or opened.shows_decline else "colleague" if opened.vouches else "invitation"
    appeal = await appeal_context(opened, scene, language) if template == "invitation" else None
    if appeal:
        return "appeal", {"scene": scene, "step": 1, "steps": 2, **appeal}
    shown: dict[str, Any] = {"scene": scene, "step": 1 if template == "invitation" else 0, "purpose": opened.link.purpose}
    return template, shown | {"expires": valid_until(opened.link, opened.memorandum), "does_everything": opened.does_everything}


@route("signing.session.create")
async def open_session(request: AnyRequest, language: NamedDependency[str], token: FromPath[str]) -> Response[bytes]:
    """Exchange the link for a session; its pages have no secret in their addresses. A second button leads to the page for wrong links.

    The first page of an appeal sends the answers too: the browser sends them on to be checked.
    """
    if await follow_seat(token):
        return to_the_draft(await begin_seat_session(token), language)
    is_wrong = await request.body() == _WRONG_LINK
    opened = await follow_here(request, token)
    session = await begin_session(token)
    first_page = "signing.vouching.show" if opened.vouches else "signing.wrong_link.new" if is_wrong else "signing.text.show"
    response = sent_on("signing.review.create", lang=language) if await _has_answers(request) else redirect(first_page, lang=language)
    response.set_cookie(signing_cookie(session))
    return response


async def _has_answers(request: AnyRequest) -> bool:
    """Whether the form has the answers of somebody who signs."""
    return b"representative_name=" in await request.body()
