"""What is asked before lines of a public record of drafting are published; pages and API ask the same."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coalition.fields import Form, Tick
from coalition.languages import Message

MOST_AT_ONCE = 50


class PublicationForm(Form):
    """The numbers of the amendments that everybody is to read, and whether everybody also reads the reasons of the editors."""

    missing = {"amendments": Message("Choose at least one line.")}

    amendments: Annotated[list[int], Field(min_length=1, max_length=MOST_AT_ONCE, description="Their numbers.")]
    reasons: Annotated[Tick, Field(description="Whether the reasons of the decisions are shown too.")] = False
