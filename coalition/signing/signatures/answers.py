"""The questions, and the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromQuery

from coalition.acts.default_disclosure import preselected_level
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.invitations import checked_answers
from coalition.invitations.checked_answers import checked_in
from coalition.languages import Message
from coalition.signatures.answer_problems import with_answers
from coalition.signatures.forms import AnswerForm, SignatureForm
from coalition.signatures.signing import sign_in_session
from coalition.signing.signatures.answer_pages import context_of, enter_to_sign, saved_values, with_inputs
from coalition.signing.signatures.checks import check_context
from coalition.signing.signing_pages import problem_context, signing_page
from coalition.signing.visits import name_coordinator_of_visit
from coalition.web.forms import posted
from coalition.web.limits import Limit
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route
from coalition.web.sessions import session_token

if TYPE_CHECKING:
    from collections.abc import Mapping


_CONFIRMATIONS = {"typed_name", "authority"}
_TOO_OFTEN = InvalidForm({"form": Message("This form was sent too often. Nothing was recorded. Wait five minutes, then send it again.")})
signings = Limit(5, 300)


@route("signing.signature.new")
async def new_signature(request: AnyRequest, language: NamedDependency[str], read: FromQuery[str] = "") -> Response[bytes]:
    """Show the questions, filled in as this session checked or saved them; with saved answers to another text only from that of the present one."""
    answering = await enter_to_sign(request)
    checked = await checked_in(answering.visit.session, checked_answers.SIGNATURE)
    if checked.get("digest") == answering.scene.digest:
        return signing_page(request, "questions", **context_of(answering, checked))
    if answering.saving.text_changed and read != answering.scene.digest:
        return redirect("signing.text.show", lang=language)
    preselected = preselected_level(answering.scene.organisation, answering.scene.forum)
    values = saved_values(answering) or ({"disclosure": preselected.value} if preselected else {})
    return signing_page(request, "questions", **context_of(answering, values))


@route("signing.signature.create")
async def record_signature(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record the signature. A program may send the fields of all pages without requesting the pages first."""
    given = await posted(request)
    session = session_token(request, "signing")
    if not signings.allows(session):
        answer = await _refused(request, given, _TOO_OFTEN, status=429)
        answer.headers.update(signings.retry_after)
        return answer
    try:
        form = SignatureForm.parse(given, ignore_unknown=True)
        await sign_in_session(session, form, form_token=given.get("form_token"))
    except CoalitionError as problem:
        return await _not_recorded(request, given, problem)
    return redirect("signing.receipt.show", lang=language)


async def _not_recorded(request: AnyRequest, given: Mapping[str, Any], problem: CoalitionError) -> Response[bytes]:
    if isinstance(problem, InvalidForm):
        return await _refused(request, given, problem)
    await name_coordinator_of_visit(request)
    raise problem


async def _refused(request: AnyRequest, given: Mapping[str, Any], problems: InvalidForm, *, status: int = 422) -> Response[bytes]:
    """Show the page on which the problems can be corrected: the check page, or the questions if an answer is invalid."""
    answering = await enter_to_sign(request, given)
    problems = await with_answers(answering.visit.opened, given, problems)
    if set(problems.problems) <= _CONFIRMATIONS:
        try:
            context = await check_context(answering, given, AnswerForm.parse(given, ignore_unknown=True))
        except InvalidForm as stale:  # such as a reservation that was withdrawn after the check
            problems = stale
        else:
            return signing_page(request, "review", status=422, **context, **problem_context(request, problems))
    answers = InvalidForm({field: text for field, text in problems.problems.items() if field not in _CONFIRMATIONS})
    return signing_page(request, "questions", status=status, **with_inputs(answering, given), **problem_context(request, answers))
