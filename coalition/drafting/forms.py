"""The forms of work on provisions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from coalition.fields import Body, Form, LanguageTag
from coalition.languages import Message

LONGEST_BASE = 80
Base = Annotated[str, StringConstraints(max_length=LONGEST_BASE)]
Key = Annotated[str, StringConstraints(max_length=LONGEST_BASE)]
Which = Literal["first", "second"]


class ProvisionForm(Form):
    """The text of a provision with its number; `base` is the digest of the text that the person began from."""

    missing = {"text": Message("Write the text.")}

    text: Body
    base: Annotated[Base, Field(description="The digest of the text that you began from; empty for a provision without a text in this language.")] = (
        ""
    )


class NewProvisionForm(Form):
    """A new provision beside one that exists; without a number it gets the next one, and the numbers after it follow."""

    missing = {"text": Message("Write the text.")}

    language: LanguageTag
    text: Body
    beside: Annotated[Key, Field(description="The id of the provision beside which it stands; empty: at the end.")] = ""
    place: Annotated[Literal["before", "after"], Field(description="Before or after that provision.")] = "after"


class MoveForm(Form):
    """Where a provision goes, with what stands below it: one place up or down among those beside it, or after another provision."""

    way: Annotated[Literal["up", "down", "after"], Field(description="One place up or down, or after another provision.")] = "after"
    after: Annotated[Key, Field(description="The id of the provision after which it goes.")] = ""
    as_they_are: Annotated[bool, Field(description="Move it also where numbers cannot be written anew: they stay as they are.")] = False


class DivisionForm(Form):
    """The two parts of a provision in one language; `keeps` says which part is the provision from now on, the other one is new."""

    missing = {"first": Message("Write the first part."), "second": Message("Write the second part.")}

    language: LanguageTag
    first: Body
    second: Body
    base: Base
    keeps: Annotated[Which, Field(description="Which part keeps the id.")] = "first"


class JoinForm(Form):
    """A provision that is joined with the next one; `keeps` says which of both stays."""

    keeps: Annotated[Which, Field(description="Which of the two ids stays.")] = "first"


class ReturnForm(Form):
    """Bringing a text back; `version` is the one that was saved when the person looked."""

    version: Annotated[int, Field(ge=0)]


def _ascii(value: str) -> str:
    return value if value.isascii() else ""


class UnsavedForm(Form):
    """What was typed in a form and is not saved."""

    language: LanguageTag
    provision: Annotated[Key, AfterValidator(_ascii)] = ""
    title: Annotated[str, StringConstraints(max_length=1000)] = ""
    text: Annotated[str, StringConstraints(max_length=200_000, strip_whitespace=False)] = ""
    base: Base = ""
