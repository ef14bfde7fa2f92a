"""Forms of the desk that send letters or make links: each is carried out once, also if its answer is loaded again."""

from __future__ import annotations

import hashlib
import json
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from litestar import Response

from coalition.addresses import url_for
from coalition.desk.desk_pages import desk_page
from coalition.desk.refusals import FORBIDDEN
from coalition.form_marks import ONCE
from coalition.people.sent_forms import SentBefore, carried_out_once
from coalition.shown_again import is_only_shown
from coalition.web.forms import form_of
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest
from coalition.web.sessions import page_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@asynccontextmanager
async def sent_once(request: AnyRequest) -> AsyncIterator[None]:
    """Carry out what is inside the block once for each form that a page showed; a form without its mark comes from a program.

    Another button of the same form, or another value in it, makes it another form.

    Raises:
        SentBefore: the same form was carried out before.

    """
    form = await form_of(request)
    if not form.get(ONCE) or is_only_shown():
        yield
        return
    sent = [request.url.path, *sorted((name, value) for name, value in form.items() if isinstance(value, str))]
    async with carried_out_once(hashlib.sha256(json.dumps(sent).encode()).hexdigest()):
        yield


def show_sent_before(request: AnyRequest, _: SentBefore) -> Response[bytes]:
    """Say that the form was sent before and nothing was done a second time."""
    language, memorandum = language_of(request), request.path_params.get("memorandum")
    page = page_of(request.url.path) or url_for("desk.today.show", lang=language)
    if memorandum and "/invitations" in request.url.path:
        page = url_for("desk.signatories.list", lang=language, memorandum=memorandum)
    return desk_page(request, "desk/sent_before.html", page=page, about_links=bool(memorandum), status=FORBIDDEN)
