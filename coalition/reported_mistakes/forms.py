"""The forms of somebody who reports a mistake, and of the coordinator who answers."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from coalition.fields import Form, OptionalEmail, OptionalSlug, Paragraphs, Refused, one_of
from coalition.languages import Message
from coalition.reported_mistakes.tables import Mistake

# What readers of public pages choose from; the holder of a private link says one thing.
FOR_READERS = (Mistake.NOT_SIGNED, Mistake.NOT_OURS, Mistake.OUT_OF_DATE, Mistake.OTHER)
# What nobody can look into without words.
_NEEDS_WORDS = frozenset({Mistake.OUT_OF_DATE, Mistake.OTHER})

Words = Annotated[Paragraphs, Field(max_length=2000)]


class MistakeForm(Form):
    """What is wrong with the entry of an organisation, or with its part in a memorandum; an address if an answer is wanted."""

    missing = {"mistake": Message("Choose what is wrong.")}

    memorandum: OptionalSlug = None
    mistake: Annotated[Mistake, one_of(FOR_READERS)]
    words: Annotated[Words, Field(validate_default=True)] = ""
    email: OptionalEmail = None

    @field_validator("words")
    @classmethod
    def _says_what(cls, value: str, info: ValidationInfo) -> str:
        if not value and info.data.get("mistake") in _NEEDS_WORDS:
            raise Refused(Message("Write what is wrong, and what would be right."))
        return value


class WrongLinkForm(Form):
    """What the holder of a private link adds to saying that it was made for another organisation; nothing is needed."""

    words: Words = ""
    email: OptionalEmail = None


class MistakeAnswerForm(Form):
    """What the coordinators answer; whoever gave an address reads it, else it is a note for the coordinators and may be empty."""

    answer: Words = ""
