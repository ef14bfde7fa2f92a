"""The sentences of notifications: what happened, said from what everybody may know now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.lists import format_list

from coalition.acts.tables import ActKind, AnnulmentGround
from coalition.languages import Message, language_name, locale
from coalition.memoranda.tables import AdoptionRule
from coalition.notices.tables import NoticeKind
from coalition.organisations.names import NameMessage
from coalition.organisations.tables import OrganisationEventKind
from coalition.partial_dates import PartialDate
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.queries import MemorandumView
    from coalition.notices.tables import Notification
    from coalition.organisations.views import OrganisationView


# What the detail of a historical entry says when it is about signatories and not about the memorandum as a whole.
SIGNATORIES = "signatories"


_GONE = Message("This notification was about a text that is not public any more.")


_HIDDEN = Message("This notification was about an act that is not public any more.")


_PLAIN = {
    NoticeKind.PUBLISHED: Message("Published in this register."),
    NoticeKind.OPENED: Message("Opened for signature."),
    NoticeKind.CLOSED: Message("Closed for signature."),
    NoticeKind.ACCESSION_OPENED: Message("Opened for accession."),
    NoticeKind.TOOK_EFFECT: Message("Took effect."),
    NoticeKind.TERMINATED: Message("Terminated."),
    NoticeKind.RECORDED: Message("Entered in this register as a record of the past."),
}


_RECORDED_ACTS = Message("Acts of the past were entered in the list of signatories, each from a source.")


_ACTED = {
    NoticeKind.SIGNATURE: Message("{organisation} signed."),
    NoticeKind.AD_REFERENDUM: Message("{organisation} signed ad referendum."),
    NoticeKind.CONFIRMATION: Message("{organisation} confirmed its signature."),
    NoticeKind.LAPSE: Message("The signature ad referendum of {organisation} lapsed: it was not confirmed in time."),
    NoticeKind.ACCESSION: Message("{organisation} acceded."),
    NoticeKind.SUPPORT: Message("{organisation} declared its support."),
    NoticeKind.WITHDRAWAL: Message("{organisation} withdrew."),
}


_NUMBERED = {
    NoticeKind.CORRECTED: Message("The text was rectified by correction {number}; it holds from the beginning."),
    NoticeKind.CORRECTION_FAILED: Message("Correction {number} failed: a party objected."),
    NoticeKind.CORRECTION_WITHDRAWN: Message("Correction {number} was withdrawn by the coordinators before it was decided."),
    NoticeKind.SUPERSEDED: Message("Edition {number} of the text was adopted; every party is asked to sign again."),
}


_TURNED = {
    OrganisationEventKind.RENAMED: Message("{organisation} changed its name."),
    OrganisationEventKind.MERGED: Message("{organisation} merged into another organisation."),
    OrganisationEventKind.SUCCEEDED: Message("{organisation} was succeeded by another organisation."),
    OrganisationEventKind.LIQUIDATED: Message("{organisation} was liquidated."),
    OrganisationEventKind.INTO_EXILE: Message("{organisation} went into exile."),
}


class _Languages(Message):
    """A list of languages, named in whichever language the sentence is shown."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__("")
        object.__setattr__(self, "codes", codes)

    def text(self, language: str) -> str:
        return format_list([language_name(code, language) for code in self.codes], locale=locale(language))  # type: ignore[attr-defined]


def sentence(notification: Notification, memorandum: MemorandumView | None, organisation: OrganisationView | None) -> Message:
    """Return what happened; `memorandum` is None when it is not public now, `organisation` when its act is not.

    The sentence does not name the memorandum: it stands beside a link to it.
    """
    kind = NoticeKind(notification.kind)
    if memorandum is None:
        return _GONE
    if kind is NoticeKind.RECORDED and notification.detail == SIGNATORIES:
        return _RECORDED_ACTS
    if kind is NoticeKind.CLOSED and notification.detail:
        return Message("Closed for accession.")
    if kind in _PLAIN:
        return _PLAIN[kind]
    if notification.organisation is None:
        return _about_text(kind, memorandum, notification.detail)
    return _about_party(kind, NameMessage(organisation), notification.detail) if organisation else _HIDDEN


def is_told(notification: Notification, memorandum: MemorandumView | None, organisation: OrganisationView | None) -> bool:
    """Whether what the notification is about is still public."""
    return memorandum is not None and (notification.organisation is None or organisation is not None)


def _about_text(kind: NoticeKind, memorandum: MemorandumView, detail: str) -> Message:
    number, _, day = detail.partition(" ")
    match kind:
        case NoticeKind.ADOPTED:
            return _adopted(memorandum)
        case NoticeKind.EXTENDED:
            return Message("The time for signature was extended until {date}.", date=PartialDate(detail))
        case NoticeKind.CORRECTION_PROPOSED:
            return Message("Correction {number} of the text was proposed; parties may object until {date}.", number=number, date=PartialDate(day))
        case _:
            return Message(_NUMBERED[kind].msgid, number=number)


def _adopted(memorandum: MemorandumView) -> Message:
    languages = _Languages(memorandum.authentic_languages)
    match memorandum.adoption_rule:
        case AdoptionRule.CONSENSUS:
            return Message("Adopted by consensus and authenticated in {languages}.", languages=languages)
        case AdoptionRule.MAJORITY:
            return Message("Adopted by majority and authenticated in {languages}.", languages=languages)
        case AdoptionRule.SILENCE:
            return Message("Adopted by silence procedure and authenticated in {languages}.", languages=languages)
        case _:
            return Message("Adopted and authenticated in {languages}.", languages=languages)


def _about_party(kind: NoticeKind, name: Message, detail: str) -> Message:
    match kind:
        case NoticeKind.ANNULMENT:
            return Message("The act of {organisation} was annulled. {ground}", organisation=name, ground=AnnulmentGround(detail).word)
        case NoticeKind.ORGANISATION_CHANGED:
            return Message(_TURNED[OrganisationEventKind(detail)].msgid, organisation=name)
        case NoticeKind.DISCLOSED:
            return _disclosed(name, *detail.partition(" ")[::2])
        case NoticeKind.STATEMENT | NoticeKind.STATEMENT_WITHDRAWN:
            return _stated(name, StatementKind(detail), withdrawn=kind is NoticeKind.STATEMENT_WITHDRAWN)
        case _:
            return Message(_ACTED[kind].msgid, organisation=name)


def _disclosed(name: Message, kind: str, day: str) -> Message:
    if not day:
        return Message("{organisation} made its name public.", organisation=name)
    if kind == ActKind.SUPPORT:
        return Message("{organisation} made public that it has supported the text since {date}.", organisation=name, date=PartialDate(day))
    return Message("{organisation} made public that it signed on {date}.", organisation=name, date=PartialDate(day))


def _stated(name: Message, kind: StatementKind, *, withdrawn: bool) -> Message:
    match kind, withdrawn:
        case StatementKind.DECLARATION, False:
            return Message("{organisation} made a declaration.", organisation=name)
        case StatementKind.RESERVATION, False:
            return Message("{organisation} made a reservation.", organisation=name)
        case StatementKind.OBJECTION, False:
            return Message("{organisation} objected to a reservation.", organisation=name)
        case StatementKind.DECLARATION, True:
            return Message("{organisation} withdrew its declaration.", organisation=name)
        case StatementKind.RESERVATION, True:
            return Message("{organisation} withdrew its reservation.", organisation=name)
        case _:
            return Message("{organisation} withdrew its objection.", organisation=name)
