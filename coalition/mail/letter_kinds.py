"""What the outbox calls letters, by the name of their template, and which of those about the register it lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.languages import Message
from coalition.words import Word, for_each

if TYPE_CHECKING:
    from collections.abc import Mapping

INVITING = frozenset({"invitation", "appeal", "reminder", "new_edition", "delegation", "fresh_link", "extended", "last_day_set", "accession_opened"})
_OTHER = Message("Letter about the memorandum")
_CLOSED = Message("Letter about the end of the time to sign or accede")
_CORRECTION = Message("Letter about a correction")
_KINDS = {
    "invitation": Message("Invitation"),
    "appeal": Message("Letter of an urgent appeal"),
    "reminder": Message("Reminder"),
    "new_edition": Message("Invitation to sign a new edition"),
    "delegation": Message("Invitation that was handed over"),
    "delegated": Message("Letter to the contact who handed the invitation over"),
    "fresh_link": Message("Fresh link"),
    "extended": Message("Letter about a later last day"),
    "last_day_set": Message("Letter about the first last day"),
    "closed": _CLOSED,
    "closed_party": _CLOSED,
    "accession_opened": Message("Invitation to accede"),
    "receipt": Message("Receipt"),
    "statement_receipt": Message("Receipt of a statement"),
    "confirmation": Message("Reminder to confirm a signature ad referendum"),
    "colleague": Message("Question to a second person of the organisation"),
    "questioned": Message("Letter to the coordinators about a questioned act"),
    "disclosure_request": Message("Letter about a change of disclosure"),
    "record_corrected": Message("Letter about a correction of the record"),
    "named_for_language": Message("Letter to a translator or reviser"),
    "round_opened": Message("Draft sent for an answer"),
    "round_reminder": Message("Reminder of a round"),
    "round_extended": Message("Letter about a later deadline of a round"),
    "round_view": Message("Letter with the draft of a round"),
    "line_published": Message("Letter about what became public of the drafting"),
    "timeline": Message("Letter about the timeline"),
    "round_broken": Message("Letter about broken silence"),
    "round_closed": Message("Letter about the result of a round"),
    "correction": _CORRECTION,
    "correction_made": _CORRECTION,
    "correction_failed": _CORRECTION,
    "correction_withdrawn": _CORRECTION,
    "signing_request": Message("Letter that confirms a request"),
    "request_refused": Message("Refusal of a request"),
}


class Topic(Word):
    """What a letter that concerns no memorandum is about."""

    ORGANISATIONS = "organisations", Message("organisations")
    PEOPLE = "people", Message("people at the desk")
    SUBSCRIBERS = "subscribers", Message("subscribers")


REGISTER_KINDS: Mapping[Topic, Mapping[str, Message]] = for_each(
    Topic,
    {
        Topic.ORGANISATIONS: {
            "domain_proof": Message("Proof of the domain"),
            "contact_confirmation": Message("Question to a new contact"),
            "contacts_changed": Message("Letter to a contact about changed contacts"),
            "mistake_answered": Message("Answer to a reported mistake"),
            "names_changed": Message("Letter to a contact about changed names"),
        },
        Topic.PEOPLE: {
            "first_sign_in": Message("Invitation of a colleague"),
            "sign_in": Message("Sign-in link"),
            "account_change": Message("Letter about a change of people at the desk"),
            "approval_requested": Message("Request for approval"),
            "approval_decided": Message("Answer to a request for approval"),
        },
        Topic.SUBSCRIBERS: {
            "subscription": Message("Letter that confirms a subscription"),
            "notifications": Message("Notifications to a subscriber"),
        },
    },
)
# In no list and in no number: each tells that something happened on a text, or that an organisation has to do with one.
_UNLISTED_KINDS = frozenset({"news", "contacts_changed_desk"})
_NAMES = {kind: name for kinds in (_KINDS, *REGISTER_KINDS.values()) for kind, name in kinds.items()}


def kind_name(kind: str) -> Message:
    """Return what a kind of letter is called; letters of earlier versions have no kind."""
    return _NAMES.get(kind, _OTHER)
