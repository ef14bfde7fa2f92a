"""Sentences of notifications that depend on the detail of the notification, or on the memorandum.

Each raises ValueError or KeyError for a detail that it does not know.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from babel.lists import format_list
from msgspec import Struct

from coalition.acts.act_kinds import BINDING
from coalition.acts.correction_details import REPRESENTATIVE, UNKNOWN
from coalition.acts.tables import ActKind, AnnulmentGround
from coalition.announcements.contents import EMPTY, Content
from coalition.languages import LastDay, Message, language_name, locale
from coalition.memoranda.tables import AdoptionRule
from coalition.organisations.names import NamesMessage
from coalition.organisations.tables import OrganisationEventKind
from coalition.partial_dates import PartialDate
from coalition.statements.tables import StatementKind

if TYPE_CHECKING:
    from coalition.memoranda.queries import MemorandumView


class Facts(Struct, frozen=True):
    """The facts of a sentence: the memorandum, the name of the party (None if the notification is about the text), and the detail.

    `content` is the record of the day; `others` are the names of the other organisations that everybody may know now, by slug.
    """

    memorandum: MemorandumView
    name: Message | None
    detail: str
    content: Content = EMPTY
    others: Mapping[str, Message] = {}


class _Languages(Message):
    """A list of languages, named in the language in which the sentence is shown."""

    def __init__(self, codes: Sequence[str]) -> None:
        super().__init__("")
        object.__setattr__(self, "codes", codes)

    def text(self, language: str) -> str:
        return format_list([language_name(code, language) for code in self.codes], locale=locale(language))  # type: ignore[attr-defined]


ORGANISATION_CHANGES: Mapping[OrganisationEventKind, Message] = {
    OrganisationEventKind.FOUNDED: Message("{organisation} was founded."),
    OrganisationEventKind.RENAMED: Message("{organisation} changed its name."),
    OrganisationEventKind.MERGED: Message("{organisation} merged into another organisation."),
    OrganisationEventKind.SUCCEEDED: Message("{organisation} was succeeded by another organisation."),
    OrganisationEventKind.LIQUIDATED: Message("{organisation} was liquidated."),
    OrganisationEventKind.INTO_EXILE: Message("{organisation} went into exile."),
}

SUCCESSIONS: Mapping[OrganisationEventKind, Message] = {
    OrganisationEventKind.MERGED: Message("{organisation} merged into {successor}."),
    OrganisationEventKind.SUCCEEDED: Message("{organisation} was succeeded by {successor}."),
}

STATEMENTS: Mapping[StatementKind, Message] = {
    StatementKind.DECLARATION: Message("{organisation} made a declaration."),
    StatementKind.RESERVATION: Message("{organisation} made a reservation."),
    StatementKind.OBJECTION: Message("{organisation} objected to a reservation."),
}

NUMBERED_STATEMENTS: Mapping[StatementKind, Message] = {
    StatementKind.DECLARATION: Message("{organisation} made declaration {number}."),
    StatementKind.RESERVATION: Message("{organisation} made reservation {number}."),
    StatementKind.OBJECTION: Message("{organisation} objected to a reservation (objection {number})."),
}

WITHDRAWN_STATEMENTS: Mapping[StatementKind, Message] = {
    StatementKind.DECLARATION: Message("{organisation} withdrew its declaration."),
    StatementKind.RESERVATION: Message("{organisation} withdrew its reservation."),
    StatementKind.OBJECTION: Message("{organisation} withdrew its objection."),
}

WITHDRAWN_NUMBERED_STATEMENTS: Mapping[StatementKind, Message] = {
    StatementKind.DECLARATION: Message("{organisation} withdrew declaration {number}."),
    StatementKind.RESERVATION: Message("{organisation} withdrew reservation {number}."),
    StatementKind.OBJECTION: Message("{organisation} withdrew objection {number}."),
}

LIMITED_STATEMENTS: Mapping[StatementKind, Message] = {
    StatementKind.DECLARATION: Message("{organisation} withdrew a part of declaration {number}."),
    StatementKind.RESERVATION: Message("{organisation} withdrew a part of reservation {number}."),
    StatementKind.OBJECTION: Message("{organisation} withdrew a part of objection {number}."),
}


_NOT_KNOWN = Message("date not known")
_DAY_CORRECTED = Message("The record of {organisation} was corrected. {act}: {after}, not {before}.")
_RECEIPT_CORRECTED = Message("The record of {organisation} was corrected. {act}: received {after}, not {before}.")
_DAYS_CORRECTED = Message("The record of {organisation} was corrected. {act}: {after}, not {before}; received {received}, not {received_before}.")


_ADOPTED = Message("Adopted and authenticated in {languages}.")
_ADOPTIONS: Mapping[str, Message] = {
    AdoptionRule.CONSENSUS: Message("Adopted by consensus and authenticated in {languages}."),
    AdoptionRule.MAJORITY: Message("Adopted by majority and authenticated in {languages}."),
    AdoptionRule.SILENCE: Message("Adopted by silence procedure and authenticated in {languages}."),
}


def adoption(facts: Facts) -> Message:
    """Say how the text was adopted, and in which languages."""
    sentence = _ADOPTIONS.get(facts.memorandum.adoption_rule or "", _ADOPTED)
    return Message(sentence.msgid, languages=_Languages(facts.memorandum.authentic_languages))


_EXTENDED = Message("The time for signature was extended until {date}.")
_ENTRIES: Mapping[str, Message] = {
    "delivery": Message("Its timeline has a delivery to an addressee."),
    "answer": Message("Its timeline has an answer of an addressee."),
    "update": Message("Its timeline has an update."),
    "outcome": Message("Its timeline has the outcome."),
}
_LAST_DAY_SET = Message("It can be signed until {date}; before, no last day was set.")
_CORRECTION_PROPOSED = Message("Correction {number} of the text was proposed; parties may object until {date}.")
_ANNULLED = Message("The act of {organisation} was annulled. {ground}")
_RENAMED = Message("{organisation} changed its name to {name}.")
_NAMED = Message("{organisation} made its name public.")
_SUPPORT_NAMED = Message("{organisation} made public that it has supported the text since {date}.")
_SIGNATURE_NAMED = Message("{organisation} made public that it signed on {date}.")
_OBJECTED_TO = Message("{organisation} objected to a reservation of {other}.")
_NUMBERED_OBJECTION_TO = Message("{organisation} objected to a reservation of {other} (objection {number}).")
_REPRESENTATIVE_CORRECTED = Message("The name of the representative of {organisation} was corrected in the record.")
_EDITION_ADOPTED = Message("Edition {number} of the text was adopted; every party is asked to sign again.")
_RECORD_ENTERED = Message("Entered in this register as a record of the past.")
_ACTS_ENTERED = Message("Acts of the past were entered in the list of signatories, each from a source.")


def extension(facts: Facts) -> Message:
    """Say until when the time for signature was extended."""
    return Message(_EXTENDED.msgid, date=_last_day(facts.detail))


def first_last_day(facts: Facts) -> Message:
    """Say until when it can be signed, where there was no last day before."""
    return Message(_LAST_DAY_SET.msgid, date=_last_day(facts.detail))


def _last_day(iso: str) -> LastDay:
    return LastDay(date.fromisoformat(iso))


def proposed_correction(facts: Facts) -> Message:
    """Say which correction was proposed, and until when parties may object."""
    number, _, day = facts.detail.partition(" ")
    return Message(_CORRECTION_PROPOSED.msgid, number=number, date=_last_day(day))


def annulment(facts: Facts) -> Message:
    """Say that an act was annulled, and on which ground."""
    return Message(_ANNULLED.msgid, organisation=facts.name, ground=AnnulmentGround(facts.detail).word)


def change_of_organisation(facts: Facts) -> Message:
    """Say which event of an organisation was recorded, with its new name or its successor if everybody may know them."""
    kind = OrganisationEventKind(facts.detail)
    if facts.content.new_names:
        return Message(_RENAMED.msgid, organisation=facts.name, name=NamesMessage(facts.content.new_names))
    successor = facts.others.get(facts.content.successor)
    if successor and kind in SUCCESSIONS:
        return Message(SUCCESSIONS[kind].msgid, organisation=facts.name, successor=successor)
    return Message(ORGANISATION_CHANGES[kind].msgid, organisation=facts.name)


def disclosure(facts: Facts) -> Message:
    """Say that an organisation made its name public, and since when it has signed or supported."""
    kind, _, day = facts.detail.partition(" ")
    if not day:
        return Message(_NAMED.msgid, organisation=facts.name)
    if ActKind(kind) not in BINDING:
        return Message(_SUPPORT_NAMED.msgid, organisation=facts.name, date=PartialDate(day))
    return Message(_SIGNATURE_NAMED.msgid, organisation=facts.name, date=PartialDate(day))


def statement(facts: Facts) -> Message:
    """Say which statement was made, and whose reservation an objection is to."""
    kind, _, number = facts.detail.partition(" ")
    sentences = NUMBERED_STATEMENTS if number else STATEMENTS
    other = facts.others.get(facts.content.statement.objects_to) if facts.content.statement else None
    objection = _NUMBERED_OBJECTION_TO if number else _OBJECTED_TO
    sentence = objection if other else sentences[StatementKind(kind)]
    return Message(sentence.msgid, organisation=facts.name, other=other, **_number(number))


def withdrawn_statement(facts: Facts) -> Message:
    """Say which statement was withdrawn, as a whole or in part."""
    kind, _, rest = facts.detail.partition(" ")
    number, _, part = rest.partition(" ")
    sentences = LIMITED_STATEMENTS if part else WITHDRAWN_NUMBERED_STATEMENTS if number else WITHDRAWN_STATEMENTS
    return Message(sentences[StatementKind(kind)].msgid, organisation=facts.name, **_number(number))


def _number(number: str) -> dict[str, int]:
    return {"number": int(number)} if number else {}


def correction_of_record(facts: Facts) -> Message:
    """Say which day of an act was corrected, and how; or that the name of a representative was corrected."""
    if facts.detail == REPRESENTATIVE:
        return Message(_REPRESENTATIVE_CORRECTED.msgid, organisation=facts.name)
    kind, *days = facts.detail.split(" ")
    done_before, done, received_before, received = [PartialDate(day) if day != UNKNOWN else _NOT_KNOWN for day in days]
    values = {"act": ActKind(kind).word, "organisation": facts.name}
    if done_before == done:
        return Message(_RECEIPT_CORRECTED.msgid, before=received_before, after=received, **values)
    if received_before == received:
        return Message(_DAY_CORRECTED.msgid, before=done_before, after=done, **values)
    return Message(_DAYS_CORRECTED.msgid, before=done_before, after=done, received_before=received_before, received=received, **values)


def new_edition(facts: Facts) -> Message:
    """Say which edition was adopted."""
    return Message(_EDITION_ADOPTED.msgid, number=facts.detail)


def historical_entry(facts: Facts) -> Message:
    """Say what was entered in the register: the record itself, or so many named acts of the past."""
    if not facts.detail:
        return _RECORD_ENTERED
    shown = [entered for entered in facts.content.entered if entered.organisation in facts.others]
    if not shown:
        return _ACTS_ENTERED
    return Message.plural(
        "{n} act of the past was entered in the list of signatories, from a source.",
        "{n} acts of the past were entered in the list of signatories, each from a source.",
        len(shown),
    )


def timeline_entry(facts: Facts) -> Message:
    """Say that the timeline has an entry; what that says can be corrected and withdrawn there."""
    return _ENTRIES.get(facts.detail, _ENTRIES["update"])


# What each of these functions can say.
SAID: Mapping[Callable[[Facts], Message], Sequence[Message]] = {
    adoption: [_ADOPTED, *_ADOPTIONS.values()],
    extension: [_EXTENDED],
    first_last_day: [_LAST_DAY_SET],
    proposed_correction: [_CORRECTION_PROPOSED],
    annulment: [_ANNULLED, *(ground.word for ground in AnnulmentGround)],
    change_of_organisation: [_RENAMED, *ORGANISATION_CHANGES.values(), *SUCCESSIONS.values()],
    disclosure: [_NAMED, _SUPPORT_NAMED, _SIGNATURE_NAMED],
    statement: [*STATEMENTS.values(), *NUMBERED_STATEMENTS.values(), _OBJECTED_TO, _NUMBERED_OBJECTION_TO],
    withdrawn_statement: [*WITHDRAWN_STATEMENTS.values(), *WITHDRAWN_NUMBERED_STATEMENTS.values(), *LIMITED_STATEMENTS.values()],
    correction_of_record: [_DAY_CORRECTED, _RECEIPT_CORRECTED, _DAYS_CORRECTED, _REPRESENTATIVE_CORRECTED],
    new_edition: [_EDITION_ADOPTED],
    timeline_entry: [*_ENTRIES.values()],
    historical_entry: [_RECORD_ENTERED, _ACTS_ENTERED],
}
