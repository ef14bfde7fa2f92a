"""Answers in JSON: what was read, changed or created, or one page of a list; shared caches may keep what everybody may read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from litestar import Response

from coalition.addresses import url_for
from coalition.answers import Answer
from coalition.api.bearer_tokens import holder_of
from coalition.api.models import Listed
from coalition.web.pages import FRESH, PRIVATE
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


MEDIA_TYPE = "application/json"
Row = TypeVar("Row")


def ok(request: AnyRequest, answer: Answer, *, headers: dict[str, str] | None = None) -> Response[bytes]:
    """Answer a read (200): no cache keeps it when a token was used, since it may hold more."""
    cache = {"Cache-Control": PRIVATE if holder_of(request) else FRESH}
    return Response(_json(answer), media_type=MEDIA_TYPE, headers=(headers or {}) | cache)


def changed(answer: Answer) -> Response[bytes]:
    """Answer a change (200)."""
    return Response(_json(answer), media_type=MEDIA_TYPE, headers={"Cache-Control": PRIVATE})


def created(answer: Answer, location: str) -> Response[bytes]:
    """Answer a creation (201), with the address of what was created."""
    headers = {"Cache-Control": PRIVATE, "Location": location}
    return Response(_json(answer), media_type=MEDIA_TYPE, status_code=201, headers=headers)


def page(  # noqa: PLR0913 -- a list, how far it goes, and where it goes on
    request: AnyRequest,
    rows: Sequence[Row],
    limit: int,
    *,
    cursor: Callable[[Row], str],
    show: Callable[[Row], Answer],
    name: str,
    **params: object,
) -> Response[bytes]:
    """Answer the first `limit` rows; one row more than that means that there is a next page, at `name` and `params`."""
    after = cursor(rows[limit - 1]) if len(rows) > limit else None
    headers = {"Link": f'<{url_for(name, after=after, limit=limit, **params)}>; rel="next"'} if after else {}
    return ok(request, Listed[Any](items=[show(row) for row in rows[:limit]], next=after), headers=headers)


def _json(answer: Answer) -> bytes:
    return answer.model_dump_json().encode()
