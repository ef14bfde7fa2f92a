"""What all pages of the desk share: the signed-in person, the form token, the notice after a change."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import NotFoundException, PermissionDeniedException

from coalition.desk import choices
from coalition.desk.cleaned_notes import cleaned_in, from_address, in_address, sentences
from coalition.desk.refusals import INVALID, refusal
from coalition.desk.ticks import MOST_TICKED
from coalition.form_marks import ONCE
from coalition.languages import Message
from coalition.memoranda import queries as memoranda
from coalition.people.signing_in import showed_form
from coalition.people.tables import Coordinator, Role
from coalition.shown_again import is_only_shown, only_show
from coalition.web.forms import NotAForm, check_goes_on, form_of, holds_nul, posted, typed_beside, typed_in, unshown
from coalition.web.pages import language_of, page, redirect
from coalition.web.routing import AnyRequest
from coalition.web.sessions import check_form_token, form_token, session_token

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from coalition.fields import InvalidForm
    from coalition.memoranda.tables import Memorandum

_NOT_SAVED = Message("You signed in again. The form is filled in as you left it. Nothing is saved yet: look at it, and send it again.")
_BESIDE = Message("What else you typed on this page is not saved yet.")
_ENTERED = Message("Nothing is saved yet: press the button below what you typed.")
_SWITCHED = Message("The form is filled in as you left it. Nothing is saved yet.")
_FILES_NOT_SAVED = Message(
    "You signed in again. The form is filled in as you left it. Nothing is saved yet: choose your file again, because browsers give it only once; "
    "then send the form."
)
DONE = {
    "not_done": Message("You signed in again. Nothing was done: press the button again if you still want it."),
    "saved": Message("Saved."),
    "created": Message("Created."),
    "answered": Message("Your answers are saved, and nothing is imported yet. Look at what the table would do now, then import it."),
    "removed": Message("Removed."),
    "added": Message("Added."),
    "language_confirmed": Message("The language is confirmed."),
    "change_undone": Message("The change is undone. Undo that too if you did not want it."),
    "brought_back": Message("The earlier text is brought back, as a new revision."),
    "discarded": Message("What you had typed is discarded."),
    "provision_confirmed": Message("The provision is confirmed."),
    "saved_not_compared": Message("Saved. The other language was changed while you were writing: compare them again."),
    "merged": Message("The two entries are merged. This can be undone for thirty days."),
    "merging_undone": Message("The merging is undone: everything is as before."),
    "different": Message("They are different organisations: they are not offered again."),
    "difference_taken_back": Message("It is open again whether they are one organisation."),
    "deleted": Message("It is deleted."),
    "adopted": Message("The text is adopted and fixed."),
    "listed": Message("It is in the public register."),
    "unlisted": Message("It is taken out of the public register."),
    "confirmed": Message("Confirmed."),
    "opened": Message("It is open for signature."),
    "closed": Message("It is closed for signature."),
    "published": Message("It is published."),
    "lines_published": Message("The lines are published: everybody can read them once the text is public."),
    "lines_taken_back": Message("It is taken back: nobody reads it any more."),
    "hidden": Message("The name is taken out of everything public."),
    "annulled": Message("The annulment is on record."),
    "prepared": Message("Nothing is annulled yet: look at the list, then confirm or leave everything as it is."),
    "erased": Message("The persons behind the acts are forgotten; the acts stay."),
    "answers_forgotten": Message("Names, reasons and comments are deleted; what was answered stays."),
    "recorded": Message("It is on record."),
    "record_corrected": Message("The correction is on record."),
    "refused": Message("The request was refused; the reason is on its way."),
    "mistake_answered": Message("The report is answered."),
    "proposed": Message("The correction is proposed."),
    "objected": Message("The objection is on record."),
    "correction_withdrawn": Message("The correction is withdrawn."),
    "decided": Message("The correction is decided."),
    "begun": Message("A new edition is begun. The public does not see it."),
    "extended": Message("The time for signature was extended."),
    "last_day_set": Message("The last day for signature is set."),
    "accession_opened": Message("It is open for accession."),
    "terminated": Message("It is terminated."),
    "appeal_sent": Message("The appeal is sent: its letters leave now."),
    "name_taken_out": Message("The name is taken out: everybody reads the description instead."),
    "article_published": Message("It is published: everybody can read it."),
    "article_withdrawn": Message("It is withdrawn from the public."),
    "article_stays": Message("It was published once, so it stays. You can withdraw it from the public."),
    "consent_recorded": Message("The consent is on record."),
    "consent_taken_back": Message("It is on record that the consent was taken back. The article is not public."),
    "withdrawn": Message("It is withdrawn from the public. Public addresses of it show only that."),
    "returned": Message("It is shown to the public again."),
    "embargoed": Message("It is under embargo until the day you chose."),
    "embargo_lifted": Message("The embargo is lifted. It is not public."),
    "abandoned": Message("The draft is abandoned."),
    "taken_up": Message("It is a draft again."),
    "too_many_ticked": Message.plural(
        "More than {n} row is ticked. The first goes along; the ticks of the others are gone.",
        "More than {n} rows are ticked. The first {n} go along; the ticks of the others are gone.",
        MOST_TICKED,
    ),
    "archived": Message("It is archived."),
    "out_of_archive": Message("It is back from the archive."),
    "declared": Message("It is in effect, as you declared."),
    "revoked": Message("The invitation was taken back."),
    "password": Message("The password was set. All other sessions were ended."),
    "sessions": Message("All other sessions were ended."),
    "session": Message("The session was ended."),
    "calendar_ended": Message("The address of your calendar does not work any more."),
    "token": Message("The token was revoked. It does not work any more."),
    "colleague": Message("A letter with a sign-in link is on its way."),
    "disabled": Message("The account is disabled. Its sessions, sign-in links and tokens were ended."),
    "enabled": Message("The account is enabled."),
    "unchecked": Message("It is done. Nobody else can sign in as a coordinator, so nobody checked it."),
    "approval_asked": Message("It is not done yet: another coordinator has to approve it. They were told by letter."),
    "approved": Message("It is approved and carried out."),
    "approval_refused": Message("It was refused; the coordinator who asked is told."),
    "approval_withdrawn": Message("The request was withdrawn."),
    "signed_out": Message("All sessions of this person were ended."),
    "asked": Message("The proof was asked for."),
    "proved": Message("The domain is proved."),
    "receipt_sent": Message("The letter with the private link is on its way; it can take half an hour."),
    "letter_tried": Message("The letter is tried again now. Reload this page to see what became of it."),
    "noted": Message("The evidence is on record."),
    "links_ended": Message("The private links are ended."),
    "change_stopped": Message("The change is stopped."),
    "round_sent": Message("The round is sent; its letters are on their way."),
    "round_extended": Message("The deadline of the round is moved; all seats are told."),
    "round_closed": Message("The round is closed; all seats are told the result."),
    "recommended": Message("The recommendation is on record."),
    "replied": Message("The reply is on record."),
    "amendment_decided": Message("It is decided."),
    "amendment_referred": Message("It stays open for the next round."),
    "decision_taken_back": Message("The decision is taken back: it is open again."),
    "amendment_entered": Message("The amendment is entered and handed in."),
    "entry_published": Message("It is published: everybody reads it."),
    "entry_withdrawn": Message("It is withdrawn: everybody reads only that it was there."),
    "assured": Message("The question is answered; the act stands."),
}
_COUNTED: Mapping[str, Callable[[int], Message]] = {
    "amendments_entered": lambda n: Message.plural("{n} amendment is entered and handed in.", "{n} amendments are entered and handed in.", n),
    "amendments_accepted": lambda n: Message.plural("{n} amendment is accepted.", "{n} amendments are accepted.", n),
    "reminded": lambda n: Message.plural("{n} organisation was reminded.", "{n} organisations were reminded.", n),
    "proposals_sent": lambda n: Message.plural("{n} letter is on its way.", "{n} letters are on their way.", n),
    "links_sent": lambda n: Message.plural("{n} new link is on its way.", "{n} new links are on their way.", n),
    "taken_back": lambda n: Message.plural("{n} invitation was taken back.", "{n} invitations were taken back.", n),
    "receipts_sent": lambda n: Message.plural("{n} letter with a private link is on its way.", "{n} letters with private links are on their way.", n),
}
_LARGEST_NUMBER = 100_000


def person_of(request: AnyRequest) -> Coordinator:
    """Return the signed-in person."""
    person: Coordinator = request.scope["state"]["coordinator"]
    return person


def desk_page(request: AnyRequest, template: str, *, status: int = 200, **context: Any) -> Response[bytes]:
    """Render a page of the desk; a response to a POST has no language switch, because the typed values would be lost."""
    person = person_of(request)
    values: dict[str, Any] = {"values": {}, "errors": {}, "summary": [], "notice": _notice(request), "words": choices, "saved_now": None}
    values |= {"preview": None, "embargo_preview": None}
    values |= {"person": person, "is_coordinator": person.role == Role.COORDINATOR, "form_token": form_token(request)}
    values["leads_on"] = request.scope["state"].get("leads_on", "")
    if request.method == "POST":
        values["alternates"] = []
    if is_only_shown():
        values["notice"] = _not_saved(request.scope["state"]).text(language_of(request))
        if status == INVALID and not context.get("summary"):
            status, context["has_errors"] = HTTPStatus.OK, False
    shown = page(request, template, status=status, **(values | context))
    typed = typed_in(request) if is_only_shown() else typed_beside() if "leads_on" in request.scope["state"] else []
    if typed and (lost := unshown(typed, shown.content)):
        shown = page(request, template, status=status, **(values | context), unshown=lost)
    return shown


def _not_saved(state: Mapping[str, Any]) -> Message:
    if state.get("switched") or state.get("entered"):
        return _ENTERED if state.get("entered") else _SWITCHED
    return _FILES_NOT_SAVED if state.get("had_files") else _NOT_SAVED


def invalid_page(request: AnyRequest, template: str, problems: InvalidForm, **context: Any) -> Response[bytes]:
    """Show a form again with the typed values and its errors (422)."""
    return desk_page(request, template, **context, **refusal(request, problems))


def _notice(request: AnyRequest) -> str | None:
    """Return the sentences for the codes in the address; nothing but codes and numbers is read from the address."""
    if request.method == "POST":
        return None
    language = language_of(request)
    cleaned = sentences(from_address(request.query_params.get("cleaned", "")), language)
    beside = _BESIDE.text(language) if "leads_on" in request.scope["state"] else None
    return " ".join(filter(None, (_outcome(request), *cleaned, beside))) or None


def _outcome(request: AnyRequest) -> str | None:
    code, number = request.query_params.get("done", ""), request.query_params.get("n", "")
    if code in _COUNTED and number.isdecimal() and len(number) < len(str(_LARGEST_NUMBER)):
        return _COUNTED[code](int(number)).text(language_of(request))
    return DONE[code].text(language_of(request)) if code in DONE else None


def done(request: AnyRequest, name: str, code: str, **params: object) -> Response[bytes]:
    """Redirect to a page that confirms what was done, and says what was cleaned in what was typed."""
    form = request.scope["state"].get("form")
    cleaned = in_address(cleaned_in(form.items())) if form else {}
    return redirect(name, lang=language_of(request), done=code, **(cleaned | params))


def done_beside(request: AnyRequest, template: str, code: str, **context: Any) -> Response[bytes]:
    """Say what was done on the page itself, whose other form is shown as it was typed; a redirect would lose that."""
    language = language_of(request)
    return desk_page(request, template, **context, notice=f"{DONE[code].text(language)} {_BESIDE.text(language)}")


async def checked(request: AnyRequest, *, lists: Sequence[str] = ()) -> dict[str, Any]:
    """Return the fields of a form after checking that this session showed it.

    Raises:
        NotAForm: the body cannot be read.
        PermissionDeniedException: a session of somebody else showed the form.
        AskedForPage: the person goes back to the page with several parts, from one that asked something.

    """
    values = await posted(request, lists=tuple(lists))
    if holds_nul(await form_of(request)):
        raise NotAForm
    await _check_form_token(request, values)
    check_goes_on(request)
    values.pop("form_token", None)
    values.pop(ONCE, None)
    return values


async def _check_form_token(request: AnyRequest, values: Mapping[str, Any]) -> None:
    """Refuse the form of somebody else's session; a form of another session of the same person is shown again only."""
    try:
        check_form_token(request, values)
    except PermissionDeniedException:
        if not await showed_form(session_token(request, "desk"), str(values.get("form_token", ""))):
            raise
        only_show()
        state = request.scope["state"]
        state["had_files"] = state.get("had_files") or request.headers.get("content-type", "").startswith("multipart/")


async def own_memorandum(request: AnyRequest, slug: str) -> Memorandum:
    """Return a memorandum that the person works on.

    Raises:
        NotFoundException: there is no such memorandum, or the person does not work on it.

    """
    memorandum = await memoranda.for_member(slug, person_of(request).id)
    if memorandum is None:
        raise NotFoundException
    return memorandum
