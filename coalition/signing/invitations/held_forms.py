"""Going on after a signing session has ended: with the link from the letter the form is shown again as it was filled in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from litestar import Response
from litestar.di import NamedDependency

from coalition.invitations.errors import LinkClosed, LinkUnknown
from coalition.invitations.link_sessions import begin_session
from coalition.languages import Message
from coalition.rounds.seat_links import follow_seat
from coalition.rounds.seat_sessions import begin_seat_session
from coalition.signing.rounds.seat_visits import to_the_draft
from coalition.signing.signing_pages import held_page
from coalition.web.forms import form_of, posted, stopped
from coalition.web.held_forms import held_in, send_on
from coalition.web.limits import check_unknown_link
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import SessionOver, signing_cookie

if TYPE_CHECKING:
    from coalition.errors import CoalitionError

_TOKEN = re.compile(r"([A-Za-z0-9_-]{20,100})/?\s*")
_UNKNOWN = Message("This link does not work. Check that the whole link was copied from the letter.")
_CLOSED = Message(
    "This link does not work any more. Open it in another tab: where a fresh link can be sent by letter, its page offers that. "
    "Leave this page open until the letter comes, and copy the fresh link here."
)


@route("signing.held_form.create")
async def go_on(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Begin a session with the link, and send the held form to its own address, where it is only shown."""
    given = await posted(request)
    held = held_in(await form_of(request))
    try:
        answer = await _begun(_token_in(str(given.get("link", ""))), language)
    except (LinkUnknown, LinkClosed) as problem:
        if held is None:
            raise SessionOver from None
        return held_page(request, held, stopped("link", _sentence(request, problem), language))
    if held:
        send_on(answer, held.address)
    return answer


async def _begun(token: str, language: str) -> Response[bytes]:
    """Begin a session with the link of an invitation or of a seat; return the redirect to its text, with the cookie.

    Raises:
        LinkUnknown, LinkClosed: as `begin_session`.

    """
    if await follow_seat(token):
        return to_the_draft(await begin_seat_session(token), language)
    session = await begin_session(token)
    answer = redirect("signing.text.show", lang=language)
    answer.set_cookie(signing_cookie(session))
    return answer


def _token_in(link: str) -> str:
    """Return the token at the end of a link; an empty text, which opens nothing, if there is none."""
    match = _TOKEN.fullmatch(link.strip().rpartition("/invitations/")[2])
    return match[1] if match else ""


def _sentence(request: AnyRequest, problem: CoalitionError) -> Message:
    if isinstance(problem, LinkUnknown):
        check_unknown_link(request)
        return _UNKNOWN
    return _CLOSED
