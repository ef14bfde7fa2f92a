"""What is asked of a coordinator who sends a round, and of an organisation that answers it."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator

from coalition import clock
from coalition.fields import Day, Form, Line, Paragraphs, Refused, Slug, one_of
from coalition.invitations.forms import OwnWords
from coalition.languages import Message
from coalition.rounds.tables import AnswerDisclosure, Position, RoundKind

LONGEST_REASON = 4000
LONGEST_COMMENT = 10_000
MOST_COMMENTS = 500


def _after_today(value: date) -> date:
    if value <= clock.today():
        raise Refused(Message("Choose a day after today, so that the organisations have time."))
    return value


Deadline = Annotated[Day, AfterValidator(_after_today)]
_NO_DEADLINE = Message("Choose the last day for answers.")


class RoundParticularsForm(Form):
    """What a round asks for, its last day, and a paragraph of the coordinator's own for each language of the letters."""

    missing = {"kind": Message("Choose what you ask for."), "closes": _NO_DEADLINE}

    kind: RoundKind
    closes: Annotated[Deadline, Field(description="The last day for answers; it is included.")]
    message: OwnWords = []
    send: bool = True


class RoundForm(RoundParticularsForm):
    """A round, and the organisations to which it is sent: by name, or all members of networks."""

    networks: Annotated[list[Slug], Field(max_length=50, description="Networks: all their present members get a seat.")] = []
    organisations: Annotated[list[Slug], Field(max_length=500, validate_default=True)] = []

    @field_validator("organisations")
    @classmethod
    def _somebody(cls, value: list[str], info: ValidationInfo) -> list[str]:
        if not value and not info.data.get("networks"):
            raise Refused(Message("Choose at least one organisation."))
        return value


class RoundExtensionForm(Form):
    """The later last day of a round."""

    missing = {"closes": _NO_DEADLINE}

    closes: Deadline


class RoundReminderForm(Form):
    """The coordinator's own words in letters to seats."""

    message: OwnWords = []


class SeatAnswerForm(Form):
    """The answer of an organisation to an indication or a silence procedure."""

    missing = {"position": Message("Choose an answer."), "disclosure": Message("Choose who may read the answer.")}

    position: Annotated[Position, one_of((Position.AGREE, Position.CAN_LIVE, Position.OBJECT))]
    reason: Annotated[Paragraphs, Field(max_length=LONGEST_REASON, validate_default=True)] = ""
    disclosure: AnswerDisclosure
    name: Line = ""

    @field_validator("reason")
    @classmethod
    def _says_why(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("position") is Position.OBJECT:
            raise Refused(Message("Write why the organisation objects, so that the text can be changed."))
        return value


Comment = Annotated[Paragraphs, Field(max_length=LONGEST_COMMENT)]


class SeatCommentsForm(Form):
    """Comments on the whole text ("") and on provisions, by their keys; empty ones are left out."""

    missing = {"disclosure": Message("Choose who may read the answer.")}

    comments: Annotated[dict[str, Comment], Field(max_length=MOST_COMMENTS)] = {}
    disclosure: AnswerDisclosure
    name: Line = ""

    @property
    def written(self) -> dict[str, str]:
        """The comments that say something."""
        return {provision: text for provision, text in self.comments.items() if text}
