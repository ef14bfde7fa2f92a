"""The public statements of parties."""

from __future__ import annotations

from litestar import Response
from litestar.params import FromPath

from coalition import clock, database
from coalition.api.answering import ok
from coalition.api.bearer_tokens import readable_memorandum
from coalition.api.bodies import queried
from coalition.api.forms import AsAt
from coalition.published.json_statements import Statements, statements_json
from coalition.statements.queries import statements_of
from coalition.web.routing import AnyRequest, route


@route("api.statements.list")
async def list_statements(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """List declarations, reservations and objections, as at a day."""
    asked = queried(request, AsAt)
    async with database.reading():
        statements = await statements_of(await readable_memorandum(request, slug), asked.at)
    today = clock.today()
    return ok(request, Statements(as_at=min(asked.at or today, today), statements=statements_json(statements)))
