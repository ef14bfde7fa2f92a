"""Delegating the invitation to a colleague."""

from __future__ import annotations

from typing import Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.invitations.delegating import delegate
from coalition.invitations.forms import DelegationForm
from coalition.signing.coordinators import leave, name_coordinator_after
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_to_answer
from coalition.web.forms import posted
from coalition.web.menus import options_of_letters
from coalition.web.routing import AnyRequest, route


@route("signing.delegation.new")
async def new_delegation(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the form for the colleague who answers instead."""
    async with database.reading():
        return await _ask(request, language, await enter_to_answer(request), values={"language": language})


@route("signing.delegation.create")
async def delegate_invitation(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Delegate the invitation and end the session."""
    given = await posted(request)
    async with database.reading():
        visit = await enter_to_answer(request)
        visit.check_form(given)
    try:
        await delegate(visit.opened, visit.session, DelegationForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _ask(request, language, visit, status=422, values=text_inputs(given), **problem_context(request, problems))
    return leave(request, visit.session, "signing.delegation.show")


@route("signing.delegation.show")
async def show_delegation(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Say that the colleague answers now; the session is over."""
    await name_coordinator_after(request)
    return signing_page(request, "delegated")


async def _ask(request: AnyRequest, language: str, visit: Visit, **context: Any) -> Response[bytes]:
    shown: dict[str, Any] = {"back_url": url_for("signing.text.show", lang=language), "languages": options_of_letters(language)}
    shown |= {"alternates": language_switch("signing.delegation.new")}
    return signing_page(request, "delegation", scene=await scene_of(visit.opened), form_token=visit.form_token, **shown, **context)
