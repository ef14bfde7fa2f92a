"""Models of results of the search in responses."""

from __future__ import annotations

from pydantic import Field

from coalition.answers import Answer
from coalition.results.result import ResultKind


class FoundPassage(Answer):
    """A passage of a text with what was looked for in it."""

    provision: str = Field(description="The id of the provision; empty where the text has no provisions.")
    language: str
    html: str = Field(description="Escaped text; what was found stands in the element `mark`, the only one.")


class Found(Answer):
    """A result."""

    kind: ResultKind
    slug: str = Field(description="Its address name; the number of a notification, such as `N.3.2026`.")
    title: str
    passages: list[FoundPassage]
    url: str = Field(description="The address of its page.")


class SearchAnswer(Answer):
    """A page of results, the best first."""

    results: list[Found]
    next: str | None = Field(description="The cursor to give as `after` for the following page; null on the last one.")
