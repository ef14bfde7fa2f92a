"""The public signatories of a memorandum."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition import database
from coalition.acts.status_queries import status_of
from coalition.api.answering import ok
from coalition.api.bearer_tokens import readable_memorandum
from coalition.api.bodies import queried
from coalition.api.forms import AsAt
from coalition.published.json_signatories import signatories_json
from coalition.web.routing import AnyRequest, route


@route("api.signatories.list")
async def list_signatories(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List who signed, as at a day."""
    asked = queried(request, AsAt)
    async with database.reading():
        memorandum = await readable_memorandum(request, slug)
        status = await status_of(memorandum, asked.at)
    return ok(request, signatories_json(status))
