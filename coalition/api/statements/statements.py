"""Statements of parties: everybody reads the public ones; coordinators record what came on paper."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import clock, database
from coalition.addresses import url_for
from coalition.api.answering import MEDIA_TYPE, created, ok
from coalition.api.bearer_tokens import holder_of, own_memorandum, readable_memorandum
from coalition.api.bodies import posted, queried
from coalition.api.forms import AsAt
from coalition.api.idempotency import once
from coalition.memoranda.tables import Memorandum
from coalition.published.json_statements import Statements, statements_json
from coalition.published.long_lists import LongList, short_list, statement_pieces
from coalition.statements.errors import NoSuchStatement
from coalition.statements.forms import RecordedStatementForm, StatementWithdrawalForm
from coalition.statements.queries import recorded_statement
from coalition.statements.stating import record_statement
from coalition.statements.withdrawing_statements import record_withdrawal
from coalition.web.pages import PRIVATE, STREAMED, stream
from coalition.web.routing import AnyRequest, route


@route("api.statements.list")
async def list_statements(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """List declarations, reservations and objections, as at a day; a long list is sent piece by piece."""
    asked = queried(request, AsAt)
    async with database.reading():
        stated = await short_list(await readable_memorandum(request, slug), asked.at)
    today = clock.today()
    answer = Statements(as_at=min(asked.at or today, today), statements=statements_json(stated or ()))
    if stated is not None:
        return ok(request, answer)
    pieces = statement_pieces(answer.model_dump(mode="json"), LongList(partial(readable_memorandum, request, slug), asked.at))
    return stream(pieces, MEDIA_TYPE, cache=PRIVATE if holder_of(request) else STREAMED)


@route("api.statement.create", status=201)
async def create_statement(request: AnyRequest, slug: FromPath[str]) -> Response[bytes]:
    """Record a statement of a party."""
    form = await posted(request, RecordedStatementForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        return await _answer(memorandum, (await record_statement(memorandum, form)).id)

    return await once(request, act)


@route("api.statement.withdraw", status=201)
async def withdraw_statement(request: AnyRequest, slug: FromPath[str], statement: FromPath[UUID]) -> Response[bytes]:
    """Record that a party withdrew a statement or a part of it."""
    form = await posted(request, StatementWithdrawalForm)

    async def act() -> Response[bytes]:
        memorandum = await own_memorandum(request, slug)
        try:
            await record_withdrawal(memorandum, statement, form)
        except NoSuchStatement:
            raise NotFoundException from None
        return await _answer(memorandum, statement)

    return await once(request, act)


async def _answer(memorandum: Memorandum, statement: UUID) -> Response[bytes]:
    """Answer with a statement, also one of a party that is not named: its holder works on the memorandum."""
    stated = await recorded_statement(memorandum.id, statement)
    if stated is None:
        raise NotFoundException
    return created(statements_json([stated])[0], url_for("api.statements.list", slug=memorandum.slug))
