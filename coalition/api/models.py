"""Models that responses on every subject share: lists and problems."""

from __future__ import annotations

from typing import Generic, TypeVar

from pydantic import Field

from coalition.answers import Answer

Item = TypeVar("Item", bound=Answer)


class Listed(Answer, Generic[Item]):
    """One page of a list, in the order of its cursor."""

    items: list[Item]
    next: str | None = Field(description="The cursor to give as `after` for the following page; null on the last one.")


class FieldError(Answer):
    """What does not fit, and where: a JSON pointer into the body, or `/` and the name of a query parameter."""

    pointer: str
    message: str


class UncertainLine(Answer):
    """A line of a text that begins with what may be a number or not: send the text again with one of the two lines instead."""

    line: int
    text: str
    as_number: str = Field(description="The line if it begins with a number.")
    as_text: str = Field(description="The line if it begins with no number.")


class Candidate(Answer):
    """An organisation of the register that a new one may be, and why."""

    slug: str
    name: str
    reasons: list[str]


class SavedText(Answer):
    """The text of a provision that somebody else saved, with the `base` to send with another text."""

    text: str
    base: str


class Problem(Answer):
    """What went wrong (RFC 9457); `type` is stable, the sentences follow `Accept-Language`."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = Field(default=None, description="With status 422: one for each field.")
    uncertain: list[UncertainLine] | None = Field(default=None, description="With status 422, for a text: the lines that somebody has to decide.")
    saved: SavedText | None = Field(default=None, description="With type `/problems/provision-changed`: what is saved now.")
    candidates: list[Candidate] | None = Field(default=None, description="With type `/problems/likely-duplicate`: what it may be.")
