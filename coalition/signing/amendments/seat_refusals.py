"""What a seat reads when something about an amendment cannot be done: what they typed is shown with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.addresses import url_for
from coalition.amendments.errors import OwnAmendment
from coalition.languages import Message
from coalition.signing.signing_pages import language_switch, signing_page
from coalition.web.forms import typed_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from litestar import Response

_GONE = Message("It is not there any more")
_GONE_TEXT = Message("It was withdrawn, handed in or deleted meanwhile, or there never was one. Nothing was changed.")
_NOT_OPEN = Message("Nothing can be changed any more")
_NOT_OPEN_TEXT = Message("It was decided or withdrawn meanwhile. Nothing was changed.")
_OWN_TEXT = Message("It is of your own organisation. Nothing was changed.")


def show_gone(request: AnyRequest, _: Exception) -> Response[bytes]:
    """Say that there is nothing that the seat may read (404), whether it never was or went meanwhile."""
    return _stopped(request, 404, _GONE, _GONE_TEXT)


def show_refused(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Say that an amendment cannot be changed or supported (409)."""
    return _stopped(request, 409, _NOT_OPEN, _OWN_TEXT if isinstance(error, OwnAmendment) else _NOT_OPEN_TEXT)


def _stopped(request: AnyRequest, status: int, title: Message, text: Message) -> Response[bytes]:
    link = (url_for("signing.drafting.show", lang=language_of(request)), Message("Back to the draft"))
    shown = {"title": title, "text": text, "link": link, "unshown": typed_in(request)}
    return signing_page(request, "stopped", status=status, **shown, alternates=language_switch("signing.drafting.show"))
