"""A representative who answers: what the pages of the answer show, filled in as it was typed or saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from coalition import clock, database
from coalition.acts import eligibility
from coalition.acts.eligibility import check_may_sign
from coalition.signatures.saving_answers import Saving, saving_in
from coalition.signing.invitations.scenes import Scene, scene_of
from coalition.signing.signatures.example_lines import examples_before_signing
from coalition.signing.signatures.hidden_answers import HiddenAnswer, hidden_answer
from coalition.signing.signing_pages import language_switch, text_inputs
from coalition.signing.statements.offers import StatementOffer, offer_to
from coalition.signing.visits import Visit, enter_to_answer
from coalition.statements.stating import maker_with
from coalition.web.pages import language_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping


class Answering(NamedTuple):
    """The visit of a representative who answers, with what the pages show."""

    visit: Visit
    scene: Scene
    hidden: HiddenAnswer
    offer: StatementOffer
    saving: Saving
    language: str


async def enter_to_sign(request: AnyRequest, given: Mapping[str, Any] | None = None) -> Answering:
    """Return the visit of a representative whose organisation may sign today.

    Raises:
        AnsweredHere, SessionOver, LinkClosed: as `enter_to_answer`.
        SessionEnded: the posted form belongs to another session.
        NotYetOpen, WindowClosed, OnlyParticipants: it may not.

    """
    async with database.reading():
        visit = await _visit(request, given or {})
        opened = visit.opened
        kinds = eligibility.offered_kinds(opened.memorandum)
        makers = [maker_with(kind, opened.invitation.organisation, opened.invitation.digest) for kind in kinds]
        language = language_of(request)
        offer = await offer_to(opened.memorandum, makers, language)
        scene = await scene_of(opened)
        saving = await saving_in(visit.session, opened, is_careful=scene.discreet)
        return Answering(visit, scene, await hidden_answer(opened), offer, saving, language)


async def _visit(request: AnyRequest, given: Mapping[str, Any]) -> Visit:
    visit = await enter_to_answer(request)
    visit.check_form(given)
    eligibility.check_window(visit.opened.memorandum, clock.today())
    await check_may_sign(visit.opened.memorandum, [visit.opened.invitation.organisation], clock.today())
    return visit


def context_of(answering: Answering, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the pages of the answer."""
    examples = examples_before_signing(answering.scene, values, answering.language)
    shown = {"scene": answering.scene, "hidden": answering.hidden, "offer": answering.offer, "saving": answering.saving}
    return shown | {"values": values, "examples": examples, "form_token": answering.visit.form_token, "step": 3}


def with_inputs(answering: Answering, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context that fills in the form again with the typed values."""
    return context_of(answering, text_inputs(given)) | {"alternates": language_switch("signing.signature.new")}


def saved_values(answering: Answering) -> dict[str, str]:
    """Return the saved answers as the form is filled in with them, for the text that the invitation is about now; empty if none are saved."""
    saved = answering.saving.saved
    return {**saved.fields, "digest": answering.scene.digest, "saved_version": saved.version} if saved else {}
