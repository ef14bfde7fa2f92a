"""The footnotes of a status table, as in a treaty series: numbered in the order of its lines; equal footnotes share a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from coalition.acts.act_kinds import KINDS
from coalition.acts.tables import ActKind, Channel
from coalition.languages import Message
from coalition.organisations.names import NameMessage
from coalition.organisations.tables import OrganisationEventKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.acts.status_lines import Ending, StatusLine
    from coalition.organisations.views import OrganisationEventView
    from coalition.partial_dates import PartialDate


Footnote: TypeAlias = tuple[Message, ...]

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

_BY_SUCCESSOR = {
    ActKind.CONFIRMATION: Message("Confirmed by {organisation} as its successor: {date}."),
    ActKind.WITHDRAWAL: Message("Withdrawn by {organisation} as its successor: {date}."),
}

_BY_UNNAMED_SUCCESSOR = {
    ActKind.CONFIRMATION: Message("Confirmed by its successor: {date}."),
    ActKind.WITHDRAWAL: Message("Withdrawn by its successor: {date}."),
}

_UNKNOWN_DATE = Message("date not known")


def footnotes_of(line: StatusLine) -> list[Footnote]:
    """Return the footnotes of a line: later acts, a doubt, how the act reached us, and later events of its organisation."""
    notes = [_later_acts(line), _doubt(line), _channel(line), _events_since(line)]
    return [note for note in notes if note]


def _later_acts(line: StatusLine) -> Footnote:
    if line.waits:
        return (Message("The organisation has still to confirm this signature; until then it does not bind."),)
    if not (line.ended or line.confirmed):
        return ()
    began = _act_sentence(line.act, line.acted)
    confirmed = (_act_sentence(ActKind.CONFIRMATION, line.confirmed_on, line, line.confirmed_by),) if line.confirmed else ()
    ended = _ending_note(line.ended, line) if line.ended else ()
    return (began, *confirmed, *ended)


def _ending_note(ending: Ending, line: StatusLine) -> Footnote:
    ground = (ending.ground.word,) if ending.ground else ()
    return (_act_sentence(ending.kind, ending.day, line, ending.successor), *ground)


def _act_sentence(kind: ActKind, day: PartialDate | None, line: StatusLine | None = None, successor: int | None = None) -> Message:
    """Return the sentence about an act; a successor that did it is named if the events of the organisation name it."""
    if line and successor and kind in _BY_SUCCESSOR:
        others = {event.other.id: event.other for event in line.organisation.events if event.other}
        if successor in others:
            return _with_date(_BY_SUCCESSOR[kind], day, organisation=NameMessage(others[successor]))
        return _with_date(_BY_UNNAMED_SUCCESSOR[kind], day)
    sentence = KINDS[kind].footnote
    if sentence is None:
        raise LookupError(kind)
    return _with_date(sentence, day)


def _with_date(sentence: Message, day: PartialDate | None, **names: Message) -> Message:
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
    sentences = [_event_note(event) for event in events if renamed or event.kind is not OrganisationEventKind.RENAMED]
    present_name = (Message("Present name: {organisation}.", organisation=NameMessage(line.organisation)),) if renamed else ()
    return (*sentences, *present_name)


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

    marks: Sequence[Sequence[Mark]]
    texts: Sequence[Footnote]


def number_footnotes(lines: Sequence[StatusLine]) -> Footnotes:
    """Number the footnotes of lines in their order; a footnote that several lines share has one number."""
    numbers: dict[str, int] = {}
    marks: list[list[Mark]] = []
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
        marks.append(sorted(line_marks, key=lambda mark: mark.number))
    return Footnotes(marks, texts)
