"""What a coordinator fills in about the host."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator, model_validator

from coalition.fields import EmailAddress, Form, Line, Paragraphs, Website, one_of
from coalition.fields import InvalidForm as Invalid
from coalition.languages import Message
from coalition.settings import SUPPORTED_LANGUAGES

LONGEST_CHECKING = 1000
LONGEST_ABOUT = 3000
LONGEST_SENDER = 100


def _empty_is_none(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


class HostTextForm(Form):
    """The name of the host and its texts in one interface language."""

    language: Annotated[str, one_of(SUPPORTED_LANGUAGES)]
    name: Line = ""
    short_name: Annotated[Line, Field(max_length=LONGEST_SENDER)] = ""
    sender: Annotated[Line, Field(max_length=LONGEST_SENDER)] = ""
    checking: Annotated[Paragraphs, Field(max_length=LONGEST_CHECKING)] = ""
    about: Annotated[Paragraphs, Field(max_length=LONGEST_ABOUT)] = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is filled in."""
        return not any((self.name, self.short_name, self.sender, self.checking, self.about))


class HostForm(Form):
    """The host: its texts by language, of which one names it, and how it can be reached."""

    texts: Annotated[list[HostTextForm], Field(max_length=len(SUPPORTED_LANGUAGES))]
    address: Annotated[Paragraphs, Field(max_length=500)] = ""
    website: Annotated[Website | None, BeforeValidator(_empty_is_none)] = None
    email: Annotated[EmailAddress | None, BeforeValidator(_empty_is_none)] = None
    phone: Annotated[Line, Field(max_length=100)] = ""

    @field_validator("texts")
    @classmethod
    def _once_each(cls, value: list[HostTextForm]) -> list[HostTextForm]:
        return list({text.language: text for text in value if not text.is_empty}.values())

    @model_validator(mode="after")
    def _named(self) -> HostForm:
        if not any(text.name for text in self.texts):
            raise Invalid({"name": Message("Write the name of the host in at least one language.")})
        return self
