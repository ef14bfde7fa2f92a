"""The footnotes of a status table, as in a treaty series: numbered in the order of its lines, equal ones once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.acts.tables import ActKind, Channel
from coalition.languages import Message
from coalition.organisations.names import NameMessage
from coalition.organisations.tables import OrganisationEventKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeAlias

    from coalition.acts.status_lines import Ending, StatusLine
    from coalition.organisations.views import OrganisationEventView
    from coalition.partial_dates import PartialDate

    Note: TypeAlias = tuple[Message, ...]


_BEGAN = {
    ActKind.SIGNATURE: Message("Signed: {date}."),
    ActKind.AD_REFERENDUM: Message("Signed ad referendum: {date}."),
    ActKind.ACCESSION: Message("Acceded: {date}."),
    ActKind.SUPPORT: Message("Supported: {date}."),
}


_ENDED = {
    ActKind.WITHDRAWAL: Message("Withdrawn: {date}."),
    ActKind.ANNULMENT: Message("Annulled: {date}."),
    ActKind.LAPSE: Message("Lapsed, because it was not confirmed in time: {date}."),
}


_EVENT_NOTES = {
    OrganisationEventKind.RENAMED: Message("Renamed: {date}."),
    OrganisationEventKind.MERGED: Message("Merged into {organisation}: {date}."),
    OrganisationEventKind.SUCCEEDED: Message("Succeeded by {organisation}: {date}."),
    OrganisationEventKind.LIQUIDATED: Message("Liquidated: {date}."),
    OrganisationEventKind.INTO_EXILE: Message("Went into exile: {date}."),
}


_UNKNOWN = Message("date not known")


def dated(message: Message, day: PartialDate | None, **more: Message) -> Message:
    """Return a sentence with its date, or with the words that it is not known."""
    return Message(message.msgid, date=day or _UNKNOWN, **more)


def notes_of(line: StatusLine) -> list[Note]:
    """Return the footnotes of a line: what became of the act, how it came here, what became of the organisation."""
    found = [_course(line), _doubt(line), _way(line), _events_since(line)]
    return [note for note in found if note]


def _course(line: StatusLine) -> Note:
    if line.waits:
        return (Message("The organisation has still to confirm this signature; until then it does not bind."),)
    if not (line.ended or line.confirmed):
        return ()
    began = dated(_BEGAN[line.act], line.acted)
    confirmed = (dated(Message("Confirmed: {date}."), line.confirmed_on),) if line.confirmed else ()
    if line.ended:
        return (began, *confirmed, *_ended(line.ended))
    return (began, *confirmed)


def _ended(ended: Ending) -> Note:
    return (dated(_ENDED[ended.kind], ended.day), *((ended.ground.word,) if ended.ground else ()))


def _doubt(line: StatusLine) -> Note:
    return (Message("This act is being verified."),) if line.questioned else ()


def _way(line: StatusLine) -> Note:
    match line.channel:
        case Channel.PAPER:
            return (Message("Signed on paper and recorded by a coordinator."),)
        case Channel.CORRESPONDENCE:
            return (Message("Sent by letter or message and recorded by a coordinator."),)
        case Channel.HISTORICAL if line.source:
            return (Message("Entered afterwards from a source: {source}", source=line.source),)
        case Channel.HISTORICAL:
            return (Message("Entered afterwards from a source."),)
        case _:
            return ()


def _events_since(line: StatusLine) -> Note:
    """Say the present name where it is another, and what happened to the organisation after the act, as far as that is known."""
    if not (line.organisation.events or line.organisation.former_names):
        return ()
    renamed = line.then.primary.name != line.organisation.primary.name
    later = [event for event in line.organisation.events if not (event.happened and line.acted and event.happened.before(line.acted))]
    said = [_event_note(event) for event in later if renamed or event.kind is not OrganisationEventKind.RENAMED]
    present = (Message("Present name: {organisation}.", organisation=NameMessage(line.organisation)),) if renamed else ()
    return (*said, *present)


def _event_note(event: OrganisationEventView) -> Message:
    if event.other:
        return dated(_EVENT_NOTES[event.kind], event.happened, organisation=NameMessage(event.other))
    return dated(_EVENT_NOTES[event.kind], event.happened)


class Mark(Struct, frozen=True):
    """The number of a footnote at a line; `first` says that the footnote leads back to this one."""

    number: int
    first: bool


class Footnotes(Struct, frozen=True):
    """The marks of each line of a table, and the sentences under it, the first being number 1."""

    marks: Sequence[Sequence[Mark]]
    texts: Sequence[Note]


def footnotes(lines: Sequence[StatusLine]) -> Footnotes:
    """Number the footnotes of lines in their order; what is said of several lines has one number."""
    numbers: dict[str, int] = {}
    marks: list[list[Mark]] = []
    texts: list[Note] = []
    for line in lines:
        mine: list[Mark] = []
        for note in line.notes:
            said = " ".join(map(str, note))
            first = said not in numbers
            if first:
                texts.append(note)
                numbers[said] = len(texts)
            mine.append(Mark(numbers[said], first))
        marks.append(sorted(mine, key=lambda mark: mark.number))
    return Footnotes(marks, texts)
