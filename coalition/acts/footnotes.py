"""The footnotes of a status table, as in a treaty series: numbered in the order of its lines; equal footnotes share a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from coalition.acts.act_kinds import KINDS
from coalition.acts.tables import ActKind, Channel
from coalition.languages import Message
from coalition.organisations.names import NameMessage
from coalition.organisations.tables import OrganisationEventKind
from coalition.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from coalition.acts.histories import Corrected
    from coalition.acts.status_lines import Ending, StatusLine
    from coalition.organisations.views import OrganisationEventView
    from coalition.partial_dates import PartialDate


Footnote: TypeAlias = tuple[Message, ...]

# A founding is in no footnote: it says nothing about an act.
_EVENT_NOTES = {
    OrganisationEventKind.RENAMED: Message("Renamed: {date}."),
    OrganisationEventKind.MERGED: Message("Merged into {organisation}: {date}."),
    OrganisationEventKind.SUCCEEDED: Message("Succeeded by {organisation}: {date}."),
    OrganisationEventKind.LIQUIDATED: Message("Liquidated: {date}."),
    OrganisationEventKind.INTO_EXILE: Message("Went into exile: {date}."),
}

_UNNAMED_NOTES = {
    OrganisationEventKind.MERGED: Message("Merged into another organisation: {date}."),
    OrganisationEventKind.SUCCEEDED: Message("Succeeded by another organisation: {date}."),
}

_PREDECESSOR_NOTES = {
    ActKind.SIGNATURE: Message("Successor of {organisation}, which signed: {date}."),
    ActKind.AD_REFERENDUM: Message("Successor of {organisation}, which signed ad referendum: {date}."),
    ActKind.ACCESSION: Message("Successor of {organisation}, which acceded: {date}."),
    ActKind.SUPPORT: Message("Successor of {organisation}, which declared its support: {date}."),
}

_BY_SUCCESSOR = {
    ActKind.CONFIRMATION: Message("Confirmed by {organisation} as its successor: {date}."),
    ActKind.WITHDRAWAL: Message("Withdrawn by {organisation} as its successor: {date}."),
}

_BY_UNNAMED_SUCCESSOR = {
    ActKind.CONFIRMATION: Message("Confirmed by its successor: {date}."),
    ActKind.WITHDRAWAL: Message("Withdrawn by its successor: {date}."),
}

_UNKNOWN_DATE = Message("date not known")
_AWAITED = Message("The organisation has still to confirm this signature, until {date} at the latest; until then it does not bind.")
_AWAITED_FOREVER = Message("The organisation has still to confirm this signature, and there is no deadline; until then it does not bind.")
_DAY_CORRECTED = Message("{act}: the day was corrected on {date}; before: {before}.")
_RECEIPT_CORRECTED = Message("{act}: the day of receipt was corrected on {date}; before: {before}.")


@remembered
def footnotes_of(line: StatusLine) -> tuple[Footnote, ...]:
    """Return the footnotes of a line: later acts and their days, a doubt, how the act reached us, and later events of its organisation."""
    notes = [_later_acts(line), _corrections(line), _remark(line), _doubt(line), _channel(line), _events_since(line), _predecessors(line)]
    return tuple(note for note in notes if note)


def _later_acts(line: StatusLine) -> Footnote:
    began = (_act_sentence(line.act, line.acted, line.received),)
    if line.waits:
        return (*began, _awaited(line)) if _differs(line.acted, line.received) else (_awaited(line),)
    if not (line.ended or line.confirmed):
        return began if _differs(line.acted, line.received) else ()
    confirmed = (_by(line.confirmed_by, line, ActKind.CONFIRMATION, line.confirmed_on, line.confirmation_received),) if line.confirmed else ()
    ended = _ending_note(line.ended, line) if line.ended else ()
    return (*began, *confirmed, *ended)


def _awaited(line: StatusLine) -> Message:
    return Message(_AWAITED.msgid, date=line.confirm_by) if line.confirm_by else _AWAITED_FOREVER


def _differs(done: PartialDate | None, received: date | None) -> bool:
    """Whether the day of receipt says more than the day on which an act was done."""
    return received is not None and str(done) != received.isoformat()


def _ending_note(ending: Ending, line: StatusLine) -> Footnote:
    ground = (ending.ground.word,) if ending.ground else ()
    return (_by(ending.successor, line, ending.kind, ending.day, ending.received), *ground)


def _by(successor: int | None, line: StatusLine, kind: ActKind, day: PartialDate | None, received: date | None) -> Message:
    """Return the sentence about an act; a successor that did it is named if the events of the organisation name it."""
    if not successor or kind not in _BY_SUCCESSOR:
        return _act_sentence(kind, day, received)
    other = line.organisation.successor(successor)
    if other:
        return _with_date(_BY_SUCCESSOR[kind], day, organisation=NameMessage(other))
    return _with_date(_BY_UNNAMED_SUCCESSOR[kind], day)


def _act_sentence(kind: ActKind, day: PartialDate | None, received: date | None) -> Message:
    sentences = KINDS[kind].footnote, KINDS[kind].received
    sentence = sentences[1] if sentences[1] and _differs(day, received) else sentences[0]
    if sentence is None:
        raise LookupError(kind)
    return _with_date(sentence, day, received=received)


def _corrections(line: StatusLine) -> Footnote:
    """Return what was corrected in the record, with the days that it named before."""
    return tuple(sentence for change in line.corrections for sentence in _correction_sentences(change, line))


def _correction_sentences(change: Corrected, line: StatusLine) -> Iterator[Message]:
    act = change.act
    if change.done:
        yield Message(_DAY_CORRECTED.msgid, act=act.kind.word, date=change.on, before=act.acted or _UNKNOWN_DATE)
    if change.received:
        yield Message(_RECEIPT_CORRECTED.msgid, act=act.kind.word, date=change.on, before=act.received or _UNKNOWN_DATE)
    if change.representative and line.representative:
        yield Message("The name of the representative was corrected on {date}.", date=change.on)


def _remark(line: StatusLine) -> Footnote:
    return (Message("The depositary accepted the dates of this act with a remark."),) if line.remarked else ()


def _with_date(sentence: Message, day: PartialDate | None, **names: object) -> Message:
    """Return a sentence with its date, or with the words that the date is not known."""
    return Message(sentence.msgid, date=day or _UNKNOWN_DATE, **names)


def _doubt(line: StatusLine) -> Footnote:
    return (Message("This act is being verified."),) if line.questioned else ()


def _channel(line: StatusLine) -> Footnote:
    match line.channel:
        case Channel.PAPER:
            return (Message("Signed on paper and recorded by a coordinator."),)
        case Channel.CORRESPONDENCE:
            return (Message("Sent by letter or message and recorded by a coordinator."),)
        case Channel.HISTORICAL if line.source:
            return (Message("Entered on {date} from a source: {source}", date=line.entered_on or _UNKNOWN_DATE, source=line.source),)
        case Channel.HISTORICAL:
            return (Message("Entered on {date} from a source.", date=line.entered_on or _UNKNOWN_DATE),)
        case _:
            return ()


def _events_since(line: StatusLine) -> Footnote:
    """Return the events of the organisation that are not known to precede the act, and its present name if it was renamed."""
    if not (line.organisation.events or line.organisation.former_names):
        return ()
    renamed = line.then.primary.name != line.organisation.primary.name
    events = [event for event in line.organisation.events if not (event.happened and line.acted and event.happened.before(line.acted))]
    shown = _EVENT_NOTES if renamed else _EVENT_NOTES.keys() - {OrganisationEventKind.RENAMED}
    sentences = [_event_note(event) for event in events if event.kind in shown]
    present_name = (Message("Present name: {organisation}.", organisation=NameMessage(line.organisation)),) if renamed else ()
    return (*sentences, *present_name)


def _predecessors(line: StatusLine) -> Footnote:
    return tuple(_with_date(_PREDECESSOR_NOTES[past.act], past.acted, organisation=NameMessage(past.organisation)) for past in line.predecessors)


def _event_note(event: OrganisationEventView) -> Message:
    if event.other is None:
        return _with_date(_UNNAMED_NOTES.get(event.kind) or _EVENT_NOTES[event.kind], event.happened)
    return _with_date(_EVENT_NOTES[event.kind], event.happened, organisation=NameMessage(event.other))


class Mark(Struct, frozen=True):
    """The number of a footnote at a line; `first` says that the footnote links back to this line."""

    number: int
    first: bool


class Footnotes(Struct, frozen=True):
    """The marks of each line of a table, and the footnotes under it; the first footnote has number 1."""

    marks: Sequence[tuple[Mark, ...]]
    texts: Sequence[Footnote]


def number_footnotes(lines: Sequence[StatusLine]) -> Footnotes:
    """Number the footnotes of lines in their order; a footnote that several lines share has one number."""
    numbers: dict[str, int] = {}
    marks: list[tuple[Mark, ...]] = []
    texts: list[Footnote] = []
    for line in lines:
        line_marks: list[Mark] = []
        for note in footnotes_of(line):
            text = " ".join(map(str, note))
            first = text not in numbers
            if first:
                texts.append(note)
                numbers[text] = len(texts)
            line_marks.append(Mark(numbers[text], first))
        marks.append(tuple(sorted(line_marks, key=lambda mark: mark.number)))
    return Footnotes(marks, texts)
