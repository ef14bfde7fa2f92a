"""The decisions about a memorandum that need a reason: a form, for some a page that asks again, then the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from coalition import database
from coalition.acts import abandoning, declaring
from coalition.acts.situations import situation_of
from coalition.approvals import changing
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.desk.approvals.approvals import REFUSALS, code_of
from coalition.desk.desk_pages import checked, done, own_memorandum, person_of
from coalition.desk.final_steps import FinalStep, final_page, is_sure, wants_form
from coalition.desk.memoranda.decision_texts import DECISIONS
from coalition.desk.memoranda.workbench import refused_step, rules_of, workbench_page
from coalition.desk.refusals import refusal
from coalition.fields import InvalidForm
from coalition.forums import queries as forums
from coalition.languages import Message
from coalition.memoranda import queries
from coalition.memoranda.actions import Action, check
from coalition.memoranda.errors import MemorandumRule
from coalition.memoranda.taking_forms import ReasonedForm, WithdrawalForm
from coalition.memoranda.withdrawing_from_public import withdraw_from_public
from coalition.published.memorandum import public_view
from coalition.settings import SUPPORTED_LANGUAGES
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.desk.memoranda.decision_texts import DecisionTexts
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

_REASON = Message("Reason")


@route("desk.decision.new")
async def new_decision(request: AnyRequest, memorandum: FromPath[str], decision: FromPath[str]) -> Response[bytes]:
    """Explain a decision and ask for its reason."""
    row, texts = await own_memorandum(request, memorandum), _texts(decision)
    try:
        await _check(row, texts)
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)
    return await _page(request, row, texts, values={})


@route("desk.decision.create")
async def create_decision(request: AnyRequest, memorandum: FromPath[str], decision: FromPath[str]) -> Response[bytes]:
    """Take a decision; one that reveals something is asked about again first."""
    row, texts, given = await own_memorandum(request, memorandum), _texts(decision), await checked(request)
    if wants_form(given):
        return await _page(request, row, texts, values=given)
    try:
        await _check(row, texts)
        form = _form(texts, given)
        if texts.asks_again and not is_sure(given):
            return await _asked(request, row, texts, given)
        code = await _decide(row, texts, form, person_of(request))
    except (InvalidForm, AlreadyAsked, NobodyToApprove) as problem:
        return await _page(request, row, texts, values=given, **_refusal(request, form=given, problem=problem))
    except MemorandumRule as broken:
        return await refused_step(request, row, {}, broken)
    return done(request, "desk.memorandum.show", code, memorandum=row.slug)


async def _asked(request: AnyRequest, row: Memorandum, texts: DecisionTexts, given: Mapping[str, Any]) -> Response[bytes]:
    """Ask about a decision that cannot be undone, with the reason, the rules and the numbers reached so far."""
    async with database.reading():
        view = await queries.view(row)
        rules = await rules_of(row, view, await forums.view_of(view.forum))
    step = FinalStep(texts.title, rules, texts.cannot or texts.title, texts.button)
    about = [(_REASON.text(language_of(request)), given["reason"])]
    return await final_page(request, row, step, given, about=about, warnings=texts.warnings)


def _texts(decision: str) -> DecisionTexts:
    if decision not in DECISIONS:
        raise NotFoundException
    return DECISIONS[decision]


async def _check(row: Memorandum, texts: DecisionTexts) -> None:
    async with database.reading():
        check(texts.action, await situation_of(await queries.view(row)))


def _form(texts: DecisionTexts, given: Mapping[str, Any]) -> ReasonedForm:
    if texts.action is not Action.WITHDRAW:
        return ReasonedForm.parse(given, ignore_unknown=True)
    return WithdrawalForm.parse({"reason": given.get("reason", ""), "sentences": _sentences(given)})


def _sentences(given: Mapping[str, Any]) -> list[dict[str, str]]:
    typed = {language: str(given.get(f"sentence_{language}", "")).strip() for language in SUPPORTED_LANGUAGES}
    return [{"language": language, "text": text} for language, text in typed.items() if text]


async def _decide(row: Memorandum, texts: DecisionTexts, form: ReasonedForm, by: Coordinator) -> str:
    """Take the decision; return the code of the notice."""
    if isinstance(form, WithdrawalForm):
        await withdraw_from_public(row, form)
    elif texts.action is Action.RETURN:
        return code_of(await changing.return_to_public(row, form, by), texts.code)
    elif texts.action is Action.ABANDON:
        await abandoning.abandon(row, form)
    elif texts.action is Action.TAKE_UP:
        await abandoning.take_up(row, form)
    elif texts.action is Action.PUBLISH_BY_HAND:
        await declaring.publish_by_hand(row, form)
    else:
        await declaring.declare_effect(row, form)
    return texts.code


def _refusal(request: AnyRequest, *, form: Mapping[str, Any], problem: InvalidForm | AlreadyAsked | NobodyToApprove) -> dict[str, Any]:
    """Return the context of a refused form; problems of sentences stand at the field of their language."""
    if not isinstance(problem, InvalidForm):
        return refusal(request, problem, REFUSALS)
    languages = [sentence["language"] for sentence in _sentences(form)]
    fields = {f"sentences/{at}/text": f"sentence_{language}" for at, language in enumerate(languages)}
    return refusal(request, InvalidForm({fields.get(name, name): message for name, message in problem.problems.items()}))


async def _page(request: AnyRequest, row: Memorandum, texts: DecisionTexts, *, status: int = 200, **context: Any) -> Response[bytes]:
    async with database.reading():
        view = await queries.view(row)
        rules = await rules_of(row, view, await forums.view_of(view.forum)) if texts.asks_again else []
        preview = await public_view(row) if texts.action is Action.RETURN else None
    shown: dict[str, Any] = {"part": "overview", "texts": texts, "rules": rules, "preview": preview}
    shown["languages"] = SUPPORTED_LANGUAGES if texts.action is Action.WITHDRAW else ()
    return workbench_page(request, view, "desk/decisions/new.html", status=status, **shown, **context)
