"""Changing the disclosure level after signing: hiding the name at once, or showing it."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.signatures.disclosing import disclose
from coalition.signatures.forms import DisclosureForm
from coalition.signing.invitations.scenes import record_of, scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_with_signature
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route


@route("signing.disclosure.new")
async def new_disclosure(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the form for a new disclosure level."""
    async with database.reading():
        return await _ask(request, language, await enter_with_signature(request))


@route("signing.disclosure.create")
async def change_disclosure(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record a new disclosure level."""
    given = await posted(request)
    visit = await enter_with_signature(request)
    visit.check_form(given)
    try:
        form = DisclosureForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        again = {"values": text_inputs(given), "alternates": language_switch("signing.disclosure.new")} | problem_context(request, problems)
        return await _ask(request, language, visit, status=422, **again)
    await disclose(visit.opened, form.level)
    return redirect("signing.text.show", lang=language)


async def _ask(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    scene = await scene_of(visit.opened)
    record = await record_of(scene, visit.opened.memorandum, visit.on_record)
    level = record.level
    values = {"disclosure": level.disclosure, "description": level.description, "release_on": level.release_on or ""} if level else {}
    back = url_for("signing.text.show", lang=language)
    context = {"scene": scene, "record": record, "form_token": visit.form_token, "back_url": back, "values": values} | again
    return signing_page(request, "disclosure", status=status, **context)
