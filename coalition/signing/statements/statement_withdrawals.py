"""Withdrawing a statement of the party, as a whole or in part."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.statements.statements import enter_party, own_statement
from coalition.signing.visits import Visit
from coalition.statements.errors import NoSuchStatement
from coalition.statements.forms import OwnStatementWithdrawalForm
from coalition.statements.statement_problems import with_remainder
from coalition.statements.tables import Extent
from coalition.statements.withdrawing_statements import withdraw_statement
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.statement_withdrawal.new")
async def new_statement_withdrawal(request: AnyRequest, language: NamedDependency[str], statement: FromPath[str]) -> Response[bytes]:
    """Show the statement with the form for its withdrawal."""
    async with database.reading():
        return await _ask(request, language, await enter_party(request), statement)


@route("signing.statement_withdrawal.create")
async def withdraw_own_statement(request: AnyRequest, language: NamedDependency[str], statement: FromPath[str]) -> Response[bytes]:
    """Withdraw one of the party's statements, or a part of it."""
    given = await posted(request)
    visit = await enter_party(request)
    visit.check_form(given)
    stated = await own_statement(visit, statement)
    try:
        await withdraw_statement(visit.opened, stated.id, OwnStatementWithdrawalForm.parse(given, ignore_unknown=True))
    except InvalidForm as refused:
        problems = with_remainder(stated.text, given, refused)
        switch = language_switch("signing.statement_withdrawal.new", statement=statement)
        again = {"values": text_inputs(given), "alternates": switch} | problem_context(request, problems)
        async with database.reading():
            return await _ask(request, language, visit, statement, status=422, **again)
    return redirect("signing.statement_receipt.show", lang=language, statement=statement)


async def _ask(request: AnyRequest, language: str, visit: Visit, statement: str, *, status: int = 200, **again: Any) -> Response[bytes]:
    stated = await own_statement(visit, statement)
    if stated.withdrawn:
        raise NoSuchStatement
    shown: dict[str, Any] = {"scene": await scene_of(visit.opened), "stated": stated, "extents": list(Extent), "form_token": visit.form_token}
    back = url_for("signing.statements.list", lang=language)
    return signing_page(request, "statement_withdrawal", status=status, **(shown | {"back_url": back} | again))
