"""Withdrawing a signature, after a page that says what stays visible."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import clock, database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.partial_dates import PartialDate
from coalition.signatures.answer_problems import with_typed_name
from coalition.signatures.forms import WithdrawalForm
from coalition.signatures.withdrawing import withdraw
from coalition.signing.invitations.scenes import record_of, scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_with_signature
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.withdrawal.new")
async def new_withdrawal(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the consequences of a withdrawal, and the form for it."""
    async with database.reading():
        return await _ask(request, language, await enter_with_signature(request))


@route("signing.withdrawal.create")
async def withdraw_signature(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record the withdrawal."""
    given = await posted(request)
    visit = await enter_with_signature(request)
    visit.check_form(given)
    try:
        await withdraw(visit.opened, WithdrawalForm.parse(given, ignore_unknown=True))
    except InvalidForm as refused:
        problems = await with_typed_name(visit.opened, visit.on_record, given, refused)
        again = {"values": text_inputs(given), "alternates": language_switch("signing.withdrawal.new")} | problem_context(request, problems)
        return await _ask(request, language, visit, status=422, **again)
    return redirect("signing.receipt.show", lang=language)


async def _ask(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    scene = await scene_of(visit.opened)
    record = await record_of(scene, visit.opened.memorandum, visit.on_record)
    context = {
        "scene": scene,
        "record": record,
        "line": record.withdrawn_on(PartialDate(clock.today().isoformat())),
        "form_token": visit.form_token,
        "back_url": url_for("signing.text.show", lang=language),
    }
    return signing_page(request, "withdrawal", status=status, **(context | again))
