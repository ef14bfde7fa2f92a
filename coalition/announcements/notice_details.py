"""What a notification gives beside its sentence: days that differ, the words of a statement, a corrected passage, who was entered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.directions import isolated
from coalition.languages import Message, date_text, language_name
from coalition.organisations.names import NameMessage
from coalition.partial_dates import PartialDate
from coalition.statements.views import subject_of, title_of
from coalition.text.differences import unchanged_parts
from coalition.text.provisions import name_of
from coalition.text.recorded_words import recorded_parts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from coalition.acts.tables import ActKind
    from coalition.announcements.contents import Content, CorrectedThen, Entered, StatedThen
    from coalition.organisations.views import OrganisationView
    from coalition.text.differences import DifferencePart


class Detail(Struct, frozen=True):
    """A piece of the content: a label, and a text in a language; without a language, it is in that of the reader.

    `source` is the Markdown of a passage with a table.
    """

    label: Message
    text: Message | str
    language: str = ""
    source: str = ""

    def shown(self, language: str) -> str:
        """Return the text for a reader."""
        return self.text.text(language) if isinstance(self.text, Message) else self.text

    def parts(self, language: str) -> Sequence[DifferencePart]:
        """Return the text for a page, with its tables."""
        return unchanged_parts(recorded_parts(self.shown(language), self.source))

    def line(self, language: str) -> str:
        """Return the label and the text as a line of plain text: in letters and feeds nothing else tells the direction of the text."""
        code = self.language or language
        return f"{self.label.text(language)}: {isolated(self.shown(language), code, language)}"


class _LanguageName(Message):
    """The name of a language, in the language in which the sentence around it is shown."""

    def __init__(self, code: str) -> None:
        super().__init__(code)

    def text(self, language: str) -> str:
        return language_name(self.msgid, language)


class _Entry(Message):
    """An act of the past: who, what, and the day with its precision."""

    def __init__(self, name: Message, act: ActKind, acted: str | None) -> None:
        super().__init__("", name=name, act=act.word, acted=acted)

    def text(self, language: str) -> str:
        day = date_text(PartialDate(self.params["acted"]), language) if self.params["acted"] else ""
        return " · ".join(filter(None, (self.params["name"].text(language), self.params["act"].text(language), day)))


def days_of(done: PartialDate | None, received: PartialDate | None, issued: date | None) -> Message | None:
    """Say when the event happened, was received and was recorded, if it was not announced on its day; None for a tombstone."""
    if done is None or issued is None or done.iso == issued.isoformat():
        return None
    if received is None:
        return Message("Done on {done}; recorded on {issued}.", done=done, issued=issued)
    if received.iso == issued.isoformat():
        return Message("Done on {done}; received and recorded on {issued}.", done=done, issued=issued)
    return Message("Done on {done}; received on {received}; recorded on {issued}.", done=done, received=received, issued=issued)


def completion_of(day: date | None) -> Message | None:
    """Say that the content was completed later, if it was."""
    return Message("Completed on {date} from the record of that day.", date=day) if day else None


def details_of(content: Content, others: Mapping[str, OrganisationView]) -> Sequence[Detail]:
    """Return the content of a notification for readers; `others` are the organisations that everybody may know now, by slug."""
    stated = _stated(content.statement) if content.statement else ()
    corrected = _corrected(content.correction) if content.correction else ()
    return [*stated, *corrected, *_entered(content.entered, others)]


def _entered(acts: Sequence[Entered], others: Mapping[str, OrganisationView]) -> Iterator[Detail]:
    for entered in acts:
        if entered.organisation in others:
            yield Detail(Message("Entered"), _Entry(NameMessage(others[entered.organisation]), entered.act, entered.acted))


def _stated(statement: StatedThen) -> Iterator[Detail]:
    yield Detail(title_of(statement.kind, statement.number), subject_of(statement.provision, statement.label, statement.written_labels))
    yield Detail(Message("Text"), statement.text, statement.language)
    for code, text in statement.translations.items():
        yield Detail(Message("Translation into {language}", language=_LanguageName(code)), text, code)


def _corrected(correction: CorrectedThen) -> Iterator[Detail]:
    yield Detail(Message("Passage"), name_of(correction.label_in_text or correction.label) if correction.label else Message("Title"))
    yield Detail(Message("Old text"), correction.before, correction.language, correction.before_source)
    yield Detail(Message("New text"), correction.after, correction.language, correction.after_source)
