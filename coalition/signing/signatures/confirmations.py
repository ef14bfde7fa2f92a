"""Confirming a signature ad referendum."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.signatures.confirming import confirm
from coalition.signatures.errors import NothingToConfirm
from coalition.signatures.forms import ConfirmationForm
from coalition.signing.invitations.scenes import record_of, scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_fully_with_signature
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.confirmation.new")
async def new_confirmation(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the form for a confirmation."""
    async with database.reading():
        return await _ask(request, language, await enter_fully_with_signature(request))


@route("signing.confirmation.create")
async def confirm_signature(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record the confirmation."""
    given = await posted(request)
    visit = await enter_fully_with_signature(request)
    visit.check_form(given)
    try:
        await confirm(visit.opened, ConfirmationForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        again = {"values": text_inputs(given), "alternates": language_switch("signing.confirmation.new")} | problem_context(request, problems)
        return await _ask(request, language, visit, status=422, **again)
    return redirect("signing.receipt.show", lang=language)


async def _ask(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    scene = await scene_of(visit.opened)
    record = await record_of(scene, visit.opened.memorandum, visit.on_record)
    if not record.waits:
        raise NothingToConfirm
    back = url_for("signing.text.show", lang=language)
    return signing_page(request, "confirmation", status=status, scene=scene, record=record, form_token=visit.form_token, back_url=back, **again)
