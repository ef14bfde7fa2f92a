"""Statements of a party about the signed text: the form, the check page, the record and its receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath

from coalition import clock, database
from coalition.acts.errors import NotAParty
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.invitations import checked_answers
from coalition.invitations.checked_answers import checked_in, forget_checked, store_checked
from coalition.invitations.links import RECEIPT_LASTS
from coalition.settings import load
from coalition.shown_again import is_only_shown
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.statements.offers import offer_to
from coalition.signing.visits import Visit, enter_fully
from coalition.statements import queries as statements
from coalition.statements.errors import NoSuchStatement
from coalition.statements.forms import AnsweredStatementForm, MadeStatementForm
from coalition.statements.previews import preview_of
from coalition.statements.statement_problems import with_rules
from coalition.statements.stating import maker_of, state
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.statements.stating import Maker
    from coalition.statements.views import Stated


_CONFIRMATIONS = {"typed_name", "authority"}


@route("signing.statements.list")
async def list_statements(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the statements of the party with a form for a new one; before a signature, redirect to the text."""
    async with database.reading():
        visit = await enter_fully(request)
        if visit.own_record is None or visit.own_record.root is None:
            return redirect("signing.text.show", lang=language)
        return await _form_page(request, language, visit, values=await checked_in(visit.session, checked_answers.STATEMENT))


@route("signing.statement_review.create")
async def check_statement(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Hold the statement for its check page, or for the form if it is to be changed; nothing is recorded yet."""
    given = await posted(request)
    visit = await enter_party(request)
    visit.check_form(given)
    to_change = bool(given.get("change"))
    async with database.reading():
        try:
            page = await (_form_page(request, language, visit, **_again(given)) if to_change else _check_page(request, visit, given))
        except InvalidForm as refused:
            problems = await _together(visit, given, refused)
            return await _form_page(request, language, visit, status=422, **_again(given), **problem_context(request, problems))
    if is_only_shown():
        return page
    await store_checked(visit.session, checked_answers.STATEMENT, _carried(given))
    return redirect("signing.statements.list" if to_change else "signing.statement_review.show", lang=language)


@route("signing.statement_review.show")
async def show_statement_check(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the statement that this session checks as it will stand; without one, or if it cannot be made any more, redirect to the form."""
    async with database.reading():
        visit = await enter_party(request)
        given = await checked_in(visit.session, checked_answers.STATEMENT)
        try:
            return await _check_page(request, visit, given)
        except InvalidForm:
            return redirect("signing.statements.list", lang=language)


@route("signing.statements.create")
async def make_statement(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record a statement. A program may send the fields of both pages without requesting them first."""
    given = await posted(request)
    visit = await enter_party(request)
    visit.check_form(given)
    try:
        statement = await state(visit.opened, MadeStatementForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        async with database.reading():
            return await _refused(request, language, visit, given, problems)
    await forget_checked(visit.session)
    return redirect("signing.statement_receipt.show", lang=language, statement=str(statement.id))


@route("signing.statement_receipt.show")
async def show_statement_receipt(request: AnyRequest, language: NamedDependency[str], statement: FromPath[str]) -> Response[bytes]:
    """Show a recorded statement with its reference, and the private link if this session made one."""
    async with database.reading():
        visit = await enter_party(request)
        stated = await own_statement(visit, statement)
        scene = await scene_of(visit.opened)
    token = visit.manage_token
    link = load().base_url + url_for("signing.invitation.show", lang=language, token=token) if token else ""
    shown: dict[str, Any] = {"scene": scene, "stated": stated, "link": link, "until": clock.now() + RECEIPT_LASTS}
    return signing_page(request, "statement_receipt", **shown, back_url=url_for("signing.statements.list", lang=language))


async def enter_party(request: AnyRequest) -> Visit:
    """Return the visit of a person whose organisation is or was a party.

    Raises:
        NotAParty: it has not signed or supported the text.
        FreshLinkNeeded, SessionOver, LinkClosed: as `enter_fully`.

    """
    visit = await enter_fully(request)
    if visit.own_record is None or visit.own_record.root is None:
        raise NotAParty
    return visit


async def own_statement(visit: Visit, statement: str) -> Stated:
    """Return a statement of the organisation.

    Raises:
        NoSuchStatement: it has none with this id.

    """
    opened = visit.opened
    for stated in await statements.own_statements(opened.memorandum.id, opened.invitation.organisation):
        if str(stated.id) == statement:
            return stated
    raise NoSuchStatement


async def _together(visit: Visit, given: Mapping[str, Any], refused: InvalidForm) -> InvalidForm:
    maker = _maker(visit)
    return await with_rules(visit.opened.memorandum, maker, given, refused) if maker else refused


def _carried(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the statement as it was typed, without the confirmations."""
    return {name: value for name, value in given.items() if name in AnsweredStatementForm.model_fields and isinstance(value, str)}


def _maker(visit: Visit) -> Maker | None:
    """Return the party as which the organisation can state something now."""
    history = visit.own_record.history if visit.own_record else None
    return maker_of(history) if history and not history.ended else None


def _again(given: Mapping[str, Any]) -> dict[str, Any]:
    return {"values": text_inputs(given), "alternates": language_switch("signing.statements.list")}


async def _form_page(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    memorandum, organisation = visit.opened.memorandum, visit.opened.invitation.organisation
    maker = _maker(visit)
    context = {
        "scene": await scene_of(visit.opened),
        "own_statements": await statements.own_statements(memorandum.id, organisation),
        "offer": await offer_to(memorandum, [maker] if maker else [], language),
        "named": _is_named(visit),
        "form_token": visit.form_token,
        "back_url": url_for("signing.text.show", lang=language),
    }
    return signing_page(request, "statements", status=status, **(context | again))


def _is_named(visit: Visit) -> bool:
    history = visit.own_record.history if visit.own_record else None
    return history is not None and history.named(clock.today())


async def _check_page(request: AnyRequest, visit: Visit, given: Mapping[str, Any], *, status: int = 200, **context: Any) -> Response[bytes]:
    maker = _maker(visit)
    if maker is None:
        raise NotAParty
    form = AnsweredStatementForm.parse(given, ignore_unknown=True)
    scene = await scene_of(visit.opened)
    stated = await preview_of(visit.opened.memorandum, maker, scene.organisation, form)
    shown = {"scene": scene, "answers": form, "stated": stated, "named": _is_named(visit), "supports": maker.supports}
    shown |= {"values": text_inputs(given), "alternates": language_switch("signing.statement_review.show")}
    return signing_page(request, "statement_review", status=status, form_token=visit.form_token, **shown, **context)


async def _refused(request: AnyRequest, language: str, visit: Visit, given: Mapping[str, Any], problems: InvalidForm) -> Response[bytes]:
    """Show the page on which the problems can be corrected: the check page, or the form if the statement is invalid."""
    problems = await _together(visit, given, problems)
    if set(problems.problems) <= _CONFIRMATIONS:
        try:
            return await _check_page(request, visit, given, status=422, **problem_context(request, problems))
        except InvalidForm as stale:  # such as a reservation that was withdrawn after the check
            problems = stale
    answers = InvalidForm({field: text for field, text in problems.problems.items() if field not in _CONFIRMATIONS})
    return await _form_page(request, language, visit, status=422, **_again(given), **problem_context(request, answers))
