"""The shapes of provisions of a draft, of changes and of revisions."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.memoranda.tables import RevisionKind
from coalition.word_files.reading_document import ChangeKind
from coalition.word_files.reading_report import Outcome


class SavedProvision(Answer):
    """A provision in one language as it is saved."""

    id: str
    language: str
    number: str
    text: str = Field(description="Its Markdown with its number, followed by the notes that it cites first.")
    base: str = Field(description="The digest of the text: send it with the next one, so that nobody's work is overwritten.")


class NewNumber(Answer):
    """A number that another provision, or none, has now."""

    language: str
    before: str
    after: str


class ProvisionChange(Answer):
    """What a change of the order of provisions did; all its languages are undone together."""

    change: str = Field(description="Its name, with which it can be undone.")
    id: str = Field(description="The provision that it is about; a new one where one was added.")
    numbers: list[NewNumber]


class RevisionEntry(Answer):
    """A saved state of the text in one language, without what it says."""

    number: int
    saved_at: datetime
    saved_by: str = Field(description="The name of the coordinator; empty where it is not known.")
    kind: RevisionKind
    provision: str = Field(description="The id of the provision that was changed; empty for the whole text.")
    change: str


class RevisionPage(Listed[RevisionEntry]):
    """A page of revisions, newest first."""


class ChangedPiece(Answer):
    """Words that stayed, were added or were removed."""

    kind: str = Field(description="`ins`, `del`, or empty for words that stayed.")
    text: str


class ChangedProvision(Answer):
    """A provision that differs: its words in pieces; a table is not among them."""

    id: str
    label: str
    pieces: list[ChangedPiece]


class Revision(RevisionEntry):
    """A revision: what the text said, and how it differs from the one before, or from another one."""

    language: str
    title: str
    body: str
    against: int = Field(description="The number of the revision it is compared with; 0 for none.")
    changes: list[ChangedProvision]


class ReportOfPart(Answer):
    """What became of a part of a Word file."""

    outcome: Outcome
    sentence: str = Field(description="In the language of `Accept-Language`.")
    count: int
    places: list[str] = Field(description="The number and first words of the first passages that it is about.")


class ChangeInFile(Answer):
    """A tracked change of a Word file."""

    kind: ChangeKind
    author: str
    day: str
    passage: str
    words: str


class CommentInFile(Answer):
    """A comment in the margin of a Word file."""

    author: str
    day: str
    passage: str
    words: str = Field(description="The words it is about.")
    text: str


class WordFileReport(Answer):
    """A Word file as text: what was kept, changed and not taken, its tracked changes and its comments."""

    language: str
    title: str
    body: str = Field(description="The Markdown in which every number reads back as it is printed.")
    version: int = Field(description="The version of the text that is saved now.")
    saved: bool
    report: list[ReportOfPart]
    changes: list[ChangeInFile] = Field(description="Only if they are kept apart.")
    comments: list[CommentInFile]
