"""A form whose session had ended and whose page cannot fill it in again: its page, or what was typed in it."""

from __future__ import annotations

from litestar import Response

from coalition.addresses import url_for
from coalition.desk.desk_pages import desk_page, done
from coalition.shown_again import NothingCarriedOut
from coalition.web.forms import typed_in
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest
from coalition.web.sessions import page_of


def show_leftover(request: AnyRequest, _: NothingCarriedOut) -> Response[bytes]:
    """Go back to the page of a button, which has to be pressed again; show what was typed beside it, to be copied."""
    typed = typed_in(request)
    page = page_of(request.url.path) or url_for("desk.today.show", lang=language_of(request))
    if typed:
        return desk_page(request, "desk/leftover.html", typed=typed, page=page, status=409)
    answer = done(request, "desk.today.show", "not_done")
    answer.headers["Location"] = f"{page}?done=not_done"
    return answer
