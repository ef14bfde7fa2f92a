"""Responses: a page, a redirect or a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.response import Stream

from coalition.addresses import url_for
from coalition.languages import negotiate, own_language_name
from coalition.rendering import render
from coalition.settings import load
from coalition.web.named_host import host_of, is_unread
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from litestar.connection import ASGIConnection

    from coalition.host.descriptions import Person

FRESH = "public, max-age=0, must-revalidate"
STREAMED = "max-age=0, must-revalidate"  # not "public": the page cache does not hold it
PRIVATE = "no-store"
HTML = "text/html"


def language_of(request: ASGIConnection[Any, Any, Any, Any]) -> str:
    """Return the interface language of a request: from its path, else from `Accept-Language`."""
    first = request.url.path.split("/")[1]
    return first if first in load().languages else negotiate(request.headers.get("accept-language", ""), load().languages)


def cannot_exist(connection: ASGIConnection[Any, Any, Any, Any]) -> bool:
    """Return whether an address holds the NUL character, which no stored value can hold."""
    values = [*map(str, connection.path_params.values()), *(text for _, text in connection.query_params.items())]
    return any("\0" in text for text in values)


async def provide_language(request: AnyRequest) -> str:
    """Give handlers the language of the page; an address in any other language does not exist."""
    language = request.path_params["lang"]
    if language not in load().languages:
        raise NotFoundException
    return str(language)


def page(request: AnyRequest, template: str, *, status: int = 200, cache: str = PRIVATE, **context: Any) -> Response[bytes]:
    """Render a page in the language of the request; `cache` is its `Cache-Control`."""
    language = language_of(request)
    host = host_of(request)
    values = {"alternates": alternates(request), "section": "", "has_errors": False, "notice": None, "answering": _answering(request)} | context
    values |= {"host": host.named(language) if host else None}
    headers = {"Cache-Control": PRIVATE if is_unread(request) else cache, "Content-Language": language}
    return Response(render(template, language, **values).encode(), media_type=HTML, status_code=status, headers=headers)


def name_answering(request: AnyRequest, person: Person | None) -> None:
    """Name the coordinator who answers for a text on the page that answers this request."""
    request.scope["state"]["answering"] = person


def _answering(request: AnyRequest) -> Person | None:
    person: Person | None = request.scope["state"].get("answering")
    return person


def public_page(request: AnyRequest, template: str, **context: Any) -> Response[bytes]:
    """Render a page that everybody may read and every cache may store."""
    return page(request, template, cache=FRESH, **context)


PLACES = frozenset({"after", "earlier"})  # parameters that are places in lists, which each language has in its own order


def alternates(request: ASGIConnection[Any, Any, Any, Any], but: Collection[str] = ()) -> Sequence[tuple[str, str, str]]:
    """Return (language, own name, address) of the same page in every interface language, without some parameters.

    The response to a POST has no address in another language; there the language switch leads to the page before it.
    """
    path, current = request.url.path, language_of(request)
    rest = path[len(current) + 1 :] if path.startswith(f"/{current}/") else "/"
    given = [(name, value) for name, value in request.query_params.items() if name not in but]
    query = f"?{urlencode(given)}" if given else ""
    return [(code, own_language_name(code), f"/{code}{rest}{query}") for code in load().languages]


def redirect(name: str, /, **params: object) -> Response[bytes]:
    """Redirect the browser after a POST (303)."""
    return Response(b"", status_code=303, headers={"Location": url_for(name, **params), "Cache-Control": PRIVATE}, media_type="text/plain")


def sent_on(name: str, /, **params: object) -> Response[bytes]:
    """Let the browser send the same form to another address of the site (307)."""
    return Response(b"", status_code=307, headers={"Location": url_for(name, **params), "Cache-Control": PRIVATE}, media_type="text/plain")


def moved(name: str, /, **params: object) -> Response[bytes]:
    """Redirect to the address of what a page is about now (308); no cache stores it, because merging two entries can be undone."""
    return Response(b"", status_code=308, headers={"Location": url_for(name, **params), "Cache-Control": PRIVATE}, media_type="text/plain")


def file(content: bytes, media_type: str, *, cache: str = FRESH, name: str | None = None, status: int = 200) -> Response[bytes]:
    """Return a file; with a `name` the browser saves it."""
    return Response(content, media_type=media_type, headers=_file_headers(cache, name), status_code=status)


def stream(pieces: AsyncIterator[bytes], media_type: str, *, cache: str = STREAMED, name: str | None = None) -> Stream:
    """Return a file that is sent piece by piece; with a `name` the browser saves it."""
    return Stream(pieces, media_type=media_type, headers=_file_headers(cache, name))


def _file_headers(cache: str, name: str | None) -> dict[str, str]:
    return {"Cache-Control": cache, **({"Content-Disposition": f'attachment; filename="{name}"'} if name else {})}
