"""The entries of the trail, and the acts that they record."""

from piccolo.columns import Date, Integer, Serial, Varchar
from piccolo.table import Table

from coalition.languages import Message
from coalition.words import Word


class ActorKind(Word):
    """Through what somebody acted."""

    DESK = "desk", Message("at the desk")
    TOKEN = "token", Message("through the API")
    COMMAND = "command", Message("by a command on the server")
    SERVER = "server", Message("the server, by itself")
    LINK = "link", Message("an organisation, with its private link")


class TrailAct(Word):
    """What was done, or which private data was read."""

    # accounts
    SIGNED_IN = "signed_in", Message("Signed in")
    SIGNED_OUT = "signed_out", Message("Signed out")
    ACCOUNT_CHANGED = "account_changed", Message("Changed their own account")
    PASSWORD_SET = "password_set", Message("Set a password")
    SESSIONS_ENDED = "sessions_ended", Message("Ended sessions")
    LINK_MADE = "link_made", Message("Made a sign-in link")
    ACCOUNT_ADDED = "account_added", Message("Added an account")
    COLLEAGUE_INVITED = "colleague_invited", Message("Invited a colleague")
    ACCOUNT_DISABLED = "account_disabled", Message("Disabled an account")
    ACCOUNT_ENABLED = "account_enabled", Message("Enabled an account")
    TOKEN_ADDED = "token_added", Message("Added an API token")
    TOKEN_REVOKED = "token_revoked", Message("Revoked an API token")
    # approvals
    APPROVAL_REQUESTED = "approval_requested", Message("Asked for an approval")
    APPROVAL_GIVEN = "approval_given", Message("Approved what another coordinator asked for")
    APPROVAL_REFUSED = "approval_refused", Message("Refused what another coordinator asked for")
    APPROVAL_WITHDRAWN = "approval_withdrawn", Message("Withdrew a request for approval")
    APPROVAL_EXPIRED = "approval_expired", Message("A request for approval expired")
    DONE_UNCHECKED = "done_unchecked", Message("Made a change that nobody else could check")
    # the host
    HOST_DESCRIBED = "host_described", Message("Changed what is said of the host")
    # forums and programmes
    FORUM_ADDED = "forum_added", Message("Added a forum")
    FORUM_DELETED = "forum_deleted", Message("Deleted a forum that was added by mistake")
    FORUM_ARCHIVED = "forum_archived", Message("Archived a forum")
    FORUM_TAKEN_BACK = "forum_taken_back", Message("Took a forum back from the archive")
    FORUM_CHANGED = "forum_changed", Message("Changed a forum")
    PARTICIPANTS_CHANGED = "participants_changed", Message("Changed the organisations of a forum")
    PROGRAMME_ADDED = "programme_added", Message("Added a programme")
    PROGRAMME_DELETED = "programme_deleted", Message("Deleted a programme that was added by mistake")
    PROGRAMME_ARCHIVED = "programme_archived", Message("Archived a programme")
    PROGRAMME_TAKEN_BACK = "programme_taken_back", Message("Took a programme back from the archive")
    PROGRAMME_CHANGED = "programme_changed", Message("Changed a programme")
    # organisations
    ORGANISATION_ADDED = "organisation_added", Message("Added an organisation")
    ORGANISATION_DELETED = "organisation_deleted", Message("Deleted an organisation that was added by mistake")
    ORGANISATIONS_MERGED = "organisations_merged", Message("Merged an organisation that was entered twice")
    MERGING_UNDONE = "merging_undone", Message("Undid the merging of two entries of an organisation")
    ORGANISATIONS_DIFFER = "organisations_differ", Message("Declared two entries to be different organisations")
    DIFFERENCE_TAKEN_BACK = "difference_taken_back", Message("Took back that two entries are different organisations")
    ORGANISATION_CHANGED = "organisation_changed", Message("Changed an organisation")
    NAME_CORRECTED = "name_corrected", Message("Corrected the spelling of a name")
    ORGANISATION_LISTED = "organisation_listed", Message("Listed an organisation in the public register")
    ORGANISATION_UNLISTED = "organisation_unlisted", Message("Took an organisation out of the public register")
    LISTING_CONFIRMED = "listing_confirmed", Message("Confirmed whether an organisation is in the public register")
    MEMBERS_ADDED = "members_added", Message("Added members of a network")
    MEMBERSHIP_CHANGED = "membership_changed", Message("Changed a membership in a network")
    MEMBERSHIPS_IMPORTED = "memberships_imported", Message("Imported members of networks")
    MEMBERSHIP_REMOVED = "membership_removed", Message("Removed a membership in a network that was entered by mistake")
    CONTACT_ADDED = "contact_added", Message("Added a contact")
    CONTACT_CHANGED = "contact_changed", Message("Changed a contact")
    CONTACT_REMOVED = "contact_removed", Message("Removed a contact")
    ORGANISATION_EVENT_RECORDED = "organisation_event_recorded", Message("Recorded an event of an organisation")
    PROOF_REQUESTED = "proof_requested", Message("Asked for the proof of a domain")
    PROOF_CHECKED = "proof_checked", Message("Checked the proof of a domain")
    ORGANISATIONS_UPLOADED = "organisations_uploaded", Message("Uploaded a list of organisations")
    ORGANISATIONS_IMPORTED = "organisations_imported", Message("Imported organisations")
    IMPORT_PREPARED = "import_prepared", Message("Chose columns and answers for an uploaded list")
    ORGANISATIONS_IMPORT_UNDONE = "organisations_import_undone", Message("Undid an import of organisations")
    # partners
    PARTNER_ADDED = "partner_added", Message("Added a partner")
    PARTNER_CHANGED = "partner_changed", Message("Changed what is known of a partner")
    PARTNER_REMOVED = "partner_removed", Message("Removed a partner that was added by mistake")
    PARTNER_NUMBER_CHANGED = "partner_number_changed", Message("Changed the number of partners without names")
    # memoranda
    MEMORANDUM_BEGUN = "memorandum_begun", Message("Began the memorandum")
    MEMORANDUM_CHANGED = "memorandum_changed", Message("Changed the details")
    MEMORANDUM_DELETED = "memorandum_deleted", Message("Deleted a memorandum that was begun by mistake")
    MEMBER_ADDED = "member_added", Message("Added a person to those who work on it")
    MEMBER_REMOVED = "member_removed", Message("Removed a person from those who work on it")
    ANSWERING_CHOSEN = "answering_chosen", Message("Chose who answers for the text")
    PUBLIC_CONTACT_CHOSEN = "public_contact_chosen", Message("Let everybody read their name as the contact for the text")
    PUBLIC_CONTACT_HIDDEN = "public_contact_hidden", Message("Took a contact for the text out of the public page")
    TEXT_SAVED = "text_saved", Message("Saved the text")
    SUMMARY_SAVED = "summary_saved", Message("Wrote or changed the summary above the text")
    SUMMARY_REMOVED = "summary_removed", Message("Removed the summary above the text")
    WORDING_CONFIRMED = "wording_confirmed", Message("Confirmed that a language says the same as the others")
    ALIGNMENT_CHANGED = "alignment_changed", Message("Changed which passages are the same provision")
    TEXT_ADOPTED = "text_adopted", Message("Adopted the text")
    OPENED = "opened", Message("Opened it for signature")
    EXTENDED = "extended", Message("Extended the time for signature")
    LAST_DAY_SET = "last_day_set", Message("Chose the first last day for signature")
    CLOSED = "closed", Message("Closed it for signature")
    ACCESSION_OPENED = "accession_opened", Message("Opened it for accession")
    PUBLISHED = "published", Message("Published it")
    TERMINATED = "terminated", Message("Terminated it")
    WITHDRAWN_FROM_PUBLIC = "withdrawn_from_public", Message("Withdrew it from the public")
    RETURNED_TO_PUBLIC = "returned_to_public", Message("Showed it to the public again")
    EMBARGO_SET = "embargo_set", Message("Chose the day on which it is published")
    EMBARGO_LIFTED = "embargo_lifted", Message("Removed the day on which it was to be published")
    DRAFT_ABANDONED = "draft_abandoned", Message("Abandoned the draft")
    DRAFT_TAKEN_UP = "draft_taken_up", Message("Took the draft up again")
    EFFECT_DECLARED = "effect_declared", Message("Declared that it is in effect")
    PUBLISHED_BY_HAND = "published_by_hand", Message("Published it by hand")
    RULES_CHANGED = "rules_changed", Message("Changed the rules")
    SUCCESSOR_CHANGED = "successor_changed", Message("Changed which memorandum replaces it")
    PAST_ENTERED = "past_entered", Message("Entered it as a memorandum of the past")
    CORRECTION_PROPOSED = "correction_proposed", Message("Proposed a correction")
    CORRECTION_OBJECTED = "correction_objected", Message("Recorded an objection to a correction")
    CORRECTION_DECIDED = "correction_decided", Message("Decided a correction")
    CORRECTION_WITHDRAWN = "correction_withdrawn", Message("Withdrew a correction")
    ROUND_SENT = "round_sent", Message("Sent a round to organisations")
    ROUND_EXTENDED = "round_extended", Message("Extended a round")
    ROUND_CLOSED = "round_closed", Message("Closed a round")
    SEAT_REMINDED = "seat_reminded", Message("Reminded an organisation of a round")
    SEAT_ANSWERED = "seat_answered", Message("Answered a round")
    EDITION_BEGUN = "edition_begun", Message("Began a new edition")
    EDITION_GIVEN_UP = "edition_given_up", Message("Gave up a new edition")
    # invitations and acts
    INVITED = "invited", Message("Invited an organisation")
    INVITATION_REVOKED = "invitation_revoked", Message("Took an invitation back")
    DECLINE_TAKEN_BACK = "decline_taken_back", Message("Took the decline of an organisation back")
    LINKS_REVOKED = "links_revoked", Message("Revoked private links")
    REMINDED = "reminded", Message("Reminded an organisation")
    ACT_RECORDED = "act_recorded", Message("Recorded an act of an organisation")
    RECORD_CORRECTED = "record_corrected", Message("Corrected the record of an act")
    LETTER_TRIED = "letter_tried", Message("Had a waiting letter tried again at once")
    RECEIPT_SENT = "receipt_sent", Message("Sent the private link of an act that was entered on behalf")
    NAME_HIDDEN = "name_hidden", Message("Hid a name")
    CHANGE_STOPPED = "change_stopped", Message("Stopped a change of disclosure that an organisation asked for")
    ACT_ANNULLED = "act_annulled", Message("Annulled an act")
    PERSON_ERASED = "person_erased", Message("Erased the persons behind the acts of an organisation")
    ANNULMENTS_PREPARED = "annulments_prepared", Message("Prepared annulments")
    ANNULMENTS_CONFIRMED = "annulments_confirmed", Message("Confirmed annulments")
    ANNULMENTS_UNDONE = "annulments_undone", Message("Undid prepared annulments")
    SIGNATORIES_UPLOADED = "signatories_uploaded", Message("Uploaded a list of signatories")
    SIGNATORIES_IMPORTED = "signatories_imported", Message("Imported signatories")
    MANDATE_RECORDED = "mandate_recorded", Message("Recorded evidence of a mandate")
    QUESTION_ANSWERED = "question_answered", Message("Answered the question of a second contact")
    ACCESSION_ACCEPTED = "accession_accepted", Message("Accepted a request to sign")
    ACCESSION_REFUSED = "accession_refused", Message("Refused a request to sign")
    MISTAKE_ANSWERED = "mistake_answered", Message("Answered a reported mistake")
    STATEMENT_RECORDED = "statement_recorded", Message("Recorded a statement")
    STATEMENT_WITHDRAWN = "statement_withdrawn", Message("Recorded the withdrawal of a statement")
    STATEMENT_TRANSLATED = "statement_translated", Message("Added a translation of a statement")
    # readings
    CONTACTS_READ = "contacts_read", Message("Read the contacts of an organisation at risk")
    NAMES_READ = "names_read", Message("Read names of signatories")
    NAMES_EXPORTED = "names_exported", Message("Exported names of signatories")
    MANDATE_READ = "mandate_read", Message("Read evidence of a mandate")
    STATEMENT_READ = "statement_read", Message("Read a statement of an organisation that is not named")


class TrailEntry(Table):
    """One entry; never updated, never deleted (triggers refuse both).

    It names people and things by number only, so no table refers to it and nothing has to be erased from it. `about` is a kind of thing
    and its number or address name, such as `organisation:12`. `previous` is the hash of the entry before: unique, so the chain has no fork.
    """

    id: Serial
    actor_kind = Varchar(20, null=False)
    coordinator = Integer(null=True, default=None)
    token = Integer(null=True, default=None)
    act = Varchar(40, null=False)
    about = Varchar(120, null=False, default="")
    memorandum = Integer(null=True, default=None)
    day = Date(null=False)
    previous = Varchar(64, null=False, unique=True)
    hash = Varchar(64, null=False)
