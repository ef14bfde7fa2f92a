"""The table of operations: summary, body, response and errors of each route, from which the OpenAPI document is built."""

from __future__ import annotations

from coalition.acts.changing_names import NamesOnRecord
from coalition.acts.errors import OnlyParticipants, WindowClosed
from coalition.amendments.letter_forms import ViewLetterForm
from coalition.api.amendments.amendment_operations import AMENDMENT_OPERATIONS
from coalition.api.appeals.appeal_operations import APPEAL_OPERATIONS
from coalition.api.articles.article_operations import ARTICLE_OPERATIONS
from coalition.api.deliveries.delivery_operations import DELIVERY_OPERATIONS
from coalition.api.drafting.drafting_operations import DRAFTING_OPERATIONS
from coalition.api.drafting_record.record_operations import RECORD_OPERATIONS
from coalition.api.forms import (
    AmendedMemorandum,
    AsAt,
    NewMemorandum,
    Paging,
    PartOfForum,
    PartOfPartners,
    PartOfStatus,
    Searching,
    Since,
)
from coalition.api.forums.forum_operations import FORUM_OPERATIONS
from coalition.api.invitations import models as invitations
from coalition.api.languages.language_operations import LANGUAGES
from coalition.api.memoranda import models as memoranda
from coalition.api.networks import models as networks
from coalition.api.notifications import models as notifications
from coalition.api.operation import Operation
from coalition.api.organisations import models as organisations
from coalition.api.partners import models as partners
from coalition.api.problem_kind import Kind
from coalition.api.problems import KINDS, RULES
from coalition.api.requests import models as requests
from coalition.api.rounds import models as rounds
from coalition.api.search import models as search
from coalition.appeals.errors import AppealNotSent
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
from coalition.duplicates.errors import BothActed, BothInvited, BothSeated, ChangeWaits, NotMerged, SameEntry, UndoingOver, WouldBeHidden
from coalition.duplicates.forms import DifferenceForm, MergingForm
from coalition.invitations.forms import InvitingForm, RemindingForm
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
    WasAbandoned,
    WithdrawnFromPublic,
    WordingMissing,
)
from coalition.memoranda.forms import AdoptionForm, OpeningForm, SummaryForm, WordingForm
from coalition.memoranda.rule_forms import ExtensionForm, TerminationForm, WindowForm
from coalition.memoranda.taking_forms import EmbargoChange, PublicationForm, ReasonedForm, WithdrawalForm
from coalition.networks.forms import NetworkChange, NetworkForm
from coalition.organisations.contact_changes import ContactKnown
from coalition.organisations.errors import IsMerged
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.likely_duplicates import LikelyDuplicates
from coalition.organisations.listing import ListingNeedsApproval
from coalition.organisations.recording_events import NamesRecorded, NoSuccessor
from coalition.organisations.registering import RiskNeedsApproval, SlugTaken
from coalition.partners.forms import PartnerChange, PartnerForm
from coalition.published.json_memorandum import Memorandum
from coalition.published.json_signatories import SignatoryPage
from coalition.published.json_statements import Statement, Statements
from coalition.rounds.errors import RoundClosed, RoundStillOpen
from coalition.rounds.forms import RoundExtensionForm, RoundForm, RoundReminderForm
from coalition.saved_states import SavedMeanwhile
from coalition.signing_requests.errors import AlreadyAnswered, AlreadyDecided, ContactNeedsApproval
from coalition.signing_requests.forms import AcceptanceForm, RefusalForm
from coalition.statements.forms import RecordedStatementForm, StatementWithdrawalForm

