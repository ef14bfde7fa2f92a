"""The rules of each kind of act, the consequences of recording it, and what its representative reads, in one table for the whole program.

The word of a kind stands beside its value, in `ActKind`. The program does not start with an incomplete table.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from coalition.acts.tables import ActKind
from coalition.languages import Message
from coalition.notices.tables import NoticeKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Offer(NamedTuple):
    """How a signature or support is offered: as an answer with its hint, on the check page, and on the button that records it."""

    choice: Message
    hint: Message
    check: Message
    button: Message


class Receipt(NamedTuple):
    """The heading of the receipt, and the sentence below it."""

    title: Message
    lead: Message | None = None


_ON_RECORD = Receipt(Message("What is on record"))


class KindRules(Struct, frozen=True, kw_only=True):
    """The rules of one kind of act.

    begins: it begins a history: it is a signature or a support, and not a later act about one.
    binds: it makes the organisation a signatory (ad referendum: once it is confirmed).
    ends: it ends the signature or support it is about.
    sets_level: the organisation chooses a disclosure level with it; any other act keeps or lowers the level of the act it is about.
    private: only the coordinators can see it.
    notice: the notification that announces it, if the name of the organisation is public.
    changes_pages: public pages must be rendered again.
    checks_rules: the memorandum may take effect, or become public, because of it.
    footnote: its sentence in the footnotes of the status table; received: the one where it was received on another day.
    status: the word of the status table for a signature or support that it ended; ending: what that word means to readers.
    offer: how it is offered to a representative, if it begins a history.
    receipt: what the representative reads once it is recorded.
    """

    begins: bool = False
    binds: bool = False
    ends: bool = False
    sets_level: bool = False
    private: bool = False
    notice: NoticeKind | None = None
    changes_pages: bool = True
    checks_rules: bool = True
    footnote: Message | None = None
    received: Message | None = None
    status: Message | None = None
    ending: Message | None = None
    offer: Offer | None = None
    receipt: Receipt = _ON_RECORD


KINDS: Mapping[ActKind, KindRules] = {
    ActKind.SIGNATURE: KindRules(
        begins=True,
        binds=True,
        sets_level=True,
        notice=NoticeKind.SIGNATURE,
        footnote=Message("Signed: {date}."),
        received=Message("Signed {date}, received {received}."),
        offer=Offer(
            choice=Message("Sign"),
            hint=Message("It becomes a signatory and takes on what the text says."),
            check=Message("It signs."),
            button=Message("Sign now"),
        ),
        receipt=Receipt(
            Message("The organisation has signed"),
            Message("Thank you. The signature is on record under the reference below."),
        ),
    ),
    ActKind.AD_REFERENDUM: KindRules(
        begins=True,
        binds=True,
        sets_level=True,
        notice=NoticeKind.AD_REFERENDUM,
        footnote=Message("Signed ad referendum: {date}."),
        received=Message("Signed ad referendum {date}, received {received}."),
        offer=Offer(
            choice=Message("Sign, subject to confirmation"),
            hint=Message("It signs ad referendum: it is bound only when it confirms, and the signature lapses if it does not confirm in time."),
            check=Message("It signs ad referendum, subject to confirmation by the organisation."),
            button=Message("Sign now"),
        ),
        receipt=Receipt(
            Message("The organisation has signed ad referendum"),
            Message("Thank you. The signature is on record under the reference below. It binds the organisation once it is confirmed."),
        ),
    ),
    ActKind.ACCESSION: KindRules(
        begins=True,
        binds=True,
        sets_level=True,
        notice=NoticeKind.ACCESSION,
        footnote=Message("Acceded: {date}."),
        received=Message("Acceded {date}, received {received}."),
        offer=Offer(
            choice=Message("Accede"),
            hint=Message("It joins the signatories after the time for signature and takes on what the text says."),
            check=Message("It accedes."),
            button=Message("Accede now"),
        ),
        receipt=Receipt(
            Message("The organisation has acceded"),
            Message("Thank you. The accession is on record under the reference below."),
        ),
    ),
    ActKind.SUPPORT: KindRules(
        begins=True,
        sets_level=True,
        notice=NoticeKind.SUPPORT,
        footnote=Message("Supported: {date}."),
        received=Message("Supported {date}, received {received}."),
        offer=Offer(
            choice=Message("Support without signing"),
            hint=Message("It endorses the text and is not bound by it."),
            check=Message("It supports the text without signing."),
            button=Message("Record the support now"),
        ),
        receipt=Receipt(
            Message("The support is recorded"),
            Message("Thank you. The support is on record under the reference below."),
        ),
    ),
    ActKind.DECLINE: KindRules(
        private=True,
        changes_pages=False,
        checks_rules=False,
        receipt=Receipt(
            Message("Your answer is recorded"),
            Message("The organisation does not sign. Only the coordinators of this text learn of it, and it stops nobody else."),
        ),
    ),
    ActKind.CONFIRMATION: KindRules(
        notice=NoticeKind.CONFIRMATION,
        footnote=Message("Confirmed: {date}."),
        received=Message("Confirmed {date}, received {received}."),
        receipt=Receipt(
            Message("The signature is confirmed"),
            Message("Thank you. The confirmation is on record under the reference below, and the organisation is bound."),
        ),
    ),
    ActKind.LAPSE: KindRules(
        ends=True,
        notice=NoticeKind.LAPSE,
        footnote=Message("Lapsed, because it was not confirmed in time: {date}."),
        status=Message("Lapsed"),
        ending=Message("It signed ad referendum and did not confirm in time."),
    ),
    ActKind.WITHDRAWAL: KindRules(
        ends=True,
        notice=NoticeKind.WITHDRAWAL,
        footnote=Message("Withdrawn: {date}."),
        received=Message("Withdrawn {date}, received {received}."),
        status=Message("Withdrawn"),
        ending=Message("The organisation took its signature or support back."),
        receipt=Receipt(
            Message("The withdrawal is recorded"),
            Message("The signature or support is withdrawn from today. Nothing more needs to be done."),
        ),
    ),
    ActKind.QUESTION: KindRules(checks_rules=False),
    ActKind.ASSURANCE: KindRules(checks_rules=False),
    ActKind.ANNULMENT: KindRules(
        ends=True,
        notice=NoticeKind.ANNULMENT,
        footnote=Message("Annulled: {date}."),
        status=Message("Annulled"),
        ending=Message("A coordinator found that it did not come from the organisation, or was entered by mistake."),
    ),
    ActKind.CORRECTION: KindRules(notice=NoticeKind.RECORD_CORRECTED),
    ActKind.DISCLOSURE: KindRules(sets_level=True, notice=NoticeKind.DISCLOSED),
}

BINDING = tuple(kind for kind, rules in KINDS.items() if rules.binds)
STANDING_KINDS = tuple(kind for kind, rules in KINDS.items() if rules.begins)
CORRECTABLE = (*STANDING_KINDS, ActKind.CONFIRMATION, ActKind.WITHDRAWAL)
ENDING_KINDS = tuple(kind for kind, rules in KINDS.items() if rules.ends)


def explained() -> list[tuple[Message, Message]]:
    """Return what the status table calls the kinds of acts, with the meaning of each for readers."""
    offered = [(kind.word, rules.offer.hint) for kind, rules in KINDS.items() if rules.offer]
    return offered + [(rules.status, rules.ending) for rules in KINDS.values() if rules.status and rules.ending]


def problems_of(kinds: Iterable[str], table: Mapping[ActKind, KindRules]) -> list[str]:
    """Return what is missing in a table of kinds, or contradicts itself."""
    found = [f"{kind} has no rules" for kind in kinds if kind not in table]
    for kind, rules in table.items():
        found += [f"{kind} {problem}" for problem, wrong in _contradictions(rules).items() if wrong]
    return found


def _contradictions(rules: KindRules) -> dict[str, bool]:
    is_listed = rules.begins or rules.ends
    return {
        "has no footnote": is_listed and rules.footnote is None,
        "has no footnote with the day of receipt": rules.begins and rules.received is None,
        "is announced by no notification": is_listed and rules.notice is None,
        "has no word in the status table": rules.ends and rules.status is None,
        "has a word in the status table, and no meaning": (rules.status is None) is not (rules.ending is None),
        "is private, and is announced": rules.private and (rules.notice is not None or rules.changes_pages),
        "is not offered to representatives": rules.begins and rules.offer is None,
        "is offered, and begins nothing": rules.offer is not None and not rules.begins,
        "has no receipt": rules.begins and rules.receipt is _ON_RECORD,
        "binds, and begins nothing": rules.binds and not rules.begins,
    }


if _PROBLEMS := problems_of(ActKind, KINDS):
    raise ValueError("; ".join(_PROBLEMS))
