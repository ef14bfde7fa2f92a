"""What the parties of a memorandum stated: recording, translating, and their withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import clock, database
from coalition.desk.desk_pages import checked, done, own_memorandum
from coalition.desk.memoranda.workbench import workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.tables import Memorandum
from coalition.statements import queries as statements
from coalition.statements import stating
from coalition.statements.errors import NoSuchStatement
from coalition.statements.forms import RecordedStatementForm, StatementTranslationForm, StatementWithdrawalForm
from coalition.statements.tables import StatementKind
from coalition.text.provisions import name_of
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from coalition.statements.queries import Stated


_GONE = Message("It was withdrawn before.")


@route("desk.statements.list")
async def list_statements(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """List every statement, those of parties that are not named too, and ask for one more."""
    return await _list(request, await own_memorandum(request, memorandum))


@route("desk.statements.create")
async def create_statement(request: AnyRequest, memorandum: FromPath[str]) -> Response[bytes]:
    """Record a statement for a party."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await stating.record_statement(row, RecordedStatementForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _list(request, row, problems, values=given)
    return done(request, "desk.statements.list", "added", memorandum=row.slug)


@route("desk.statement.show")
async def show_statement(request: AnyRequest, memorandum: FromPath[str], statement: FromPath[str]) -> Response[bytes]:
    """Show a statement, and ask for a translation or its withdrawal."""
    return await _one(request, await own_memorandum(request, memorandum), _id(statement))


@route("desk.statement_translation.create")
async def create_translation(request: AnyRequest, memorandum: FromPath[str], statement: FromPath[str]) -> Response[bytes]:
    """Keep a translation."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        await stating.translate(row, _id(statement), StatementTranslationForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _one(request, row, _id(statement), problems, values=given)
    except NoSuchStatement:
        raise NotFoundException from None
    return done(request, "desk.statement.show", "added", memorandum=row.slug, statement=statement)


@route("desk.statement.withdraw")
async def withdraw_statement(request: AnyRequest, memorandum: FromPath[str], statement: FromPath[str]) -> Response[bytes]:
    """Record that its party withdrew it."""
    row, given = await own_memorandum(request, memorandum), await checked(request)
    try:
        form = StatementWithdrawalForm.parse(given, ignore_unknown=True)
        await stating.record_withdrawal(row, _id(statement), form.withdrawn)
    except InvalidForm as problems:
        return await _one(request, row, _id(statement), problems, values=given)
    except NoSuchStatement:
        return await _one(request, row, _id(statement), InvalidForm({"": _GONE}))
    return done(request, "desk.statement.show", "saved", memorandum=row.slug, statement=statement)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFoundException from None


async def _list(request: AnyRequest, row: Memorandum, problems: InvalidForm | None = None, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        found = await statements.all_statements(row.id)
        parties = await statements.parties_of(row.id)
        provisions = await statements.provisions_of(row.id, view.digest)
    language = language_of(request)
    shown: dict[str, Any] = {
        "found": found,
        "parties": [(one.slug, one.primary.name) for one in parties],
        "kinds": [kind for kind in StatementKind if row.reservations or kind is not StatementKind.RESERVATION],
        "reservations": [one for one in found if one.kind is StatementKind.RESERVATION and one.named],
        "provisions": [(one.key, name_of(one.label).text(language)) for one in provisions],
        "today": clock.today().isoformat(),
    }
    return _page(request, view, "list", problems, **shown, **context)


async def _one(request: AnyRequest, row: Memorandum, statement: UUID, problems: InvalidForm | None = None, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        every = statements.with_objections(await statements.all_statements(row.id))
    found = _found(every, statement)
    return _page(request, view, "show", problems, one=found, today=clock.today().isoformat(), **context)


def _found(every: list[Stated], statement: UUID) -> Stated:
    found = next((one for one in every if one.id == statement), None)
    if found is None:
        raise NotFoundException
    return found


def _page(request: AnyRequest, view: queries.MemorandumView, template: str, problems: InvalidForm | None, **context: Any) -> Response[bytes]:
    if problems:
        refused = refusal(request, problems)
        summary = [("" if field == "form" else field, text) for field, text in refused["summary"]]
        context |= refused | {"summary": summary}
    return workbench_page(request, view, f"desk/statements/{template}.html", part="signatories", **context)