OPERATIONS: dict[str, Operation] = {
    **LANGUAGES,
    **FORUM_OPERATIONS,
    "api.networks.list": Operation("networks", "List networks", networks.NetworkPage, query=Paging),
    "api.network.show": Operation("networks", "Show a network", networks.Network, query=PartOfForum),
    "api.network.create": Operation(
        "networks",
        "Enter a network",
        networks.Network,
        NetworkForm,
        rules=(SlugTaken, ContactKnown, LikelyDuplicates),
        description="Its organisation gets the kind `network`, and `level` as its scope. Members have to be in the register.",
    ),
    "api.network.update": Operation(
        "networks",
        "Change the members of a network",
        networks.Network,
        NetworkChange,
        rules=(SavedMeanwhile,),
        description="Present members that are named get what is given, others that are named join; all that are not named stay. Whoever left is "
        "given an end; `removed` is for what was entered by mistake.",
    ),
    "api.memoranda.list": Operation("memoranda", "List memoranda", memoranda.MemorandumPage, query=Paging),
    "api.memorandum.show": Operation("memoranda", "Show a memorandum", Memorandum, withdrawable=True),
    "api.memorandum.create": Operation("memoranda", "Begin a memorandum", Memorandum, NewMemorandum, rules=(SlugTaken,)),
    "api.memorandum.update": Operation(
        "memoranda",
        "Change a memorandum",
        Memorandum,
        AmendedMemorandum,
        rules=(WasAbandoned, TextFrozen, RulesBind, NobodyToApprove),
        asked=Memorandum,
        description="That it leaves a more careful forum waits until another coordinator approves it: the answer is 202, and the rest is saved.",
    ),
    "api.wording.show": Operation("memoranda", "Show the text in one language", memoranda.Wording, withdrawable=True),
    "api.wording.update": Operation(
        "memoranda",
        "Save the text in one language",
        memoranda.Wording,
        WordingForm,
        rules=(WasAbandoned, TextFrozen, ChangedMeanwhile),
        description="Give `version` as it was read, or 0 for a first text, so that nobody's work is overwritten.",
    ),
    **DRAFTING_OPERATIONS,
    "api.summary.update": Operation(
        "memoranda",
        "Save the summary above the text in one language",
        Memorandum,
        SummaryForm,
        description="It is no part of the text: no digest covers it, and it can be changed after adoption. An empty one is removed.",
    ),
    "api.adoption.create": Operation(
        "memoranda",
        "Adopt and authenticate the text",
        Memorandum,
        AdoptionForm,
        rules=(WasAbandoned, TextFrozen, WordingMissing, ChangedMeanwhile, ForumMissing, AppealNotSent),
        description="With `digest` only the text with this digest is adopted.",
    ),
    "api.opening.create": Operation(
        "memoranda",
        "Open for signature",
        Memorandum,
        OpeningForm,
        rules=(NotAuthenticated, AlreadyOpen, WithdrawnFromPublic, NotEnoughSigned),
        description="Publishes it too, unless `publicity` or the rule `publish_at_least` says otherwise.",
    ),
    "api.closing.create": Operation("memoranda", "Close for signature", Memorandum, WindowForm, body_optional=True, rules=(NotOpen,)),
    "api.extension.create": Operation(
        "memoranda", "Choose a later last day, or the first one", Memorandum, ExtensionForm, rules=(NotOpen, WithdrawnFromPublic)
    ),
    "api.accession_opening.create": Operation(
        "memoranda",
        "Open for accession after closing",
        Memorandum,
        WindowForm,
        body_optional=True,
        rules=(NotAuthenticated, NotClosed, AlreadyTerminated, WithdrawnFromPublic),
        description="A further closing ends accession too.",
    ),
    "api.termination.create": Operation(
        "memoranda", "Terminate a memorandum", Memorandum, TerminationForm, rules=(NotAuthenticated, AlreadyTerminated)
    ),
    "api.publication.create": Operation(
        "memoranda",
        "Publish a memorandum",
        Memorandum,
        PublicationForm,
        body_optional=True,
        rules=(NotAuthenticated, AlreadyPublic, WithdrawnFromPublic, NotEnoughSigned),
        description="A memorandum with the rule `publish_at_least` needs a `reason`: it is then published by hand.",
    ),
    "api.embargo.create": Operation(
        "memoranda",
        "Publish a memorandum on a day",
        Memorandum,
        EmbargoChange,
        rules=(NotAuthenticated, AlreadyPublic, WithdrawnFromPublic, NotEnoughSigned, NoEmbargo),
        description="Nothing is public before the start of the day `until` (UTC). Null lifts the embargo without publishing.",
    ),
    "api.withdrawal.create": Operation(
        "memoranda",
        "Withdraw a memorandum from the public",
        Memorandum,
        WithdrawalForm,
        rules=(NotPublic,),
        description="Every public address of it answers 410 at once. The reason is not public. Only the desk shows it to the public again.",
    ),
    "api.abandonment.create": Operation("memoranda", "Abandon a draft", Memorandum, ReasonedForm, rules=(WasAbandoned, TextFrozen, SomebodySigned)),
    "api.declaration.create": Operation(
        "memoranda",
        "Declare that a memorandum is in effect",
        Memorandum,
        ReasonedForm,
        rules=(NotAuthenticated, AlreadyInEffect, NoNumberRule, NotOpen),
        description="For rules by number that the public numbers do not show to be met. The reason is not public.",
    ),
    "api.signatories.list": Operation("signatories", "List who has signed", SignatoryPage, query=PartOfStatus, withdrawable=True),
    "api.statements.list": Operation("signatories", "List declarations, reservations and objections", Statements, query=AsAt, withdrawable=True),
    "api.statement.create": Operation(
        "signatories",
        "Record a statement of a party",
        Statement,
        RecordedStatementForm,
        description="For what came on paper or by letter. `number` is null while the name of the party is not public.",
    ),
    "api.statement.withdraw": Operation(
        "signatories",
        "Record that a party withdrew a statement",
        Statement,
        StatementWithdrawalForm,
        description="With `extent` `part`, `remaining_text` is what remains; the earlier text stays on record.",
    ),
    "api.invitations.list": Operation("signatories", "List who was invited", invitations.InvitationPage, query=Paging),
    "api.invitations.create": Operation(
        "signatories",
        "Invite organisations",
        invitations.NewInvitations,
        InvitingForm,
        rules=(NotAuthenticated, WindowClosed, OnlyParticipants, WithdrawnFromPublic),
        description="The answer holds each private link this once. An answer given again for the same `Idempotency-Key` has null instead.",
    ),
    "api.reminders.create": Operation(
        "signatories", "Remind those without an answer", invitations.Reminded, RemindingForm, body_optional=True, rules=(WindowClosed,)
    ),
    "api.rounds.list": Operation("drafting", "List the rounds of a draft", rounds.RoundPage, query=Paging),
    "api.round.show": Operation("drafting", "Show a round with its seats", rounds.Round),
    "api.round.create": Operation(
        "drafting",
        "Send a draft to organisations in a round",
        rounds.NewRound,
        RoundForm,
        rules=(RoundStillOpen, TextFrozen, WordingMissing, WasAbandoned, WithdrawnFromPublic),
        description="With `send` false the answer holds each private link this once. Silence counts only if a letter arrived or the link was opened.",
    ),
    "api.round_reminder.create": Operation(
        "drafting", "Remind the silent seats of a round", rounds.RemindedSeats, RoundReminderForm, body_optional=True, rules=(RoundClosed,)
    ),
    "api.round_proposals.create": Operation(
        "drafting",
        "Write to all seats of a round what was proposed so far, or the draft read in another way",
        rounds.ProposalLetters,
        ViewLetterForm,
        body_optional=True,
        rules=(RoundClosed,),
        description=(
            "What every seat may read stands in the letters, each with a new link; discreet letters bring the link only. "
            "`original`, `difference`, `result` and `side-by-side` compare with the last round before that went to every organisation."
        ),
    ),
    "api.round_extension.create": Operation(
        "drafting", "Move the deadline of a round to a later day", rounds.Round, RoundExtensionForm, rules=(RoundClosed,)
    ),
    "api.round_closing.create": Operation(
        "drafting", "Close a round", rounds.Round, rules=(RoundClosed,), description="Before the deadline is over, silence does not count."
    ),
    **(AMENDMENT_OPERATIONS | RECORD_OPERATIONS | DELIVERY_OPERATIONS | ARTICLE_OPERATIONS | APPEAL_OPERATIONS),
    "api.requests.list": Operation("signatories", "List requests to sign or accede", requests.RequestPage, query=Paging),
    "api.request.show": Operation("signatories", "Show a request to sign or accede", requests.SigningRequestInFull),
    "api.acceptance.create": Operation(
        "signatories",
        "Accept a request to sign or accede",
        invitations.NewInvitation,
        AcceptanceForm,
        rules=(
            *(AlreadyDecided, AlreadyAnswered, ContactNeedsApproval, LikelyDuplicates, SlugTaken),
            *(NotAuthenticated, WindowClosed, WithdrawnFromPublic),
        ),
        description="Enters the organisation if it is new, not listed, and invites it. The answer holds the private link this once.",
    ),
    "api.refusal.create": Operation(
        "signatories", "Refuse a request to sign or accede", requests.SigningRequestInFull, RefusalForm, rules=(AlreadyDecided,)
    ),
    "api.organisations.list": Operation("organisations", "List organisations", organisations.OrganisationPage, query=Paging),
    "api.organisation.show": Operation("organisations", "Show an organisation", organisations.Organisation, moves=True),
    "api.organisation.create": Operation(
        "organisations",
        "Enter an organisation",
        organisations.Organisation,
        OrganisationForm,
        rules=(SlugTaken, ContactKnown, LikelyDuplicates),
        description="One that may be in the register is refused with the `candidates`; with `confirmed_new` it is entered nevertheless.",
    ),
    "api.organisation.update": Operation(
        "organisations",
        "Amend an organisation",
        organisations.Organisation,
        OrganisationChange,
        rules=(NamesOnRecord, RiskNeedsApproval, ListingNeedsApproval, IsMerged),
        description="Only the desk marks an organisation as no longer at risk or lists one at risk: two coordinators have to agree.",
    ),
    "api.organisation_events.create": Operation(
        "organisations",
        "Record an event of an organisation",
        organisations.Organisation,
        EventForm,
        rules=(NoSuccessor, NamesRecorded, IsMerged),
        description="A new name with its date, a successor, liquidation, exile. Each public memorandum that names the organisation announces it.",
    ),
    "api.partners.list": Operation(
        "organisations",
        "List partners",
        partners.PartnerPage,
        query=PartOfPartners,
        description="Organisations with which the host works, or a programme. Everybody reads those that are shown; a token of a coordinator, all.",
    ),
    "api.partner.show": Operation("organisations", "Show a partner", partners.Partnership),
    "api.partner.create": Operation(
        "organisations",
        "Add a partner",
        partners.Partnership,
        PartnerForm,
        description="Of the host, or of `programme`. Shown to everybody only if it is in the public register; by default not where it is at risk.",
    ),
    "api.partner.update": Operation(
        "organisations",
        "Amend a partner",
        partners.Partnership,
        PartnerChange,
        rules=(SavedMeanwhile,),
        description="It is over once `until` or `ended` says so. For one that goes on again, give `until` as null and `ended` as false.",
    ),
    "api.search.show": Operation(
        "search",
        "Search everything that is public",
        search.SearchAnswer,
        query=Searching,
        description=(
            "Whole words come before beginnings of words, parts, and what is only near, such as a word with a wrong letter; names before texts. "
            "Words are found in any script, with or without marks. `html` is escaped text in which only what was found stands in an element, `mark`."
        ),
    ),
    "api.duplicates.list": Operation(
        "organisations",
        "List entries that may be one organisation",
        organisations.DuplicatePage,
        query=Paging,
        description="Pairs with the reasons. Pairs that were declared to be different organisations are left out.",
    ),
    "api.merging.create": Operation(
        "organisations",
        "Merge an entry into another one",
        organisations.Merging,
        MergingForm,
        rules=(IsMerged, SameEntry, WouldBeHidden, BothActed, BothInvited, BothSeated, ChangeWaits, AlreadyAsked, NobodyToApprove),
        description="Nothing is moved: acts stay under the names they were made with. The address of the entry redirects to the one that remains. "
        "If one of them is at risk, another coordinator is asked to approve it at the desk. Nothing is refused for what stands on memoranda "
        "of others and is not public: if both take part in one, its coordinators are told, and they decide what ends.",
        asked=organisations.MergingAsked,
    ),
    "api.merging.remove": Operation(
        "organisations",
        "Undo the merging of an entry",
        organisations.Organisation,
        rules=(NotMerged, UndoingOver, AlreadyAsked, NobodyToApprove),
        description="Within thirty days; everything is then as before. If an entry is at risk, another coordinator is asked to approve it.",
        asked=organisations.MergingAsked,
    ),
    "api.difference.create": Operation(
        "organisations", "Declare two entries to be different organisations", organisations.Difference, DifferenceForm, rules=(SameEntry,)
    ),
    "api.difference.remove": Operation("organisations", "Take back that two entries are different organisations", organisations.Difference),
    "api.notifications.list": Operation(
        "notifications",
        "List notifications",
        notifications.NotificationPage,
        query=Since,
        description="Oldest first. One that is `removed` is a tombstone: delete what was copied of it.",
    ),
}


def statuses(operation: Operation, *, token: bool, posting: bool, located: bool) -> dict[int, list[Kind]]:
    """Return the problems of an operation by status."""
    named = {kind.name: kind for kind in KINDS}
    names = ["token-needed", "scope-too-narrow", "fault"]
    names += ["not-found"] if located else []
    names += ["withdrawn-from-public"] if operation.withdrawable else []
    names += ["malformed", "too-large", "not-json", "invalid-fields"] if operation.body else []
    names += ["malformed", "too-large", "invalid-fields"] if operation.takes_file else []
    names += ["invalid-fields"] if operation.query and not operation.takes_file else []
    names += ["bad-idempotency-key", "idempotency-key-reused"] if posting and token else []
    by_status: dict[int, list[Kind]] = {}
    for kind in [*(named[name] for name in names), *(RULES[rule] for rule in operation.rules)]:
        by_status.setdefault(kind.status, []).append(kind)
    return dict(sorted(by_status.items()))
