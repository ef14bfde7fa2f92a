"""Responses of the signing area: its pages, and the pages that name the broken rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.acts.disclosure_levels import HIDDEN, LEVELS
from coalition.acts.errors import NotAParty, NothingStands, NotYetOpen, OnlyParticipants, WindowClosed
from coalition.addresses import url_for
from coalition.deliveries.errors import NobodyToWriteTo
from coalition.editions.errors import NothingToObjectTo
from coalition.invitations.errors import FreshLinkNeeded, LinkUsed, SessionEnded
from coalition.invitations.link_sessions import form_token
from coalition.languages import Message, own_language_name
from coalition.settings import load
from coalition.shown_again import NothingCarriedOut, is_only_shown
from coalition.signatures.errors import NothingToConfirm, NothingToTakeBack
from coalition.signing.visits import AnsweredHere
from coalition.statements.errors import NoSuchStatement
from coalition.web.errors import link_closed, session_is_over
from coalition.web.forms import held_of, said, typed_in, unshown
from coalition.web.pages import language_of, page, redirect
from coalition.web.routing import AnyRequest
from coalition.web.sessions import SessionOver, session_token

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from litestar import Response
    from litestar.types import ExceptionHandlersMap

    from coalition.fields import InvalidForm
    from coalition.web.held_forms import HeldForm

_INVALID = 422
_HOLDING = "held"
_NOT_SENT = Message("The form is filled in as you left it. Nothing is sent yet: look for whom you answer, check the form, and send it again.")
_NOT_DONE = Message("Nothing was done")
_PRESS_AGAIN = Message("Your session had ended. Go back, and press the button again if you still want it.")
_TITLE = Message("The invitation has been answered")
_TEXT = Message("An answer is on record. Nothing was changed by what was sent now.")
_RULES: dict[type[Exception], tuple[Message, Message]] = {
    NotYetOpen: (
        Message("It cannot be signed yet"),
        Message("The days on which it can be signed have not begun. Nothing was recorded; your invitation stays valid."),
    ),
    WindowClosed: (
        Message("It cannot be signed any more"),
        Message(
            "The days on which it could be signed are over. Nothing was recorded. Write to the coordinators if you think that this is a mistake."
        ),
    ),
    NothingToConfirm: (
        Message("There is nothing to confirm"),
        Message("No signature ad referendum waits: it was confirmed before, or its time is over."),
    ),
    NothingToTakeBack: (
        Message("There is nothing to take back"),
        Message("The last answer of the organisation is no decline, or it was taken back before. Nothing was changed."),
    ),
    NothingToObjectTo: (
        Message("There is nothing to object to"),
        Message("No correction is proposed, or the time for objections is over. Nothing was recorded."),
    ),
    OnlyParticipants: (
        Message("Your organisation cannot sign it now"),
        Message("By its rule only organisations that took part in the forum may sign now. Nothing was recorded; your invitation stays valid."),
    ),
    NothingStands: (
        Message("There is nothing to withdraw"),
        Message("No signature of the organisation stands: it was withdrawn before, or there never was one."),
    ),
    NotAParty: (
        Message("Nothing can be stated"),
        Message("Only a party can make a statement. No signature or support of the organisation stands, or it waits for its confirmation."),
    ),
    NobodyToWriteTo: (
        Message("No letter can be sent"),
        Message("No e-mail address of the organisation is on record here. Nothing was changed."),
    ),
    NoSuchStatement: (
        Message("There is no such statement"),
        Message("It was withdrawn before, or there never was one. Nothing was changed."),
    ),
}


def signing_page(request: AnyRequest, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Render a page of the signing area; context that the caller does not pass is empty."""
    empty: dict[str, Any] = {"back_url": "", "step": 0, "steps": 4, "values": {}, "errors": [], "error_of": {}, "levels": LEVELS, "hidden": HIDDEN}
    is_again = is_only_shown() and template != _HOLDING  # that page shows nothing: who sends it has no session
    if is_again:
        context["flash"] = _NOT_SENT
        if status == _INVALID and not context.get("errors"):
            status, context["has_errors"] = 200, False
    shown = page(request, f"signing/{template}.html", status=status, **(empty | context))
    if is_again and (lost := unshown(typed_in(request), shown.content)):
        shown = page(request, f"signing/{template}.html", status=status, **(empty | context), unshown=lost)
    return shown


