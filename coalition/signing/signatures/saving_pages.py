"""Saving the answers to go on later, and throwing them away."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from coalition import clock
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.signatures.saving_answers import LONGEST, SavedMeanwhile, SavingForm, save_answers, throw_answers_away
from coalition.signing.coordinators import leave, name_coordinator_after
from coalition.signing.signatures.answer_pages import enter_to_sign, with_inputs
from coalition.signing.signing_pages import problem_context, signing_page
from coalition.signing.visits import enter_to_answer
from coalition.web.forms import posted
from coalition.web.pages import redirect
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from coalition.signing.signatures.answer_pages import Answering

_MINUTE = "%Y-%m-%dT%H:%M"
_MEANWHILE = Message(
    "Other answers were saved with this link on {date}, after this page was shown. Nothing was saved now. "
    "To see them, open the private link in another window; to replace them with these, save again."
)


@route("signing.saved_answers.create")
async def create_saved_answers(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:  # noqa: ARG001
    """Save what was answered so far and end the session; nothing is signed."""
    given = await posted(request)
    answering = await enter_to_sign(request, given)
    try:
        until = await save_answers(answering.visit.session, SavingForm.parse(given, ignore_unknown=True), given, form_token=given.get("form_token"))
    except InvalidForm as problems:
        return _refused(request, answering, given, problems)
    except SavedMeanwhile as other:
        meanwhile = InvalidForm({"form": Message(_MEANWHILE.msgid, date=other.at)})
        return _refused(request, answering, {**given, "saved_version": other.version}, meanwhile)
    return leave(request, answering.visit.session, "signing.saved_answers.show", until=f"{until:{_MINUTE}}")


@route("signing.saved_answers.show")
async def show_saved_answers(request: AnyRequest, language: NamedDependency[str], until: FromQuery[str] = "") -> Response[bytes]:  # noqa: ARG001
    """Say until when the answers are there, and how to go on; the session is over, so the address has the moment."""
    try:
        moment = datetime.strptime(until, _MINUTE).replace(tzinfo=UTC)
    except ValueError:
        raise NotFoundException from None
    if moment > clock.now() + LONGEST:
        raise NotFoundException
    await name_coordinator_after(request)
    return signing_page(request, "answers_saved", until=moment)


def _refused(request: AnyRequest, answering: Answering, given: Mapping[str, Any], problems: InvalidForm) -> Response[bytes]:
    return signing_page(request, "questions", status=422, **with_inputs(answering, given), **problem_context(request, problems))


@route("signing.saved_answers.remove")
async def remove_saved_answers(request: AnyRequest, language: NamedDependency[str]) -> Response[bytes]:
    """Throw the saved answers away; the session goes on with an empty form."""
    given = await posted(request)
    visit = await enter_to_answer(request)
    visit.check_form(given)
    await throw_answers_away(visit.session, visit.opened)
    return redirect("signing.text.show", lang=language)
