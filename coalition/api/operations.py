"""What each address of the API does, takes, answers and refuses: the content of the OpenAPI document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coalition.api import models
from coalition.api.forms import AsAt, NoFields, Paging, Since
from coalition.api.problems import KINDS, RULES, Kind
from coalition.forums.forms import ForumChange, ForumForm
from coalition.memoranda.errors import AlreadyOpen, ChangedMeanwhile, NotAuthenticated, NotOpen, TextFrozen, WordingMissing
from coalition.memoranda.forms import AdoptionForm, MemorandumChange, MemorandumForm, OpeningForm, WordingForm
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.registering import ContactKnown, SlugTaken
from coalition.signatures.errors import WindowClosed
from coalition.signatures.forms import InvitingForm, RemindingForm

if TYPE_CHECKING:
    from coalition.errors import CoalitionError
    from coalition.fields import Form


@dataclass(frozen=True)
class Operation:
    """One row: what people read of it, the shapes of body, query and answer, the rules it may break."""

    tag: str
    summary: str
    answer: type[models.Answer]
    body: type[Form] | None = None
    body_optional: bool = False
    query: type[Form] | None = None
    rules: tuple[type[CoalitionError], ...] = ()
    description: str = ""

    @property
    def paged(self) -> bool:
        """Whether it answers one page of a list."""
        return self.query in {Paging, Since}


OPERATIONS: dict[str, Operation] = {
    "api.forums.list": Operation("forums", "List forums", models.ForumPage, query=Paging),
    "api.forum.show": Operation("forums", "Show a forum", models.Forum),
    "api.forum.create": Operation("forums", "Enter a forum", models.Forum, ForumForm, rules=(SlugTaken,)),
    "api.forum.update": Operation("forums", "Amend a forum", models.Forum, ForumChange, description="Lists that are given replace the old ones."),
    "api.memoranda.list": Operation("memoranda", "List memoranda", models.MemorandumPage, query=Paging),
    "api.memorandum.show": Operation("memoranda", "Show a memorandum", models.Memorandum),
    "api.memorandum.create": Operation("memoranda", "Begin a memorandum", models.Memorandum, MemorandumForm, rules=(SlugTaken,)),
    "api.memorandum.update": Operation("memoranda", "Change a memorandum", models.Memorandum, MemorandumChange, rules=(TextFrozen,)),
    "api.wording.show": Operation("memoranda", "Show the text in one language", models.Wording),
    "api.wording.update": Operation(
        "memoranda",
        "Save the text in one language",
        models.Wording,
        WordingForm,
        rules=(TextFrozen, ChangedMeanwhile),
        description="Give `version` as it was read, or 0 for a first text, so that nobody's work is overwritten.",
    ),
    "api.adoption.create": Operation(
        "memoranda", "Adopt and authenticate the text", models.Memorandum, AdoptionForm, rules=(TextFrozen, WordingMissing)
    ),
    "api.opening.create": Operation(
        "memoranda", "Open for signature", models.Memorandum, OpeningForm, rules=(NotAuthenticated, AlreadyOpen), description="Publishes it too."
    ),
    "api.closing.create": Operation("memoranda", "Close for signature", models.Memorandum, NoFields, body_optional=True, rules=(NotOpen,)),
    "api.signatories.list": Operation("signatories", "List who has signed", models.Signatories, query=AsAt),
    "api.statements.list": Operation("signatories", "List declarations, reservations and objections", models.Statements, query=AsAt),
    "api.invitations.list": Operation("signatories", "List who was invited", models.InvitationPage, query=Paging),
    "api.invitations.create": Operation(
        "signatories",
        "Invite organisations",
        models.NewInvitations,
        InvitingForm,
        rules=(NotAuthenticated, WindowClosed),
        description="The answer holds each private link this once. An answer given again for the same `Idempotency-Key` has null instead.",
    ),
    "api.reminders.create": Operation(
        "signatories", "Remind those without an answer", models.Reminded, RemindingForm, body_optional=True, rules=(WindowClosed,)
    ),
    "api.organisations.list": Operation("organisations", "List organisations", models.OrganisationPage, query=Paging),
    "api.organisation.show": Operation("organisations", "Show an organisation", models.Organisation),
    "api.organisation.create": Operation(
        "organisations", "Enter an organisation", models.Organisation, OrganisationForm, rules=(SlugTaken, ContactKnown)
    ),
    "api.organisation.update": Operation("organisations", "Amend an organisation", models.Organisation, OrganisationChange),
    "api.notifications.list": Operation(
        "notifications",
        "List notifications",
        models.NotificationPage,
        query=Since,
        description="Oldest first. One that is `removed` is a tombstone: delete what was copied of it.",
    ),
}


def statuses(operation: Operation, *, token: bool, posting: bool, located: bool) -> dict[int, list[Kind]]:
    """Return the problems an operation may answer with, by status."""
    named = {kind.name: kind for kind in KINDS}
    names = ["token-needed", "scope-too-narrow", "fault"]
    names += ["not-found"] if located else []
    names += ["malformed", "too-large", "not-json", "invalid-fields"] if operation.body else []
    names += ["invalid-fields"] if operation.query else []
    names += ["bad-idempotency-key", "idempotency-key-reused"] if posting and token else []
    found: dict[int, list[Kind]] = {}
    for kind in [*(named[name] for name in names), *(RULES[rule] for rule in operation.rules)]:
        found.setdefault(kind.status, []).append(kind)
    return dict(sorted(found.items()))
