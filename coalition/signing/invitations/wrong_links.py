"""Saying that a private link was made for another organisation: the coordinators are told, and nothing is answered in its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.addresses import url_for
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.reported_mistakes.forms import WrongLinkForm
from coalition.reported_mistakes.reporting import report_wrong_link
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_to_answer
from coalition.web.forms import posted
from coalition.web.limits import Limit
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

attempts = Limit(5, 300)
_TOO_OFTEN = InvalidForm({"form": Message("This form was sent too often. Nothing was recorded. Wait five minutes, then send it again.")})


@route("signing.wrong_link.new")
async def new_wrong_link(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the button that tells the coordinators."""
    async with database.reading():
        return await _ask(request, language, await enter_to_answer(request))


@route("signing.wrong_link.create")
async def create_wrong_link(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Tell the coordinators; the invitation stays as it is."""
    given = await posted(request)
    async with database.reading():
        visit = await enter_to_answer(request)
        visit.check_form(given)
    if not attempts.allows(visit.session):
        return await _too_often(request, language, visit, given)
    try:
        form = WrongLinkForm.parse(given, ignore_unknown=True)
    except InvalidForm as problems:
        return await _ask(request, language, visit, status=422, values=text_inputs(given), **problem_context(request, problems))
    await report_wrong_link(visit.opened.memorandum.id, visit.opened.invitation.organisation, form, language)
    return signing_page(request, "wrong_link_reported", alternates=[], wants_answer=form.email is not None)


async def _too_often(request: AnyRequest, language: str, visit: Visit, given: Mapping[str, Any]) -> Response[bytes]:
    answer = await _ask(request, language, visit, status=429, values=text_inputs(given), **problem_context(request, _TOO_OFTEN))
    answer.headers.update(attempts.retry_after)
    return answer


async def _ask(request: AnyRequest, language: str, visit: Visit, **context: Any) -> Response[bytes]:
    shown: dict[str, Any] = {"back_url": url_for("signing.text.show", lang=language), "alternates": language_switch("signing.wrong_link.new")}
    return signing_page(request, "wrong_link", scene=await scene_of(visit.opened), form_token=visit.form_token, **shown, **context)
