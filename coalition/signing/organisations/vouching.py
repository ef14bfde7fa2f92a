"""The pages of a second person, who confirms or questions that a colleague acted for the organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.acts import signer_queries as signers
from coalition.acts.mandate_queries import answer_of_colleague
from coalition.acts.signer_queries import signer_text
from coalition.acts.tables import ActKind
from coalition.fields import InvalidForm
from coalition.invitations.errors import ActEnded
from coalition.signatures.forms import DoubtForm, VouchingForm
from coalition.signatures.second_contact import doubt, vouch
from coalition.signing.invitations.scenes import scene_of
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.signing.visits import Visit, enter_to_vouch
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping


@route("signing.vouching.show")
async def show_vouching(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Show the act in the name of the organisation, or the answer of the second person."""
    async with database.reading():
        return await _page(request, await enter_to_vouch(request))


@route("signing.vouching.create")
async def create_vouching(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record that the second person confirms the act."""
    given = await posted(request)
    visit = await enter_to_vouch(request)
    visit.check_form(given)
    try:
        await vouch(visit.opened, VouchingForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _page(request, visit, status=422, **_again(request, given, problems))
    return redirect("signing.vouching.show", lang=language)


@route("signing.question.create")
async def create_question(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record that the second person questions the act."""
    given = await posted(request)
    visit = await enter_to_vouch(request)
    visit.check_form(given)
    try:
        await doubt(visit.opened, DoubtForm.parse(given, ignore_unknown=True))
    except InvalidForm as problems:
        return await _page(request, visit, status=422, **_again(request, given, problems))
    return redirect("signing.vouching.show", lang=language)


def _again(request: AnyRequest, given: Mapping[str, Any], problems: InvalidForm) -> dict[str, Any]:
    return {"values": text_inputs(given), "alternates": language_switch("signing.vouching.show")} | problem_context(request, problems)


async def _page(request: AnyRequest, visit: Visit, *, status: int = 200, **again: Any) -> Response[bytes]:
    root, history = (visit.own_record.root, visit.own_record.history) if visit.own_record else (None, None)
    if root is None or history is None:  # pragma: no cover -- only an act that stands is asked about
        raise ActEnded
    signer = await signers.signer_of(root.id)
    context = {
        "scene": await scene_of(visit.opened),
        "act": root,
        "kind": ActKind(root.kind),
        "by": signer_text(signer.name, signer.title) if signer else "",
        "answer": await answer_of_colleague(history),
        "form_token": visit.form_token,
    }
    return signing_page(request, "vouching", status=status, **(context | again))
