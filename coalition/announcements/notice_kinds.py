"""Every kind of notification in one table: its subject, its sentence, what is recorded with it, and the content of its `detail`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import Enum
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.effect import DECLARED
from coalition.announcements import detailed_sentences as detailed
from coalition.announcements import notice_rows as rows
from coalition.announcements.contents import Content
from coalition.languages import Message
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from coalition.announcements.detailed_sentences import Facts
    from coalition.announcements.notice_rows import Subject


# The detail of a historical entry that is about signatories and not about the memorandum as a whole.
SIGNATORIES = "signatories"


class About(Enum):
    """The subject of a notification; one about a party is hidden once the party is not named."""

    TEXT = "text"
    PARTY = "party"


class NoticeSentence(Struct, frozen=True):
    """The sentence of a kind on pages, in feeds, letters and the API.

    `read` returns what is recorded for good when it is issued; `detail` describes the content of the column `detail`.
    """

    about: About
    make: Callable[[Facts], Message]
    detail: str = "nothing"
    read: Callable[[Subject], Awaitable[Content]] = rows.nothing
    sentences: Sequence[Message] = ()

    @property
    def says(self) -> Sequence[Message]:
        """The sentences that it can be, before anything stands in their places."""
        return self.sentences or detailed.SAID[self.make]


def _text(sentence: Message, read: Callable[[Subject], Awaitable[Content]] = rows.nothing) -> NoticeSentence:
    """Return the entry of a kind about the text whose sentence is always the same."""
    return NoticeSentence(About.TEXT, lambda _: sentence, read=read, sentences=[sentence])


def _party(sentence: Message, read: Callable[[Subject], Awaitable[Content]] = rows.act) -> NoticeSentence:
    """Return the entry of a kind about the act of a party whose sentence has only the party's name."""
    return NoticeSentence(About.PARTY, lambda facts: Message(sentence.msgid, organisation=facts.name), read=read, sentences=[sentence])


def _correction(sentence: Message) -> NoticeSentence:
    """Return the entry of a kind about the end of a correction."""
    make, detail = lambda facts: Message(sentence.msgid, number=facts.detail), "the number of the correction"
    return NoticeSentence(About.TEXT, make, detail, rows.correction, [sentence])


_CLOSED, _CLOSED_FOR_ACCESSION = Message("Closed for signature."), Message("Closed for accession.")
_TOOK_EFFECT, _DECLARED = Message("Took effect."), Message("Took effect, as the depositary declared.")


def _closing(facts: Facts) -> Message:
    return _CLOSED_FOR_ACCESSION if facts.detail else _CLOSED


def _taking_effect(facts: Facts) -> Message:
    return _DECLARED if facts.detail == DECLARED else _TOOK_EFFECT


NOTICE_SENTENCES: Mapping[NoticeKind, NoticeSentence] = {
    NoticeKind.PUBLISHED: _text(Message("Published in this register.")),
    NoticeKind.ADOPTED: NoticeSentence(About.TEXT, detailed.adoption, read=rows.adoption),
    NoticeKind.OPENED: _text(Message("Opened for signature.")),
    NoticeKind.EXTENDED: NoticeSentence(About.TEXT, detailed.extension, "the new last day"),
    NoticeKind.LAST_DAY_SET: NoticeSentence(About.TEXT, detailed.first_last_day, "the last day"),
    NoticeKind.SIGNATURE: _party(Message("{organisation} signed.")),
    NoticeKind.AD_REFERENDUM: _party(Message("{organisation} signed ad referendum.")),
    NoticeKind.CONFIRMATION: _party(Message("{organisation} confirmed its signature.")),
    NoticeKind.LAPSE: _party(Message("The signature ad referendum of {organisation} lapsed: it was not confirmed in time."), rows.decision),
    NoticeKind.ACCESSION: _party(Message("{organisation} acceded.")),
    NoticeKind.SUPPORT: _party(Message("{organisation} declared its support.")),
    NoticeKind.DISCLOSED: NoticeSentence(About.PARTY, detailed.disclosure, "nothing, or the kind of the act, a space, and its date", rows.act),
    NoticeKind.WITHDRAWAL: _party(Message("{organisation} withdrew.")),
    NoticeKind.ANNULMENT: NoticeSentence(About.PARTY, detailed.annulment, "the ground", rows.decision),
    NoticeKind.STATEMENT: NoticeSentence(About.PARTY, detailed.statement, "the kind of the statement, a space, and its number", rows.statement),
    NoticeKind.STATEMENT_WITHDRAWN: NoticeSentence(
        About.PARTY,
        detailed.withdrawn_statement,
        "the kind of the statement, a space, its number, and ` part` where a part was withdrawn",
        rows.statement,
    ),
    NoticeKind.CORRECTION_PROPOSED: NoticeSentence(
        About.TEXT, detailed.proposed_correction, "the number of the correction, a space, and the last day for objections", rows.correction
    ),
    NoticeKind.CORRECTED: _correction(Message("The text was rectified by correction {number}; it holds from the beginning.")),
    NoticeKind.CORRECTION_FAILED: _correction(Message("Correction {number} failed: a party objected.")),
    NoticeKind.CORRECTION_WITHDRAWN: _correction(Message("Correction {number} was withdrawn by the coordinators before it was decided.")),
    NoticeKind.TOOK_EFFECT: NoticeSentence(
        About.TEXT, _taking_effect, "`declared` where the depositary declared it", rows.effect, [_TOOK_EFFECT, _DECLARED]
    ),
    NoticeKind.TERMINATED: _text(Message("Terminated."), rows.termination),
    NoticeKind.SUPERSEDED: NoticeSentence(About.TEXT, detailed.new_edition, "the number of the edition", rows.adoption),
    NoticeKind.CLOSED: NoticeSentence(
        About.TEXT, _closing, "`accession` where it was open for accession only", sentences=[_CLOSED, _CLOSED_FOR_ACCESSION]
    ),
    NoticeKind.ACCESSION_OPENED: _text(Message("Opened for accession.")),
    NoticeKind.ORGANISATION_CHANGED: NoticeSentence(
        About.PARTY, detailed.change_of_organisation, "the kind of the event", rows.change_of_organisation
    ),
    NoticeKind.RECORD_CORRECTED: NoticeSentence(
        About.PARTY,
        detailed.correction_of_record,
        "`representative`, or the kind of the act and four dates: done before and after, received before and after; `-` if not known",
        rows.decision,
    ),
    NoticeKind.TIMELINE_ENTRY: NoticeSentence(About.TEXT, detailed.timeline_entry, "the kind of the entry; its words stand on the timeline only"),
    NoticeKind.RECORDED: NoticeSentence(
        About.TEXT, detailed.historical_entry, "`signatories` where only the list of signatories changed", rows.historical_entry
    ),
}
