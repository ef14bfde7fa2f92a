"""The public signatories of a memorandum."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.params import FromPath
from msgspec.structs import replace

from coalition import database
from coalition.acts.status_pages import LINES, Asked
from coalition.acts.status_queries import status_page
from coalition.api.answering import MEDIA_TYPE, link_to_next, ok
from coalition.api.bearer_tokens import holder_of, readable_memorandum
from coalition.api.bodies import queried
from coalition.api.forms import PartOfStatus
from coalition.published.json_signatories import SignatoryPage, signatories_json
from coalition.published.long_lists import LongList, is_long, json_pieces, short
from coalition.web.pages import PRIVATE, STREAMED, stream
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.acts.status import Status

_EARLIER = "earlier:"  # before the cursor of a page that begins among the parties to earlier editions


@route("api.signatories.list")
async def list_signatories(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """List who signed, as at a day; a long list that is not asked for by pages is sent piece by piece."""
    asked = queried(request, PartOfStatus)
    async with database.reading():
        status = await status_page(await readable_memorandum(request, slug), _lines(asked), asked.at)
    if is_long(status) and not asked.is_page:
        fields = _answer(replace(status, lines=(), described=(), earlier=())).model_dump(mode="json")
        pieces = json_pieces(fields, LongList(partial(readable_memorandum, request, slug), asked.at))
        return stream(pieces, MEDIA_TYPE, cache=PRIVATE if holder_of(request) else STREAMED)
    answer = _answer(status, _next(status))
    return ok(request, answer, headers=link_to_next("api.signatories.list", answer.next, slug=slug, at=asked.at, limit=asked.limit))


def _lines(asked: PartOfStatus) -> Asked:
    if not asked.is_page:
        return short()
    limit, after = asked.limit or LINES, asked.after or ""
    if after.startswith(_EARLIER):
        return Asked(after=None, earlier=after.removeprefix(_EARLIER), limit=limit)
    return Asked(after=after, limit=limit)


def _next(status: Status) -> str | None:
    if status.page and status.page.next:
        return status.page.next
    return f"{_EARLIER}{status.earlier_page.next}" if status.earlier_page and status.earlier_page.next else None


def _answer(status: Status, following: str | None = None) -> SignatoryPage:
    """Return a page; parties to earlier editions begin on the last page of signatories."""
    if status.page and status.page.next:
        status = replace(status, earlier=())
    return SignatoryPage(**dict(signatories_json(status)), next=following)
