"""What parties stated, as far as the public may know."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response
from litestar.params import FromPath

from coalition import clock, database
from coalition.api.answering import found
from coalition.api.bodies import queried
from coalition.api.forms import AsAt
from coalition.api.tokens import readable_memorandum
from coalition.published.json_statements import Statements, statements_json
from coalition.statements.queries import statements_of
from coalition.web.routing import route


@route("api.statements.list")
async def list_statements(request: Request[Any, Any, Any], slug: FromPath[str]) -> Response[bytes]:
    """List declarations, reservations and objections, as at a day."""
    asked = queried(request, AsAt)
    async with database.reading():
        statements = await statements_of(await readable_memorandum(request, slug), asked.at)
    today = clock.today()
    return found(request, Statements(as_at=min(asked.at or today, today), statements=statements_json(statements)))
