"""What is asked of an organisation that proposes an amendment, and of those who answer it; pages and API ask the same."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from coalition.amendments.tables import Disposition, Operation, Outcome, PublicAnswer
from coalition.drafting.forms import Base, Key
from coalition.fields import Form, LanguageTag, Line, Paragraphs, Refused, Slug
from coalition.languages import Message
from coalition.rounds.forms import LONGEST_COMMENT, LONGEST_REASON
from coalition.rounds.tables import AnswerDisclosure

LONGEST_REPLY = 4000
_LONGEST_MARK = 120
_MOST_MARKS = 500
_WRITE = Message("Write the text.")
_DISCLOSURE = {"disclosure": Message("Choose who may read it.")}
_ORGANISATION = Message("Choose an organisation.")
_OUTCOME = {"outcome": Message("Choose an answer.")}
_WHY = Message("Write a reason, so that the organisation understands the decision.")
Reason = Annotated[Paragraphs, Field(max_length=LONGEST_REASON)]
Public = Annotated[PublicAnswer, Field(description="Whether everybody may read it, with its reason, after the text is adopted.")]


class AmendmentForm(Form):
    """A proposal for a provision in one language; a text that stands in the place of another begins with its number, or with none."""

    missing = {"operation": Message("Choose what is proposed."), "language": Message("Choose a language.")}

    operation: Annotated[Operation, Field(description="What is done with the provision; `new` adds one at the end.")]
    language: LanguageTag
    provision: Annotated[Key, Field(description="The id of the provision; empty for `new`.", validate_default=True)] = ""
    text: Annotated[Paragraphs, Field(description="The proposed text as Markdown; empty for `delete`.", validate_default=True)] = ""
    reason: Reason = ""

    @field_validator("provision")
    @classmethod
    def _names_one(cls, value: str, info: ValidationInfo) -> str:
        operation = info.data.get("operation")
        if not value and operation not in {None, Operation.NEW}:
            raise Refused(Message("Choose a provision."))
        return "" if operation is Operation.NEW else value

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str, info: ValidationInfo) -> str:
        operation = info.data.get("operation")
        if not value and operation not in {None, Operation.DELETE}:
            raise Refused(_WRITE)
        return "" if operation is Operation.DELETE else value


class NoteForm(Form):
    """What somebody writes beside a provision for their organisation: a comment, another text of the provision, or both.

    `key` names the private amendment that the text changes, `base` and `comment_base` are the digests of what the form began from.
    `apart` saves the text as a further proposal.
    """

    missing = {"language": Message("Choose a language.")}

    language: LanguageTag
    comment: Annotated[Paragraphs, Field(max_length=LONGEST_COMMENT)] = ""
    text: Paragraphs = ""
    reason: Reason = ""
    key: Key = ""
    base: Base = ""
    comment_base: Base = ""
    apart: bool = False


class EnteredAmendmentForm(AmendmentForm):
    """An amendment that coordinators enter for an organisation, which gave it by letter or in a meeting."""

    missing = AmendmentForm.missing | _DISCLOSURE | {"organisation": _ORGANISATION}

    organisation: Annotated[Slug, Field(description="The organisation that proposes it.")]
    disclosure: Annotated[AnswerDisclosure, Field(description="What the other organisations read of it.")]
    published: Public = PublicAnswer.NO


class WordAmendmentsForm(Form):
    """Whose amendments the tracked changes of a Word file are, in which language of the draft, and who may read them."""

    missing = _DISCLOSURE | {"organisation": _ORGANISATION, "language": Message("Choose a language.")}

    organisation: Annotated[Slug, Field(description="The organisation that proposes them.")]
    language: Annotated[LanguageTag, Field(description="The language of the draft that the file has.")]
    disclosure: Annotated[AnswerDisclosure, Field(description="What the other organisations read of them.")]


class HandInForm(Form):
    """Who may read what is handed in: one choice for all that is handed in together, because numbers that follow each other show that.

    `published` is the answer about everybody, for the amendments among them.
    """

    missing = _DISCLOSURE

    disclosure: AnswerDisclosure
    published: Public = PublicAnswer.NO


class NotesForm(HandInForm):
    """What a seat hands in of its notes: `notes` has a mark for each amendment, `comments` that of the comments; `name` is shown to coordinators."""

    notes: Annotated[list[Annotated[str, Field(max_length=_LONGEST_MARK)]], Field(max_length=_MOST_MARKS)] = []
    comments: Annotated[str, Field(max_length=_LONGEST_MARK)] = ""
    name: Line = ""


class CoSponsorForm(Form):
    """Who may know that an organisation supports an amendment, and whether it agrees that everybody reads that."""

    missing = _DISCLOSURE

    disclosure: AnswerDisclosure
    published: Public = PublicAnswer.NO


class PublicAnswerForm(Form):
    """Whether everybody may read an amendment after the text is adopted."""

    missing = {"published": Message("Choose an answer.")}

    published: Public


class ReplyForm(Form):
    """A reply to an amendment or to a comment. Of coordinators, `coordinators` means that no organisation reads it."""

    missing = _DISCLOSURE

    text: Annotated[Paragraphs, Field(max_length=LONGEST_REPLY, validate_default=True)] = ""
    disclosure: AnswerDisclosure

    @field_validator("text")
    @classmethod
    def _says_something(cls, value: str) -> str:
        if not value:
            raise Refused(_WRITE)
        return value


class RecommendationForm(Form):
    """What the editors recommend, and why."""

    missing = _OUTCOME

    outcome: Outcome
    reason: Reason = ""


class DecisionForm(Form):
    """What is decided about an amendment.

    `base` is the digest of the provision as the coordinator read it: for a text of their own, and to delete a provision that was changed.
    """

    missing = _OUTCOME

    outcome: Outcome
    reason: Annotated[Reason, Field(validate_default=True)] = ""
    text: Annotated[Paragraphs, Field(description="For `accepted_modified`: the text that is accepted.", validate_default=True)] = ""
    merged_into: Annotated[int | None, Field(description="For `merged`: the number of the other amendment.", validate_default=True)] = None
    base: Annotated[Base, Field(description="The digest of the provision that you read.")] = ""

    @field_validator("reason")
    @classmethod
    def _says_why(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("outcome") is Outcome.REJECTED:
            raise Refused(_WHY)
        return value

    @field_validator("text")
    @classmethod
    def _has_text(cls, value: str, info: ValidationInfo) -> str:
        is_modified = info.data.get("outcome") is Outcome.ACCEPTED_MODIFIED
        if not value and is_modified:
            raise Refused(_WRITE)
        return value if is_modified else ""

    @field_validator("merged_into")
    @classmethod
    def _names_another(cls, value: int | None, info: ValidationInfo) -> int | None:
        is_merged = info.data.get("outcome") is Outcome.MERGED
        if value is None and is_merged:
            raise Refused(Message("Choose the amendment into which it is merged."))
        return value if is_merged else None


class DispositionForm(Form):
    """What became of a comment, and why."""

    missing = _OUTCOME

    outcome: Disposition
    reason: Annotated[Reason, Field(validate_default=True)] = ""

    @field_validator("reason")
    @classmethod
    def _says_why(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("outcome") is Disposition.NOT_TAKEN_UP:
            raise Refused(_WHY)
        return value
