"""Responses in JSON: a record, a changed or new record, or one page of a list. Shared caches may store public responses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from litestar import Response

from coalition.addresses import url_for
from coalition.answers import Answer
from coalition.api.bearer_tokens import holder_of
from coalition.api.cleaned_texts import with_cleaned
from coalition.api.models import Listed
from coalition.web.pages import FRESH, PRIVATE
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


MEDIA_TYPE = "application/json"
Row = TypeVar("Row")


def ok(request: AnyRequest, answer: Answer, *, headers: dict[str, str] | None = None) -> Response[bytes]:
    """Answer a read (200). With a token the response may contain more, so that no cache may store it."""
    cache = {"Cache-Control": PRIVATE if holder_of(request) else FRESH}
    return Response(_json(answer), media_type=MEDIA_TYPE, headers=(headers or {}) | cache)


def changed(answer: Answer) -> Response[bytes]:
    """Answer a change (200)."""
    return Response(with_cleaned(answer), media_type=MEDIA_TYPE, headers={"Cache-Control": PRIVATE})


def created(answer: Answer, location: str) -> Response[bytes]:
    """Answer a creation (201), with the address of the new record."""
    headers = {"Cache-Control": PRIVATE, "Location": location}
    return Response(with_cleaned(answer), media_type=MEDIA_TYPE, status_code=201, headers=headers)


def accepted(answer: Answer) -> Response[bytes]:
    """Answer a change that another coordinator has to approve (202)."""
    return Response(with_cleaned(answer), media_type=MEDIA_TYPE, status_code=202, headers={"Cache-Control": PRIVATE})


def page(  # noqa: PLR0913 -- a list, its limit, and the link to its next page
    request: AnyRequest,
    rows: Sequence[Row],
    limit: int,
    *,
    cursor: Callable[[Row], str],
    show: Callable[[Row], Answer],
    name: str,
    **params: object,
) -> Response[bytes]:
    """Answer the first `limit` rows; if there is one row more, link to the next page of the route `name` with `params`."""
    after = cursor(rows[limit - 1]) if len(rows) > limit else None
    headers = link_to_next(name, after, limit=limit, **params)
    return ok(request, Listed[Any](items=[show(row) for row in rows[:limit]], next=after), headers=headers)


def link_to_next(name: str, after: str | None, **params: object) -> dict[str, str]:
    """Return the header that links to the next page of a list; none on the last page."""
    return {"Link": f'<{url_for(name, after=after, **params)}>; rel="next"'} if after else {}


def _json(answer: Answer) -> bytes:
    return answer.model_dump_json().encode()
