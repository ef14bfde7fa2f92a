"""Models of notifications in responses."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.acts.tables import ActKind
from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.notices.tables import NoticeKind
from coalition.statements.tables import StatementKind


class AnnouncedStatement(Answer):
    """A statement as it was on the day of issue."""

    id: str
    kind: StatementKind
    number: int | None = Field(description="Its permanent number; null where it had none.")
    provision: str | None = Field(description="The key of the provision; null where it is about the whole text.")
    label: str = Field(description="The label of the provision on the day of issue.")
    language: str
    text: str
    translations: dict[str, str] = Field(description="By language; only `text` counts.")
    objects_to: str | None = Field(description="The organisation whose reservation an objection is to.")
    precludes: bool | None = Field(description="Whether an objection precludes the relation; null where it does not say.")


class AnnouncedCorrection(Answer):
    """A correction as it was on the day of issue."""

    number: int
    language: str
    label: str = Field(description="The label of the provision; empty for the title.")
    before: str = Field(description="Plain text.")
    after: str = Field(description="Plain text.")
    reason: str
    objections_until: date


class EnteredAct(Answer):
    """An act of the past that was entered from a source."""

    organisation: str
    names: dict[str, str] = Field(description="The names of the organisation on the day of the act, by language.")
    act: ActKind
    date: str | None = Field(description="A partial date; null where it is not known.")


class NotificationLine(Answer):
    """A depositary notification, final when issued; one that was `removed` is a tombstone: whoever copied it should delete the copy."""

    number: str
    removed: bool
    kind: NoticeKind | None
    memorandum: str | None
    organisation: str | None
    names: dict[str, str] = Field(description="The names of the organisation on the day of the act, by language.")
    happened_on: str | None = Field(description="The day of the event, as a partial date; null for a tombstone.")
    received_on: str | None = Field(description="When the depositary received it; null where that is not recorded, and for a tombstone.")
    issued_on: date | None = Field(description="Null for a tombstone.")
    completed_on: date | None = Field(description="When its content was completed from the record, if it was issued before notifications were final.")
    sentences: dict[str, str] = Field(description="What happened, by language.")
    statement: AnnouncedStatement | None
    correction: AnnouncedCorrection | None
    new_names: dict[str, str] = Field(description="The new names of a renamed organisation, by language.")
    successor: str | None = Field(description="The organisation that succeeds the party.")
    entered: list[EnteredAct] = Field(description="The acts of the past that were entered, as far as they name somebody.")


class NotificationPage(Listed[NotificationLine]):
    """A page of notifications."""
