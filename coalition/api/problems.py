"""Errors as problem+json (RFC 9457): a stable type for programs, sentences in the reader's language for people."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.exceptions import HTTPException
from msgspec.structs import asdict

from coalition.acts.changing_names import NamesOnRecord
from coalition.acts.errors import OnlyParticipants, WindowClosed
from coalition.amendments.errors import (
    AmendmentNotOpen,
    AmendmentsCollide,
    NoSuchAmendment,
    NoSuchComment,
    NotDecided,
    OnlyTheOrganisation,
    WordsChanged,
)
from coalition.api.articles.article_problems import ARTICLE_RULES
from coalition.api.deliveries.delivery_problems import DELIVERY_RULES
from coalition.api.models import Candidate, FieldError, Problem, SavedText, UncertainLine
from coalition.api.problem_kind import Kind
from coalition.appeals.errors import AppealChanged, AppealNotSent, AppealSent, HourOver, NameInText, NobodyGetsLetters
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.database import Unavailable
from coalition.drafting.errors import (
    CannotJoin,
    CannotMove,
    NothingBefore,
    NumbersUncertain,
    NumberTwice,
    OtherNumber,
    OthersChange,
    ProvisionChanged,
    ProvisionRemoved,
    SavedAfter,
    SeveralProvisions,
)
from coalition.drafting_record.errors import LinesChanged
from coalition.duplicates.errors import BothActed, BothInvited, BothSeated, ChangeWaits, NotMerged, SameEntry, UndoingOver, WouldBeHidden
from coalition.errors import CoalitionError
from coalition.fields import InvalidForm
from coalition.languages import Message
from coalition.memoranda.errors import (
    AlreadyInEffect,
    AlreadyOpen,
    AlreadyPublic,
    AlreadyTerminated,
    ChangedMeanwhile,
    ForumMissing,
    NoEmbargo,
    NoNumberRule,
    NotAuthenticated,
    NotClosed,
    NotEnoughSigned,
    NotOpen,
    NotPublic,
    RulesBind,
    SomebodySigned,
    TextFrozen,
    UncertainLines,
    WasAbandoned,
    WithdrawnFromPublic,
    WordingMissing,
)
from coalition.organisations.contact_changes import ContactKnown
from coalition.organisations.errors import IsMerged
from coalition.organisations.likely_duplicates import LikelyDuplicates
from coalition.organisations.listing import ListingNeedsApproval
from coalition.organisations.recording_events import NamesRecorded, NoSuccessor
from coalition.organisations.registering import RiskNeedsApproval, SlugTaken
from coalition.rounds.errors import RoundClosed, RoundStillOpen
from coalition.saved_states import SavedMeanwhile
from coalition.signing_requests.errors import AlreadyAnswered, AlreadyDecided, ContactNeedsApproval
from coalition.web.errors import RETRY_AFTER, Interrupted
from coalition.web.pages import PRIVATE, language_of
from coalition.web.routing import AnyRequest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from litestar.types import ExceptionHandlersMap

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"

MALFORMED = Kind("malformed", 400, Message("The request cannot be read"), Message("Send one JSON object in UTF-8."))
BAD_KEY = Kind("bad-idempotency-key", 400, Message("The key cannot be used"), Message("Idempotency-Key takes 1 to 255 visible ASCII characters."))
TOKEN_NEEDED = Kind("token-needed", 401, Message("A valid token is needed"), Message("Send Authorization: Bearer with a token that was not revoked."))
NOT_ALLOWED = Kind("scope-too-narrow", 403, Message("The token may not do this"), Message("Use a token with scope write, made for a coordinator."))
NOT_FOUND = Kind("not-found", 404, Message("There is no such thing"), Message("It does not exist, or it is not for this token."))
NO_METHOD = Kind("method-not-allowed", 405, Message("This cannot be done here"), Message("The address exists but does not accept this method."))
WITHDRAWN = Kind("withdrawn-from-public", 410, Message("Withdrawn from the public"), Message("What was here was withdrawn from the public."))
TOO_LARGE = Kind(
    "too-large", 413, Message("The request is too large"), Message("A body may hold one mebibyte, a Word file three, and a picture eight.")
)
NOT_JSON = Kind("not-json", 415, Message("The body is not JSON"), Message("Send the body as application/json."))
INVALID = Kind("invalid-fields", 422, Message("Some fields do not fit"), Message("Nothing was changed; each error points to its field."))
KEY_REUSED = Kind("idempotency-key-reused", 422, Message("The key was used for another request"), Message("Use a new Idempotency-Key."))
UNAVAILABLE = Kind("unavailable", 503, Message("Please try again in a moment"), Message("The service is busy. Nothing was changed."))
ANSWER_LOST = Kind(
    "answer-lost",
    502,
    Message("The answer was lost"),
    Message("It is not known whether anything was changed. Send the same with the same Idempotency-Key, or read it first."),
)
FAULT = Kind("fault", 500, Message("Something went wrong here"), Message("The fault is ours and was noted. Nothing was half done."))
RULE = Kind("rule-broken", 409, Message("A rule forbids this"), Message("The record is in a state in which this cannot be done."))
_CHANGED = Kind("changed-meanwhile", 409, Message("Somebody saved it meanwhile"), Message("Read it again and send its present version."))
_NOT_SO = Message("The draft cannot be changed in this way")
RULES: dict[type[CoalitionError], Kind] = {
    SlugTaken: Kind("slug-taken", 409, Message("The address name is taken"), Message("Choose another slug; this one belongs to another record.")),
    LikelyDuplicates: Kind(
        "likely-duplicate",
        409,
        Message("It may be in the register"),
        Message('If it is none of the `candidates`, send the same with `"confirmed_new": true`.'),
    ),
    ContactKnown: Kind("contact-known", 409, Message("The contact is there twice"), Message("Give each e-mail address once for an organisation.")),
    RiskNeedsApproval: Kind(
        "approval-needed", 409, Message("Two coordinators have to agree"), Message("Ask at the desk to mark it as no longer at risk.")
    ),
    ListingNeedsApproval: Kind(
        "listing-approval-needed", 409, Message("Two coordinators have to agree"), Message("Ask at the desk to list an organisation at risk.")
    ),
    IsMerged: Kind("merged", 409, Message("It is merged"), Message("It is merged into another entry: change that one, or undo the merging.")),
    SameEntry: Kind("same-entry", 409, Message("They are one entry"), Message("Name two different entries.")),
    WouldBeHidden: Kind(
        "would-be-hidden",
        409,
        Message("The entry that would remain is not public"),
        Message("List it in the public register first, or merge the other way round."),
    ),
    BothActed: Kind(
        "both-acted",
        409,
        Message("Both have acted"),
        Message(
            "An act of each stands on the same memorandum: one that you work on, or whose public list names both. "
            "One has to end before they are merged."
        ),
    ),
    BothInvited: Kind(
        "both-invited",
        409,
        Message("Both could answer"),
        Message(
            "On a memorandum that you work on each is invited, or one is and the other has acted. Take back an invitation before they are merged."
        ),
    ),
    BothSeated: Kind(
        "both-seated",
        409,
        Message("Both answer in one round"),
        Message("Both have a seat in an open round of a text that you work on. Close it, or wait until it is closed, before they are merged."),
    ),
    ChangeWaits: Kind("change-waits", 409, Message("A change waits"), Message("A change of one of them waits for approval. Decide it first.")),
    AlreadyAsked: Kind("already-asked", 409, Message("The same change waits for approval"), Message("Another coordinator decides it at the desk.")),
    NobodyToApprove: Kind(
        "nobody-to-approve",
        409,
        Message("Nobody can approve it yet"),
        Message("The other coordinators were disabled at the desk within the last seven days. Whoever runs the server can enable an account."),
    ),
    NotMerged: Kind("not-merged", 409, Message("It is not merged"), Message("There is nothing to undo.")),
    UndoingOver: Kind("undoing-over", 409, Message("It is too late"), Message("A merging can be undone for thirty days.")),
    TextFrozen: Kind("text-frozen", 409, Message("The text is fixed"), Message("What was authenticated is not edited any more.")),
    WordingMissing: Kind("wording-missing", 409, Message("A text is missing"), Message("Every authentic language needs its text first.")),
    NotAuthenticated: Kind("text-not-fixed", 409, Message("The text is not fixed"), Message("Adopt the memorandum first.")),
    AlreadyOpen: Kind("already-open", 409, Message("It was opened before"), Message("A memorandum is opened for signature once.")),
    RoundStillOpen: Kind("round-open", 409, Message("A round is open"), Message("A memorandum has one open round at a time. Close it first.")),
    RoundClosed: Kind("round-closed", 409, Message("The round is closed"), Message("It was closed, or its deadline is over.")),
    NotOpen: Kind("not-open", 409, Message("It is not open"), Message("Only what is open can be closed or extended.")),
    NotClosed: Kind("not-closed", 409, Message("It is not closed"), Message("Only what was closed for signature can be opened for accession.")),
    NotEnoughSigned: Kind("not-enough-signed", 409, Message("Not enough have signed"), Message("By its rule it becomes public by itself later.")),
    ForumMissing: Kind("forum-missing", 409, Message("The forum is missing"), Message("A rule speaks of the forum or of its countries.")),
    RulesBind: Kind("rules-bind", 409, Message("Somebody has signed"), Message("Rules do not change once an organisation has signed under them.")),
    AlreadyTerminated: Kind("already-terminated", 409, Message("It was terminated"), Message("A terminated memorandum binds nobody any more.")),
    AlreadyPublic: Kind("already-public", 409, Message("It is public"), Message("It was published before.")),
    NotPublic: Kind("not-public", 409, Message("It is not public"), Message("The memorandum is not public.")),
    WithdrawnFromPublic: Kind(
        "withdrawn", 409, Message("Withdrawn from the public"), Message("While it is withdrawn nobody is invited and nobody signs.")
    ),
    NoEmbargo: Kind("no-embargo", 409, Message("It is not under embargo"), Message("There is no day to remove.")),
    WasAbandoned: Kind("abandoned", 409, Message("The draft was abandoned"), Message("An abandoned draft can only be read.")),
    SomebodySigned: Kind("somebody-signed", 409, Message("An act is recorded"), Message("A draft on which an act is recorded stays.")),
    NoNumberRule: Kind("no-rule-by-number", 409, Message("No rule by number"), Message("No number of signatures is awaited.")),
    AlreadyInEffect: Kind("already-in-effect", 409, Message("It took effect"), Message("A memorandum takes effect once.")),
    ChangedMeanwhile: _CHANGED,
    SavedMeanwhile: _CHANGED,
    ProvisionChanged: Kind(
        "provision-changed",
        409,
        Message("Somebody saved it meanwhile"),
        Message("Bring both texts together, and send them with the `base` of `saved`."),
    ),
    ProvisionRemoved: Kind(
        "provision-removed", 409, Message("The provision is not there"), Message("The draft has no such provision, or none in this language.")
    ),
    SeveralProvisions: Kind(
        "several-provisions",
        409,
        _NOT_SO,
        Message("This would be several provisions. Divide the provision, or add another one for the rest."),
    ),
    OtherNumber: Kind(
        "other-number",
        409,
        _NOT_SO,
        Message("A provision keeps its number and its kind here. Write the number as it was; numbers change in the whole text."),
    ),
    OthersChange: Kind(
        "others-change",
        409,
        _NOT_SO,
        Message("Other provisions would be read in another way with this text. Make the change in the whole text."),
    ),
    NumberTwice: Kind("number-twice", 409, _NOT_SO, Message("Two provisions would have the same number. Write another number.")),
    NumbersUncertain: Kind("numbers-uncertain", 409, _NOT_SO, Message("It is not certain how the numbers go on here. They would stay as they are.")),
    CannotMove: Kind("cannot-move", 409, _NOT_SO, Message("It cannot go there.")),
    CannotJoin: Kind(
        "cannot-join",
        409,
        _NOT_SO,
        Message("It can be joined only with a provision of its kind and level that follows directly, and if nothing stands below it."),
    ),
    SavedAfter: Kind(
        "saved-after",
        409,
        _NOT_SO,
        Message("Somebody saved one of these texts after the change. It cannot be undone any more; bring an earlier text back instead."),
    ),
    NothingBefore: Kind("nothing-before", 409, _NOT_SO, Message("The text begins with this change: there is nothing before it.")),
    AmendmentNotOpen: Kind(
        "amendment-not-open", 409, Message("It is not open"), Message("The amendment was decided or withdrawn, or its provision is gone.")
    ),
    AmendmentsCollide: Kind(
        "amendments-collide",
        409,
        Message("They collide"),
        Message("Two of these amendments collide: accept them one by one, and look at each."),
    ),
    WordsChanged: Kind(
        "words-changed",
        409,
        Message("The words were changed meanwhile"),
        Message("It can be accepted with changes only: send `accepted_modified` with a `text` and the `base` of the amendment."),
    ),
    OnlyTheOrganisation: Kind(
        "only-the-organisation",
        409,
        Message("Only the organisation can answer this"),
        Message("It handed the amendment in itself: only the organisation can let everybody read more of it."),
    ),
    LinesChanged: Kind(
        "lines-changed",
        409,
        Message("These lines cannot be published"),
        Message(
            "Nothing was published: not all organisations agree, one of them hides its name or is at risk, words were erased, "
            "or a line says something else now."
        ),
    ),
    AppealSent: Kind("appeal-sent", 409, Message("It was sent"), Message("The appeal was sent; it does not change any more.")),
    AppealChanged: _CHANGED,
    NameInText: Kind("name-in-text", 409, Message("The text names a person"), Message("Write a description instead of the name, in every language.")),
    HourOver: Kind("hour-over", 409, Message("Its hour is over"), Message("Choose a later moment until which it is open, and check it again.")),
    NobodyGetsLetters: Kind("nobody-gets-letters", 409, Message("Nobody gets letters"), Message("Choose a network of which a member has a contact.")),
    AppealNotSent: Kind("appeal-not-sent", 409, Message("It is sent first"), Message("An appeal is adopted and opened by sending it.")),
    NotDecided: Kind("not-decided", 409, Message("It is not decided"), Message("There is no decision that could be taken back.")),
    OnlyParticipants: Kind(
        "only-participants", 409, Message("Not a participant"), Message("Now only organisations that took part in the forum may sign.")
    ),
    NamesOnRecord: Kind(
        "names-on-record",
        409,
        Message("A public act names it"),
        Message(
            "Record another name as an event with its date (`POST …/events`). For another spelling of the same name send the reason as `correction`. "
            "The contacts of the organisation get a letter."
        ),
    ),
    NoSuccessor: Kind(
        "no-successor", 409, Message("It cannot be the successor"), Message("It is not in the register, is the organisation itself, or came before.")
    ),
    NamesRecorded: Kind("names-recorded", 409, Message("Names are on record"), Message("Former names until this date are on record already.")),
    AlreadyDecided: Kind("already-decided", 409, Message("The request was decided"), Message("A request is accepted or refused once.")),
    AlreadyAnswered: Kind("already-answered", 409, Message("It has signed"), Message("A signature or support of this organisation stands.")),
    ContactNeedsApproval: Kind(
        "contact-needs-approval", 409, Message("Two coordinators have to agree"), Message("Ask at the desk to add the contact, and accept then.")
    ),
    WindowClosed: Kind("window-closed", 409, Message("It cannot be signed now"), Message("The memorandum is not open for signature.")),
    **ARTICLE_RULES,
    **DELIVERY_RULES,
}
_BY_STATUS = {kind.status: kind for kind in (MALFORMED, TOKEN_NEEDED, NOT_ALLOWED, NOT_FOUND, NO_METHOD, TOO_LARGE, NOT_JSON)}
_OF_RULES = {kind.name: kind for kind in RULES.values()}  # two rules may be one kind
KINDS = (*_BY_STATUS.values(), WITHDRAWN, BAD_KEY, INVALID, KEY_REUSED, *_OF_RULES.values(), RULE, UNAVAILABLE, ANSWER_LOST, FAULT)


class Refused(Exception):
    """Raised for a request that the API refuses for a reason other than a rule of the domain."""

    def __init__(self, kind: Kind, headers: Mapping[str, str] | None = None) -> None:
        """Store the kind and further headers."""
        super().__init__(kind.name)
        self.kind = kind
        self.headers = dict(headers or {})


def problem(request: AnyRequest, kind: Kind, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response[bytes]:
    """Return a problem in the language of the request; `more` are further fields of `Problem`."""
    language = language_of(request)
    said = Problem(type=kind.type, title=kind.title.text(language), status=kind.status, detail=kind.detail.text(language), **more)
    all_headers = dict(headers or {}) | {"Cache-Control": PRIVATE, "Content-Language": language}
    body = said.model_dump_json(exclude_none=True, ensure_ascii=True).encode()
    return Response(body, status_code=kind.status, media_type=MEDIA_TYPE, headers=all_headers)


def refused(request: AnyRequest, error: Refused) -> Response[bytes]:
    """Answer a request that the API refuses."""
    return problem(request, error.kind, headers=error.headers)


def http_error(request: AnyRequest, error: HTTPException) -> Response[bytes]:
    """Answer a request that the framework refuses: unknown address or method, body too large."""
    kind = _BY_STATUS.get(error.status_code, MALFORMED)
    if error.status_code >= FAULT.status:
        return fail(request, error)
    return problem(request, kind, headers=error.headers)


def invalid(request: AnyRequest, error: InvalidForm) -> Response[bytes]:
    """Answer with the invalid fields."""
    language = language_of(request)
    errors = [FieldError(pointer=f"/{path}" if path else "", message=message.text(language)) for path, message in error.problems.items()]
    lines = error.lines if isinstance(error, UncertainLines) else []
    return problem(request, INVALID, errors=errors, uncertain=[UncertainLine(**asdict(line)) for line in lines] or None)


def rule_broken(request: AnyRequest, error: CoalitionError) -> Response[bytes]:
    """Answer with the rule that forbids the request."""
    return problem(request, RULES.get(type(error), RULE))


def not_there(request: AnyRequest, _: CoalitionError) -> Response[bytes]:
    """Answer that there is no such thing."""
    return problem(request, NOT_FOUND)


def provision_changed(request: AnyRequest, error: ProvisionChanged) -> Response[bytes]:
    """Answer with the text that somebody else saved."""
    return problem(request, RULES[ProvisionChanged], saved=SavedText(text=error.saved.source, base=error.saved.digest))


def likely_duplicates(request: AnyRequest, error: LikelyDuplicates) -> Response[bytes]:
    """Answer with the organisations that a new one may be."""
    language = language_of(request)
    candidates = [
        Candidate(slug=likely.organisation.slug, name=likely.organisation.primary.name, reasons=[reason.text(language) for reason in likely.reasons])
        for likely in error.candidates
    ]
    return problem(request, RULES[LikelyDuplicates], candidates=candidates)


def unavailable(request: AnyRequest, error: Unavailable) -> Response[bytes]:
    """Log that the database cannot work now and ask to try again (503)."""
    log.error("database_unavailable handler=%s reason=%s", request.scope.get("route_handler", ""), error.reason)
    return problem(request, UNAVAILABLE, headers=RETRY_AFTER)


def interrupted(request: AnyRequest, _: Interrupted) -> Response[bytes]:
    """Log that an answer was lost and say so (502)."""
    log.error("answer_lost")
    return problem(request, ANSWER_LOST)


def fail(request: AnyRequest, error: Exception) -> Response[bytes]:
    """Answer with an internal error (500)."""
    log.error("api_failed handler=%s error=%s", request.scope.get("route_handler", ""), type(error).__name__, exc_info=error)
    return problem(request, FAULT)


API_ERRORS: ExceptionHandlersMap = {
    Refused: refused,
    HTTPException: http_error,
    InvalidForm: invalid,
    Unavailable: unavailable,
    Interrupted: interrupted,
    LikelyDuplicates: likely_duplicates,
    ProvisionChanged: provision_changed,
    NoSuchAmendment: not_there,
    NoSuchComment: not_there,
    CoalitionError: rule_broken,
    Exception: fail,
}
