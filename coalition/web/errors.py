"""Error pages: in the reader's language, polite, and without anything the reader may not know."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import HTTPException, NotFoundException, TooManyRequestsException

from coalition.addresses import url_for
from coalition.database import Unavailable
from coalition.errors import CoalitionError
from coalition.invitations.errors import (
    ActEnded,
    AlreadyVouched,
    FreshLinkOffered,
    LinkClosed,
    LinkExpired,
    LinkRevoked,
    LinkUnknown,
    LinkUsed,
    TextReplaced,
)
from coalition.languages import Message
from coalition.web.held_forms import AskedInLanguage, send_on
from coalition.web.limits import check_unknown_link
from coalition.web.pages import PRIVATE, language_of, page, redirect
from coalition.web.routing import AnyRequest
from coalition.web.sessions import NotSignedIn, SessionOver, return_cookie, session_token

if TYPE_CHECKING:
    from litestar.types import ExceptionHandlersMap

log = logging.getLogger(__name__)
RETRY_AFTER = {"Retry-After": "30"}

_TITLES = {
    400: Message("This cannot be read"),
    403: Message("This was refused"),
    404: Message("Page not found"),
    405: Message("This cannot be done here"),
    413: Message("This is too large"),
    429: Message("Too many attempts"),
    503: Message("Please try again in a moment"),
}
_TEXTS = {
    400: Message("What was sent is incomplete or damaged. Go back and send it again."),
    403: Message("The form may be too old, or was sent from another site. Go back, load the page again, and send it once more."),
    404: Message("There is no such page, or it is not public. Check the address, or begin from the front page."),
    405: Message("The address exists but does not accept this kind of request."),
    413: Message("What was sent is larger than this page accepts."),
    429: Message("Wait a few minutes before you try again."),
    503: Message("The service is busy. Nothing was recorded. Reload this page in half a minute; if the browser asks, let it send the form again."),
}
_NOT_AT_DESK = Message("There is no such page, or it is not shown to you. Check the address, or begin from the desk.")
_TO_DESK = Message("To the desk")
_FAILED = (
    Message("Something went wrong here"),
    Message("The fault is ours and was noted. Nothing that you sent was half done. Please try again later."),
)
_INTERRUPTED = (
    Message("The answer was lost"),
    Message("It is not known whether what you sent was recorded. Look first whether it is there, and send it again only if it is not."),
)
_LINKS: dict[type[Exception], tuple[Message, Message]] = {
    LinkUsed: (
        Message("The invitation was answered"),
        Message("The answer is on record. A fresh link shows it. Who declined can take that back in time."),
    ),
    LinkRevoked: (
        Message("This invitation was taken back"),
        Message("The coordinators took it back, so nothing can be answered with it. If you think that this is a mistake, ask them."),
    ),
    LinkExpired: (
        Message("This link does not work any more"),
        Message("It has expired, was replaced by a newer one, or was ended."),
    ),
    FreshLinkOffered: (
        Message("Ask for a fresh link"),
        Message(
            "Answers were saved with an earlier private link, which opens them still. "
            "A fresh link replaces it, and the saved answers are deleted: ask for one only if you cannot find the earlier link."
        ),
    ),
    AlreadyVouched: (
        Message("Your organisation has answered"),
        Message("What you were asked is on record, and nothing more needs to be done. If the answer was a mistake, ask for help below."),
    ),
    ActEnded: (
        Message("Nothing needs to be done"),
        Message("What this link was about does not stand any more."),
    ),
    TextReplaced: (Message("The text has changed"), Message("This link was for an earlier edition of a text.")),
}
_LETTER_EXPIRED = (
    Message("This link has expired"),
    Message("Private links work for a limited time. Nothing was changed. A new letter can be sent to you: ask those named below."),
)
_FRESH = frozenset({FreshLinkOffered, LinkUsed, LinkExpired, TextReplaced})  # the others were revoked, or need nothing more


class Interrupted(CoalitionError):
    """Raised when the process that worked on a request ended: nobody knows whether what was sent is recorded."""

    def __init__(self) -> None:
        """Say so, without anything of the request."""
        super().__init__("The process that writes ended while it worked on a request.")


def refuse(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """Return the page for an HTTP error."""
    status = error.status_code
    title, text = _TITLES.get(status, _TITLES[400]), _TEXTS.get(status, _TEXTS[400])
    if isinstance(error, NotFoundException) and _is_at_desk(request):
        return _page(request, status, title, _NOT_AT_DESK, leads_to_desk=True)
    answer = _page(request, status, title, text)
    answer.headers.update(error.headers or {})
    return answer


def ask_to_sign_in(request: AnyRequest, error: NotSignedIn) -> Response[bytes]:
    """Redirect a visitor without a session to the sign-in page, whatever the address was; remember the page of one whose session ended.

    One who sent a form gets the sign-in page at once (403), with everything they typed in it.
    """
    answer = redirect("desk.sign_in.new", lang=language_of(request))
    if error.held:
        shown: dict[str, Any] = {"email": "", "errors": {}, "summary": [], "ended": None, "held": error.held, "alternates": []}
        answer = page(request, "desk/sign_in/new.html", status=403, **shown)
    if session_token(request, "desk"):
        answer.set_cookie(return_cookie(request))
    return answer


def session_is_over(request: AnyRequest, _: Exception) -> Response[bytes]:
    """Return the page that says that a signing session is over."""
    title = Message("This page is closed")
    text = Message(
        "For your safety a private link closes after thirty minutes without a request, and after two hours in all. "
        "Open the link from your letter again. Nothing was sent."
    )
    return _dead_end(request, 403, title, text)


def link_unknown(request: AnyRequest, _: LinkUnknown) -> Response[bytes]:
    """Return the page for a private link that does not exist, or that its network has sent too many of them."""
    try:
        check_unknown_link(request)
    except TooManyRequestsException as too_many:
        return refuse(request, too_many)
    title = Message("This link does not work")
    text = Message("Check that the whole link was copied from the letter.")
    return _dead_end(request, 404, title, text, fresh=_fresh_link(request))


def link_closed(request: AnyRequest, error: LinkClosed) -> Response[bytes]:
    """Return the page that says why a private link no longer works, and nothing about what it was for; it may offer a fresh one."""
    status = 200 if isinstance(error, FreshLinkOffered) else 410
    return _dead_end(request, status, *_LINKS[type(error)], fresh=_fresh_link(request) if type(error) in _FRESH else "")


def page_of_letter_expired(request: AnyRequest) -> Response[bytes]:
    """Return the page for the link of a letter that asked for something else than an answer; it offers no fresh link."""
    return _dead_end(request, 410, *_LETTER_EXPIRED)


def _fresh_link(request: AnyRequest) -> str:
    """Return the address of the form that asks for a fresh link; empty unless the address, or the session, is that of a link to an invitation."""
    language, token = language_of(request), request.path_params.get("token")
    if not token:
        return url_for("signing.fresh_link.request", lang=language)
    is_invitation = request.url.path.startswith(url_for("signing.invitation.show", lang=language, token=""))
    return url_for("signing.fresh_link.create", lang=language, token=token) if is_invitation else ""


def unavailable(request: AnyRequest, error: Unavailable) -> Response[bytes]:
    """Log that the database cannot work now and ask to try again (503); nothing was recorded."""
    log.error("database_unavailable handler=%s reason=%s", request.scope.get("route_handler", ""), error.reason)
    answer = _page(request, 503, _TITLES[503], _TEXTS[503])
    answer.headers.update(RETRY_AFTER)
    return answer


def interrupted(request: AnyRequest, _: Interrupted) -> Response[bytes]:
    """Log that an answer was lost and return the page that says what to do (502)."""
    log.error("answer_lost")
    return _page(request, 502, *_INTERRUPTED)


def fail(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Log an unexpected error and return the page that says that the fault is ours."""
    log.error("page_failed handler=%s error=%s", request.scope.get("route_handler", ""), type(error).__name__, exc_info=error)
    return _page(request, 500, *_FAILED)


