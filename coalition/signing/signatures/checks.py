"""The check page: the answers, and the exact public line, before anything is recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency

from coalition import database
from coalition.acts import eligibility
from coalition.fields import InvalidForm
from coalition.invitations import checked_answers
from coalition.invitations.checked_answers import checked_in, store_checked
from coalition.invitations.errors import TextReplaced
from coalition.shown_again import is_only_shown
from coalition.signatures.answer_problems import with_answers
from coalition.signatures.forms import AnswerForm
from coalition.signing.invitations.scenes import line_as_it_will_stand
from coalition.signing.signatures.answer_pages import enter_to_sign, with_inputs
from coalition.signing.signing_pages import language_switch, problem_context, signing_page
from coalition.statements.previews import preview_of
from coalition.statements.stating import maker_with
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.signing.signatures.answer_pages import Answering
    from coalition.statements.views import Stated


@route("signing.review.show")
async def show_check(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show the answers that this session checks; without any, or if they cannot be given any more, redirect to the questions."""
    answering = await enter_to_sign(request)
    given = await checked_in(answering.visit.session, checked_answers.SIGNATURE)
    try:
        context = await check_context(answering, given, _checked(answering, given))
    except (InvalidForm, TextReplaced):
        return redirect("signing.signature.new", lang=language)
    return signing_page(request, "review", **context)


@route("signing.review.create")
async def check_answers(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Hold the answers for the check page, or for the questions if they are to be changed; nothing is recorded yet."""
    given = await posted(request)
    answering = await enter_to_sign(request, given)
    to_change = bool(given.get("change"))
    try:
        form = None if to_change else _checked(answering, given)
        if is_only_shown():
            return await _only_shown(request, answering, given, form)
        if form:
            await _stated(answering, form)
    except InvalidForm as refused:
        problems = await with_answers(answering.visit.opened, given, refused)
        return signing_page(request, "questions", status=422, **with_inputs(answering, given), **problem_context(request, problems))
    await store_checked(answering.visit.session, checked_answers.SIGNATURE, _carried(given))
    return redirect("signing.signature.new" if to_change else "signing.review.show", lang=language)


def _checked(answering: Answering, given: Mapping[str, Any]) -> AnswerForm:
    """Return the answers, if they can be given about the text of the invitation.

    Raises:
        InvalidForm: an answer is missing or invalid, or its kind is not possible today.
        TextReplaced: they are about another text.

    """
    form = AnswerForm.parse(given, ignore_unknown=True)
    eligibility.check_kind(answering.visit.opened.memorandum, form.kind)
    if form.digest != answering.scene.digest:
        raise TextReplaced
    return form


async def _only_shown(request: AnyRequest, answering: Answering, given: Mapping[str, Any], form: AnswerForm | None) -> Response[bytes]:
    """Show a form that a page held: nothing is stored before it is sent again."""
    if form is None:
        return signing_page(request, "questions", **with_inputs(answering, given))
    return signing_page(request, "review", **await check_context(answering, given, form))


def _carried(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the answers as they were typed, without the confirmations."""
    return {name: value for name, value in given.items() if _is_answer(name) and isinstance(value, str)}


def _is_answer(name: str) -> bool:
    return name in AnswerForm.model_fields or name == "saved_version"


async def check_context(answering: Answering, given: Mapping[str, Any], form: AnswerForm) -> dict[str, Any]:
    """Return the context of the check page.

    Raises:
        InvalidForm: the organisation may not make the statement.

    """
    shown: dict[str, Any] = {"answers": form, "line": line_as_it_will_stand(answering.scene, form, form.level.disclosure), "step": 4}
    shown["line_once_open"] = line_as_it_will_stand(answering.scene, form, form.level.rules.opens_as)
    shown["alternates"] = language_switch("signing.review.show")
    return with_inputs(answering, given) | shown | {"stated": await _stated(answering, form)}


async def _stated(answering: Answering, form: AnswerForm) -> Stated | None:
    if form.statement is None:
        return None
    opened = answering.visit.opened
    maker = maker_with(form.kind, opened.invitation.organisation, opened.invitation.digest)
    async with database.reading():
        return await preview_of(opened.memorandum, maker, answering.scene.organisation, form.statement)
