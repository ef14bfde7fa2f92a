"""What the outbox calls letters: by the name of their template, for those that concern a memorandum."""

from __future__ import annotations

from coalition.languages import Message

INVITING = frozenset({"invitation", "reminder", "new_edition", "delegation", "fresh_link", "extended", "accession_opened"})
_OTHER = Message("Letter about the memorandum")
_CLOSED = Message("Letter about the end of the time to sign or accede")
_CORRECTION = Message("Letter about a correction")
_KINDS = {
    "invitation": Message("Invitation"),
    "reminder": Message("Reminder"),
    "new_edition": Message("Invitation to sign a new edition"),
    "delegation": Message("Invitation that was handed over"),
    "delegated": Message("Letter to the contact who handed the invitation over"),
    "fresh_link": Message("Fresh link"),
    "extended": Message("Letter about a later last day"),
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
    "correction": _CORRECTION,
    "correction_made": _CORRECTION,
    "correction_failed": _CORRECTION,
    "correction_withdrawn": _CORRECTION,
    "signing_request": Message("Letter that confirms a request"),
    "request_refused": Message("Refusal of a request"),
}


def kind_name(kind: str) -> Message:
    """Return what a kind of letter is called; letters of earlier versions have no kind."""
    return _KINDS.get(kind, _OTHER)
