"""Statements of the parties to a memorandum: recording, translation, withdrawal."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import clock, database, trail
from coalition.acts.queries import anybody_signed
from coalition.addresses import url_for
from coalition.desk import rows
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.final_steps import final_page, is_sure, try_out, wants_form
from coalition.desk.memoranda.final_texts import STATEMENT, STATEMENT_WITHDRAWAL
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.paging import asked_in
from coalition.desk.refusals import refusal
from coalition.desk.sent_once import sent_once
from coalition.desk.statements.statement_menus import statement_menus
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.organisations import queries as organisations
from coalition.statements import queries as statements
from coalition.statements.errors import NoSuchStatement
from coalition.statements.forms import RecordedStatementForm, StatementTranslationForm, StatementWithdrawalForm
from coalition.statements.stating import record_statement
from coalition.statements.tables import Extent
from coalition.statements.translating import translate
from coalition.statements.views import threaded
from coalition.statements.withdrawing_statements import record_withdrawal
from coalition.trail import TrailAct
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

AT_ONCE = 50
_GONE = Message("It was withdrawn before.")


@route("desk.statements.list")
async def list_statements(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List every statement, including those of parties whose name is withheld, with a form for a new one."""
    return await _list(request, await own_memorandum(request, memorandum))


@route("desk.statements.create")
async def create_statement(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Record a statement for a party."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if wants_form(given):
        return await _list(request, row, values=given)
    try:
        form = RecordedStatementForm.parse(given | {"organisation": await rows.slug_in(given)}, ignore_unknown=True)
        change = partial(record_statement, row, form)
        if not is_sure(given):
            await try_out(change)
            return await _asked(request, row, form, given)
        async with sent_once(request):
            await change()
    except InvalidForm as problems:
        return await _list(request, row, problems, values=given)
    return done(request, "desk.statements.list", "added", memorandum=row.slug)


async def _asked(request: AnyRequest, row: Memorandum, form: RecordedStatementForm, given: Mapping[str, Any]) -> Response[bytes]:
    """Ask about a statement that can be recorded, by the party that made it."""
    back = url_for("desk.statements.list", lang=language_of(request), memorandum=row.slug)
    [party] = (await organisations.views_by_slug([form.organisation])).values()
    about = [(form.statement_kind.word.text(language_of(request)), form.statement_text)]
    return await final_page(request, row, STATEMENT, given, part="signatories", party=party, about=about, back=back)


@route("desk.statement.show")
async def show_statement(request: AnyRequest, memorandum: FromPath[str], statement: FromPath[str]) -> Response[bytes]:
    """Show a statement, with the forms for a translation and for its withdrawal."""
    return await _show(request, await own_memorandum(request, memorandum), _id(statement))


@route("desk.statement_translation.create")
async def create_translation(request: AnyRequest, memorandum: FromPath[str], statement: FromPath[str]) -> Response[bytes]:
    """Save a translation."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await translate(row, _id(statement), StatementTranslationForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _show(request, row, _id(statement), problems, values=given)
    except NoSuchStatement:
        raise NotFoundException from None
    return done(request, "desk.statement.show", "added", memorandum=row.slug, statement=statement)


@route("desk.statement.withdraw")
async def withdraw_statement(request: AnyRequest, memorandum: FromPath[str], statement: FromPath[str]) -> Response[bytes]:
    """Record that the party withdrew a statement."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    if wants_form(given):
        return await _show(request, row, _id(statement), values=given)
    try:
        change = partial(record_withdrawal, row, _id(statement), StatementWithdrawalForm.parse(given, ignore_unknown=True))
        if not is_sure(given):
            await try_out(change)
            return await final_page(request, row, STATEMENT_WITHDRAWAL, given, part="signatories")
        await change()
    except InvalidForm as problems:
        return await _show(request, row, _id(statement), problems, values=given)
    except NoSuchStatement:
        return await _show(request, row, _id(statement), InvalidForm({"": _GONE}))
    return done(request, "desk.statement.show", "saved", memorandum=row.slug, statement=statement)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException from None


async def _list(request: AnyRequest, row: Memorandum, problems: InvalidForm | None = None, **context: Any) -> Response[bytes]:
    asked = asked_in(request, "kind", "withdrawn", sorts=("newest",))
    after = _id(asked.after) if asked.after else None
    async with database.reading():
        view = await queries.view(row)
        filters = await statements.statement_filters(asked.q, **asked.filters)
        listed, more = await statements.recorded_page(row.id, after, AT_ONCE, filters, newest_first=asked.sort == "newest")
        has_parties = await anybody_signed(row.id)
        menus = await statement_menus(row, view, language_of(request))
    if not all(stated.named for stated in listed):
        await trail.record_reading(TrailAct.STATEMENT_READ, "page:statements", row.id)
    shown: dict[str, Any] = {
        "statements": threaded(listed),
        "asked": asked,
        "more": more,
        "has_parties": has_parties,
        "menus": menus,
        "today": clock.today().isoformat(),
        "received": "" if row.historical else clock.today().isoformat(),
    }
    return _page(request, view, "list", problems, **shown, **context)


async def _show(request: AnyRequest, row: Memorandum, statement: UUID, problems: InvalidForm | None = None, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        stated = await statements.recorded_statement(row.id, statement)
        signers = await statements.signers_of(statement)
    if stated is None:
        raise NotFoundException
    if not stated.named:
        await trail.record_reading(TrailAct.STATEMENT_READ, f"statement:{stated.id}", row.id)
    return _page(request, view, "show", problems, stated=stated, today=clock.today().isoformat(), extents=list(Extent), signers=signers, **context)


def _page(request: AnyRequest, view: queries.MemorandumView, template: str, problems: InvalidForm | None, **context: Any) -> Response[bytes]:
    if problems:
        refused = refusal(request, problems)
        summary = [("" if field == "form" else field, text) for field, text in refused["summary"]]
        context |= refused | {"summary": summary}
    return workbench_page(request, view, f"desk/statements/{template}.html", part="signatories", **context)
