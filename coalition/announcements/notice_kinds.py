"""Every kind of notification in one table: its subject, its sentence, and the content of its `detail`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.declaring import DECLARED
from coalition.announcements import detailed_sentences as detailed
from coalition.languages import Message
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from coalition.announcements.detailed_sentences import Facts


# The detail of a historical entry that is about signatories and not about the memorandum as a whole.
SIGNATORIES = "signatories"


class About(Enum):
    """The subject of a notification; one about a party is hidden once the party is not named."""

    TEXT = "text"
    PARTY = "party"


class NoticeSentence(Struct, frozen=True):
    """The sentence of a kind on pages, in feeds, letters and the API; `detail` describes the content of the column `detail`."""

    about: About
    make: Callable[[Facts], Message]
    detail: str = "nothing"


def _text(sentence: Message) -> NoticeSentence:
    """Return the entry of a kind about the text whose sentence is always the same."""
    return NoticeSentence(About.TEXT, lambda _: sentence)


def _party(sentence: Message) -> NoticeSentence:
    """Return the entry of a kind about a party whose sentence has only the party's name."""
    return NoticeSentence(About.PARTY, lambda facts: Message(sentence.msgid, organisation=facts.name))


def _numbered(sentence: Message, detail: str) -> NoticeSentence:
    """Return the entry of a kind about the text whose sentence has a number."""
    return NoticeSentence(About.TEXT, lambda facts: Message(sentence.msgid, number=facts.detail), detail)


def _closing(facts: Facts) -> Message:
    return Message("Closed for accession.") if facts.detail else Message("Closed for signature.")


def _taking_effect(facts: Facts) -> Message:
    return Message("Took effect, as the depositary declared.") if facts.detail == DECLARED else Message("Took effect.")


def _historical_entry(facts: Facts) -> Message:
    if facts.detail == SIGNATORIES:
        return Message("Acts of the past were entered in the list of signatories, each from a source.")
    return Message("Entered in this register as a record of the past.")


NOTICE_SENTENCES: Mapping[NoticeKind, NoticeSentence] = {
    NoticeKind.PUBLISHED: _text(Message("Published in this register.")),
    NoticeKind.ADOPTED: NoticeSentence(About.TEXT, detailed.adoption),
    NoticeKind.OPENED: _text(Message("Opened for signature.")),
    NoticeKind.EXTENDED: NoticeSentence(About.TEXT, detailed.extension, "the new last day"),
    NoticeKind.SIGNATURE: _party(Message("{organisation} signed.")),
    NoticeKind.AD_REFERENDUM: _party(Message("{organisation} signed ad referendum.")),
    NoticeKind.CONFIRMATION: _party(Message("{organisation} confirmed its signature.")),
    NoticeKind.LAPSE: _party(Message("The signature ad referendum of {organisation} lapsed: it was not confirmed in time.")),
    NoticeKind.ACCESSION: _party(Message("{organisation} acceded.")),
    NoticeKind.SUPPORT: _party(Message("{organisation} declared its support.")),
    NoticeKind.DISCLOSED: NoticeSentence(About.PARTY, detailed.disclosure, "nothing, or the kind of the act, a space, and its date"),
    NoticeKind.WITHDRAWAL: _party(Message("{organisation} withdrew.")),
    NoticeKind.ANNULMENT: NoticeSentence(About.PARTY, detailed.annulment, "the ground"),
    NoticeKind.STATEMENT: NoticeSentence(About.PARTY, detailed.statement, "the kind of the statement, a space, and its number"),
    NoticeKind.STATEMENT_WITHDRAWN: NoticeSentence(
        About.PARTY, detailed.withdrawn_statement, "the kind of the statement, a space, its number, and ` part` where a part was withdrawn"
    ),
    NoticeKind.CORRECTION_PROPOSED: NoticeSentence(
        About.TEXT, detailed.proposed_correction, "the number of the correction, a space, and the last day for objections"
    ),
    NoticeKind.CORRECTED: _numbered(
        Message("The text was rectified by correction {number}; it holds from the beginning."), "the number of the correction"
    ),
    NoticeKind.CORRECTION_FAILED: _numbered(Message("Correction {number} failed: a party objected."), "the number of the correction"),
    NoticeKind.CORRECTION_WITHDRAWN: _numbered(
        Message("Correction {number} was withdrawn by the coordinators before it was decided."), "the number of the correction"
    ),
    NoticeKind.TOOK_EFFECT: NoticeSentence(About.TEXT, _taking_effect, "`declared` where the depositary declared it"),
    NoticeKind.TERMINATED: _text(Message("Terminated.")),
    NoticeKind.SUPERSEDED: _numbered(
        Message("Edition {number} of the text was adopted; every party is asked to sign again."), "the number of the edition"
    ),
    NoticeKind.CLOSED: NoticeSentence(About.TEXT, _closing, "`accession` where it was open for accession only"),
    NoticeKind.ACCESSION_OPENED: _text(Message("Opened for accession.")),
    NoticeKind.ORGANISATION_CHANGED: NoticeSentence(About.PARTY, detailed.change_of_organisation, "the kind of the event"),
    NoticeKind.RECORDED: NoticeSentence(About.TEXT, _historical_entry, "`signatories` where only the list of signatories changed"),
}
