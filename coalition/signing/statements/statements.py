"""Statements of a party about the signed text: declarations, reservations, objections, and their withdrawal."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response
from litestar.di import NamedDependency

from coalition import clock, database
from coalition.acts.errors import NotAParty
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_fully
from coalition.statements import queries as statements
from coalition.statements.errors import NoSuchStatement
from coalition.statements.forms import StatementForm
from coalition.statements.stating import kinds_open_to, state, withdraw_statement
from coalition.statements.tables import StatementKind
from coalition.text.provisions import name_of
from coalition.web.forms import posted
from coalition.web.menus import language_options
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.statements.list")
async def list_statements(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the statements of the party with a form for a new one; before a signature, redirect to the text."""
    async with database.reading():
        visit = await enter_fully(request)
        if visit.own_record is None or visit.own_record.root is None:
            return redirect("signing.text.show", lang=language)
        return await _page(request, language, visit)


@route("signing.statements.create")
async def make_statement(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record a statement."""
    given = await posted(request)
    visit = await _enter(request)
    visit.check_form(given)
    try:
        await state(visit.opened, StatementForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        again = {"values": text_inputs(given), "alternates": language_switch("signing.statements.list")} | problem_context(request, problems)
        async with database.reading():
            return await _page(request, language, visit, status=422, **again)
    return redirect("signing.statements.list", lang=language)


@route("signing.statement.withdraw")
async def withdraw_own_statement(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Withdraw one of the party's statements."""
    given = await posted(request)
    visit = await _enter(request)
    visit.check_form(given)
    try:
        statement = UUID(str(given.get("statement", "")))
    except ValueError:
        raise NoSuchStatement from None
    await withdraw_statement(visit.opened, statement)
    return redirect("signing.statements.list", lang=language)


async def _enter(request: AnyRequest) -> Visit:
    visit = await enter_fully(request)
    if visit.own_record is None or visit.own_record.root is None:
        raise NotAParty
    return visit


async def _page(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    memorandum, organisation = visit.opened.memorandum, visit.opened.invitation.organisation
    root, history = (visit.own_record.root, visit.own_record.history) if visit.own_record else (None, None)
    kinds = kinds_open_to(memorandum, history) if history and not history.ended else ()
    reservations = statements.standing_reservations(await statements.statements_of(memorandum), organisation)
    provisions = await statements.provisions_of(memorandum.id, root.digest) if root and kinds else []
    context = {
        "scene": await scene_of(visit.opened),
        "own_statements": await statements.own_statements(memorandum.id, organisation),
        "kinds": [kind for kind in kinds if reservations or kind is not StatementKind.OBJECTION],
        "named": history is not None and history.named(clock.today()),
        "provisions": [(provision.key, name_of(provision.label).text(language)) for provision in provisions],
        "reservations": reservations if StatementKind.OBJECTION in kinds else [],
        "languages": language_options(language),
        "form_token": visit.form_token,
        "back_url": url_for("signing.text.show", lang=language),
    }
    return signing_page(request, "statements", status=status, **(context | again))
