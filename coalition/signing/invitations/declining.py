"""Declining an invitation, and taking that back; the answer is private, a reason is optional."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.signatures.forms import DeclineForm
from coalition.signatures.reconsidering import take_decline_back
from coalition.signatures.signing import decline
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter, enter_to_answer
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping


@route("signing.decline.new")
async def new_decline(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the form to decline."""
    async with database.reading():
        return await _ask(request, language, await enter_to_answer(request))


@route("signing.decline.create")
async def decline_invitation(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record that the organisation does not sign."""
    given = await posted(request)
    async with database.reading():
        visit = await enter_to_answer(request)
        visit.check_form(given)
        try:
            form = DeclineForm.parse(_ticked(given), ignore_unknown=True)
        except InvalidForm as problems:
            again = {"values": text_inputs(given), "alternates": language_switch("signing.decline.new")} | problem_context(request, problems)
            return await _ask(request, language, visit, status=422, **again)
    await decline(visit.opened, form)
    return redirect("signing.receipt.show", lang=language)


@route("signing.decline.remove")
async def take_back_decline(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Take the decline back, so that the invitation can be answered again."""
    given = await posted(request)
    visit = await enter(request)
    visit.check_form(given)
    await take_decline_back(visit.opened, visit.session)
    return redirect("signing.text.show", lang=language)


def _ticked(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the posted fields; a program, which sends no form token, need not send the confirmation."""
    return given if "form_token" in given else {"authority": "yes"} | dict(given)


async def _ask(request: AnyRequest, language: str, visit: Visit, **context: Any) -> Response[bytes]:
    back = url_for("signing.text.show", lang=language)
    return signing_page(request, "decline", scene=await scene_of(visit.opened), form_token=visit.form_token, back_url=back, **context)