def problem_context(request: AnyRequest, problems: InvalidForm) -> dict[str, Any]:
    """Return the context that shows the problems of a form; a hidden field gets no link."""
    by_field, summary = said(problems, language_of(request))
    rows = [("" if field in {"digest", "form"} else field, text) for field, text in summary]
    return {"error_of": by_field, "errors": rows, "has_errors": True}


def text_inputs(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the posted text fields, without uploads and rows, to fill in the form again."""
    return {name: value for name, value in given.items() if isinstance(value, str)}


def language_switch(name: str, **params: str) -> Sequence[tuple[str, str, str]]:
    """Return the language links for the response to a POST; they lead to an address that GET can read."""
    return [(code, own_language_name(code), url_for(name, lang=code, **params)) for code in load().languages]


def show_session_over(request: AnyRequest, error: SessionOver | SessionEnded) -> Response[bytes]:
    """Say that the session is over (403); the page holds what was typed, and nothing is stored."""
    held = error.held if isinstance(error, SessionOver) else held_of(request)
    return held_page(request, held) if held else session_is_over(request, error)


def held_page(request: AnyRequest, held: HeldForm, problems: tuple[dict[str, str], list[tuple[str, str]]] | None = None) -> Response[bytes]:
    """Show the page that holds a form until its link is opened again (403), or refuses the link that was typed (422)."""
    by_field, summary = problems or ({}, [])
    status = _INVALID if problems else 403
    shown: dict[str, Any] = {"error_of": by_field, "errors": summary, "has_errors": bool(problems), "alternates": []}
    return signing_page(request, _HOLDING, status=status, held=held, **shown)


def show_not_done(request: AnyRequest, _: NothingCarriedOut) -> Response[bytes]:
    """Say that a button without a form was not carried out, since its session had ended (409)."""
    back = "signing.drafting.show" if f"{request.url.path}/".split("/")[2] == "drafting" else "signing.text.show"
    link = (url_for(back, lang=language_of(request)), Message("Back"))
    return signing_page(request, "stopped", status=409, title=_NOT_DONE, text=_PRESS_AGAIN, link=link, alternates=language_switch(back))


def show_broken_rule(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Show which rule was broken (409)."""
    title, text = _RULES[type(error)]
    link = (url_for("signing.text.show", lang=language_of(request)), Message("Back"))
    return signing_page(request, "stopped", status=409, title=title, text=text, link=link, alternates=language_switch("signing.text.show"))


def show_fresh_link_needed(request: AnyRequest, _: FreshLinkNeeded) -> Response[bytes]:
    """Say what the link does still, and offer a fresh one (403)."""
    token = form_token(session_token(request, "signing"))
    return signing_page(request, "fresh_link_needed", status=403, form_token=token, alternates=language_switch("signing.text.show"))


def show_answered_here(request: AnyRequest, error: AnsweredHere) -> Response[bytes]:
    """Redirect a GET to the status; answer a second POST with a page that says that nothing was changed (410)."""
    if request.method != "POST":
        return redirect("signing.text.show", lang=language_of(request))
    return show_already_answered(request, error)


def show_already_answered(request: AnyRequest, error: LinkUsed) -> Response[bytes]:
    """Say that the invitation was answered; a POST, which may have been sent twice, gets a link to the receipt."""
    if request.method != "POST":
        return link_closed(request, error)
    link = (url_for("signing.receipt.show", lang=language_of(request)), Message("See what is on record"))
    return signing_page(request, "stopped", status=410, title=_TITLE, text=_TEXT, link=link, alternates=language_switch("signing.text.show"))


SIGNING_ERRORS: ExceptionHandlersMap = {
    NotYetOpen: show_broken_rule,
    WindowClosed: show_broken_rule,
    NothingToObjectTo: show_broken_rule,
    OnlyParticipants: show_broken_rule,
    NothingStands: show_broken_rule,
    NothingToConfirm: show_broken_rule,
    NothingToTakeBack: show_broken_rule,
    NotAParty: show_broken_rule,
    NobodyToWriteTo: show_broken_rule,
    NoSuchStatement: show_broken_rule,
    SessionEnded: show_session_over,
    SessionOver: show_session_over,
    NothingCarriedOut: show_not_done,
    AnsweredHere: show_answered_here,
    FreshLinkNeeded: show_fresh_link_needed,
    LinkUsed: show_already_answered,
}
