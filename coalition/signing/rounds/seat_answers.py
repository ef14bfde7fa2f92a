"""Answering a round: the form, the check page, and recording what was checked; comments can be saved before they are handed in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from msgspec import Struct

from coalition import database
from coalition.amendments.handing_in import replace_comments
from coalition.amendments.seat_overviews import own_amendments
from coalition.fields import InvalidForm
from coalition.rounds.answering_rounds import answer_round, check_commented, save_comments
from coalition.rounds.forms import SeatAnswerForm, SeatCommentsForm
from coalition.rounds.frozen_texts import blocks_in
from coalition.rounds.seat_scenes import saved_comments, scene_of_seat
from coalition.rounds.tables import AnswerDisclosure, Position, RoundKind
from coalition.signing.rounds.seat_pages import labels_of
from coalition.signing.rounds.seat_visits import SeatVisit, enter_seat
from coalition.signing.signing_pages import language_switch, problem_context, signing_page, text_inputs
from coalition.web.forms import posted
from coalition.web.pages import language_of, redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coalition.rounds.seat_scenes import SeatScene

_COMMENT = "comment-"
_ON_ALL = f"{_COMMENT}all"
_LONGEST_KEY = 80  # characters, as of `SeatComment.provision`


@route("signing.drafting_answer.new")
async def new_answer(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Show the form, with the last answer or with the comments that were saved."""
    return await _form_page(request, await enter_seat(request))


@route("signing.drafting_answer.check")
async def check_answer(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Show what was answered, to be confirmed; or save comments that are not handed in yet, or show the form again."""
    given = await posted(request)
    visit = await enter_seat(request)
    visit.check_form(given)
    if given.get("step") == "change":
        return await _form_page(request, visit, given)
    try:
        form = _saving(given) if given.get("step") == "save" else _parsed(visit, given)
    except InvalidForm as problems:
        return await _form_page(request, visit, given, problems)
    if isinstance(form, _Saving):
        await save_comments(visit.session, form.comments)
        return redirect("signing.drafting_answer.new", lang=language)
    return await _check_page(request, visit, given, form)


@route("signing.drafting_receipt.create")
async def record_answer(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Record what was checked."""
    given = await posted(request)
    visit = await enter_seat(request)
    visit.check_form(given)
    try:
        form = _parsed(visit, given)
        if isinstance(form, SeatCommentsForm):
            await replace_comments(visit.session, form, language)
        else:
            await answer_round(visit.session, form, language)
    except InvalidForm as problems:
        return await _form_page(request, visit, given, problems)
    return redirect("signing.drafting_receipt.show", lang=language)


class _Saving(Struct, frozen=True):
    """Comments that are saved and not handed in."""

    comments: Mapping[str, str]


def _saving(given: Mapping[str, Any]) -> _Saving:
    """Return the comments to save; who may read them is asked when they are handed in."""
    return _Saving(SeatCommentsForm.parse({"comments": _comments(given), "disclosure": AnswerDisclosure.COORDINATORS.value}).written)


def _parsed(visit: SeatVisit, given: Mapping[str, Any]) -> SeatAnswerForm | SeatCommentsForm:
    """Return the form of the kind of the round.

    Raises:
        InvalidForm: a field is not valid, or nothing was written.

    """
    if visit.opened.round.kind != RoundKind.COMMENTS:
        return SeatAnswerForm.parse(given, ignore_unknown=True)
    form = SeatCommentsForm.parse({"comments": _comments(given), **given}, ignore_unknown=True)
    check_commented(form)
    return form


def _comments(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the comments of a form by provision; what is longer than the key of any provision is no field of it."""
    written = {name.removeprefix(_COMMENT): str(value) for name, value in given.items() if name.startswith(_COMMENT)}
    return {"" if key == "all" else key: text for key, text in written.items() if len(key) <= _LONGEST_KEY}


def _fields(comments: Mapping[str, str]) -> dict[str, str]:
    return {f"{_COMMENT}{key}" if key else _ON_ALL: text for key, text in comments.items()}


async def _form_page(
    request: AnyRequest, visit: SeatVisit, given: Mapping[str, Any] | None = None, problems: InvalidForm | None = None
) -> Response[bytes]:
    async with database.reading():
        scene = await scene_of_seat(visit.opened)
        saved = await saved_comments(visit.opened.seat.id)
        own = None if scene.kind is RoundKind.COMMENTS else await own_amendments(visit.opened)
    language = language_of(request)
    values = text_inputs(given) if given is not None else _values(scene, saved)
    shown: dict[str, Any] = {"scene": scene, "values": values, "form_token": visit.form_token, "saved": bool(saved), "own": own}
    shown |= {"passages": blocks_in(scene.text(language)), "shown_text": scene.text(language), "disclosures": AnswerDisclosure}
    if problems:
        renamed = InvalidForm({_field_of(name): text for name, text in problems.problems.items()})
        shown |= problem_context(request, renamed) | {"status": 422}
    return signing_page(request, "rounds/answer", **shown, alternates=language_switch("signing.drafting_answer.new"))


def _field_of(path: str) -> str:
    """Return the name of the field of a problem: `comments/<key>` is a comment of the page."""
    key = path.removeprefix("comments/")
    return f"{_COMMENT}{key}" if key != path else _ON_ALL if path == "comment" else path


def _values(scene: SeatScene, saved: Mapping[str, str]) -> dict[str, str]:
    """Return what the form begins with: the answer on record, or what was saved; the cautious disclosure where care is needed."""
    answer = scene.own.answer
    if answer is None:
        return {"disclosure": AnswerDisclosure.COORDINATORS.value if scene.discreet else "", **_fields(saved)}
    values = {"position": answer.position.value, "reason": answer.reason, "name": answer.name, "disclosure": answer.disclosure.value}
    return values | _fields(saved or dict(scene.comments.shown))


async def _check_page(request: AnyRequest, visit: SeatVisit, given: Mapping[str, Any], form: SeatAnswerForm | SeatCommentsForm) -> Response[bytes]:
    async with database.reading():
        scene = await scene_of_seat(visit.opened)
    known = {"position", "reason", "disclosure", "name"}
    carried = [(name, value) for name, value in text_inputs(given).items() if name in known or name.startswith(_COMMENT)]
    written = list(form.written.items()) if isinstance(form, SeatCommentsForm) else []
    shown: dict[str, Any] = {"scene": scene, "form": form, "carried": carried, "written": written, "form_token": visit.form_token}
    shown["position"] = Position.COMMENTS if isinstance(form, SeatCommentsForm) else form.position
    shown["reason"] = "" if isinstance(form, SeatCommentsForm) else form.reason
    shown["labels"] = labels_of(scene, language_of(request))
    return signing_page(request, "rounds/check", **shown, alternates=language_switch("signing.drafting_answer.new"))
