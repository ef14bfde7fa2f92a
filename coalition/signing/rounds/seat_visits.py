"""The visit of a request to a seat: the session in its cookie, and what it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from msgspec import Struct

from coalition.invitations.link_sessions import form_token
from coalition.rounds.seat_links import OpenedSeat, follow_seat, valid_until
from coalition.rounds.seat_scenes import scene_of_seat
from coalition.rounds.seat_sessions import check_seat_form, seat_session_opens
from coalition.signing.coordinators import name_coordinator_of
from coalition.signing.signing_pages import signing_page
from coalition.web.forms import hold_form
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest
from coalition.web.sessions import SessionOver, seat_cookie, session_token

if TYPE_CHECKING:
    from collections.abc import Mapping


class SeatVisit(Struct, frozen=True):
    """A valid session and the seat it opens."""

    session: str
    opened: OpenedSeat

    @property
    def form_token(self) -> str:
        """The hidden field that binds a form to the session that shows it."""
        return form_token(self.session)

    def check_form(self, given: Mapping[str, Any]) -> None:
        """Refuse a form that another session showed; programs omit the field.

        Raises:
            SessionEnded: the hidden field belongs to another session.

        """
        check_seat_form(self.session, given.get("form_token"))


async def enter_seat(request: AnyRequest) -> SeatVisit:
    """Return the visit of this request, and name the coordinator on its page.

    Raises:
        SessionOver: there is no valid session.

    """
    session = session_token(request, "seat")
    opened = await seat_session_opens(session) if session else None
    if opened is None:
        raise SessionOver(await hold_form(request))
    await name_coordinator_of(request, opened.memorandum, opened.seat.organisation)
    return SeatVisit(session, opened)


async def seat_landing(request: AnyRequest, token: str) -> Response[bytes] | None:
    """Return the page that the link of a seat opens; None if it is the link of no seat. Nothing is recorded.

    Raises:
        LinkExpired: the link does not work any more.

    """
    opened = await follow_seat(token)
    if opened is None:
        return None
    await name_coordinator_of(request, opened.memorandum, opened.seat.organisation)
    scene = await scene_of_seat(opened, whole_answer=False)
    return signing_page(request, "rounds/landing", scene=scene, token=token, expires=valid_until(opened.round))


def to_the_draft(session: str, language: str) -> Response[bytes]:
    """Lead to the draft, with the cookie of a session."""
    response = redirect("signing.drafting.show", lang=language)
    response.set_cookie(seat_cookie(session))
    return response
