"""Changing the disclosure level after signing: hiding the name at once, or asking to show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.acts.disclosure_levels import SHOWN
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.signatures.act_previews import raise_preview
from coalition.signatures.answer_problems import with_raise
from coalition.signatures.disclosing import disclose
from coalition.signatures.errors import RaiseNeedsTime, RequestWaits
from coalition.signatures.forms import DisclosureForm, RaiseForm
from coalition.signatures.raising import request_raise, waiting_for
from coalition.signing.invitations.scenes import record_of, scene_of
from coalition.signing.signatures.example_lines import examples_after_signing
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_to_hide, enter_with_signature
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

_NEEDS_FRESH_LINK = InvalidForm({"disclosure": Message("With this link the public can only learn less. To let it know more, ask for a fresh link.")})
_WAITS = InvalidForm({"disclosure": Message("A change waits already. Stop it first, or let its time pass.")})


@route("signing.disclosure.new")
async def new_disclosure(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the form for a new disclosure level."""
    async with database.reading():
        return await _ask(request, language, await enter_with_signature(request))


@route("signing.disclosure.create")
async def change_disclosure(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record a lower level at once, also after a withdrawal; with a fresh link, ask for a higher one."""
    given = await posted(request)
    visit = await enter_to_hide(request)
    visit.check_form(given)
    try:
        await _change(visit, given)
    except InvalidForm as refused:
        problems = await with_raise(visit.opened, visit.on_record, given, refused)
        again = {"values": text_inputs(given), "alternates": language_switch("signing.disclosure.new")} | problem_context(request, problems)
        return await _ask(request, language, visit, status=422, **again)
    return redirect("signing.text.show", lang=language)


async def _change(visit: Visit, given: Mapping[str, Any]) -> None:
    try:
        await disclose(visit.opened, DisclosureForm.parse(given, ignore_unknown=True).level)
    except RaiseNeedsTime:
        if not visit.opened.may_raise:
            raise _NEEDS_FRESH_LINK from None
        await _request(visit, given)


async def _request(visit: Visit, given: Mapping[str, Any]) -> None:
    try:
        await request_raise(visit.opened, RaiseForm.parse(given, ignore_unknown=True))
    except RequestWaits:
        raise _WAITS from None


async def _ask(request: AnyRequest, language: str, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    scene = await scene_of(visit.opened)
    record = await record_of(scene, visit.opened.memorandum, visit.on_record)
    level = record.level
    shown = await raise_preview(visit.opened.memorandum, visit.opened.invitation.organisation, SHOWN)
    values = {"disclosure": level.disclosure, "description": level.description, "release_on": level.release_on or ""} if level else {}
    context = {
        "scene": scene,
        "record": record,
        "form_token": visit.form_token,
        "values": values,
        "waiting": await waiting_for(visit.opened.memorandum, visit.opened.invitation.organisation),
        "preview": shown if visit.opened.may_raise and record.withheld and record.stands else None,
        "examples": examples_after_signing(shown.line, language) if shown.line else {},
    }
    context |= {"back_url": url_for("signing.text.show", lang=language), "may_raise": visit.opened.may_raise}
    return signing_page(request, "disclosure", status=status, **(context | again))