def _is_at_desk(request: AnyRequest) -> bool:
    """Whether an address is one of the desk; whether it exists, and who asks, makes no difference."""
    desk = url_for("desk.today.show", lang=language_of(request))
    return request.url.path == desk or request.url.path.startswith(f"{desk}/")


def _dead_end(request: AnyRequest, status: int, title: Message, text: Message, *, fresh: str = "") -> Response[bytes]:
    """Return the page where a private link ends: what happened, a fresh link where one can be sent, and who can help."""
    language = language_of(request)
    return page(request, "errors/dead_end.html", status=status, title=title.text(language), text=text.text(language), fresh=fresh)


def _page(request: AnyRequest, status: int, title: Message, text: Message, *, leads_to_desk: bool = False) -> Response[bytes]:
    language = language_of(request)
    link = (url_for("desk.today.show", lang=language), _TO_DESK.text(language)) if leads_to_desk else None
    return page(request, "errors/error.html", status=status, title=title.text(language), text=text.text(language), link=link)


def show_in_language(_: AnyRequest, error: AskedInLanguage) -> Response[bytes]:
    """Let the browser send the form to its address in another language (307)."""
    answer = Response(b"", media_type="text/plain", headers={"Cache-Control": PRIVATE})
    send_on(answer, error.address)
    return answer


PAGE_ERRORS: ExceptionHandlersMap = {
    AskedInLanguage: show_in_language,
    HTTPException: refuse,
    NotSignedIn: ask_to_sign_in,
    SessionOver: session_is_over,
    LinkUnknown: link_unknown,
    LinkClosed: link_closed,
    Unavailable: unavailable,
    Interrupted: interrupted,
    Exception: fail,
}
