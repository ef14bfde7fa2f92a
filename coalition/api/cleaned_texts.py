"""What was cleaned in the texts of a request, for its answer: `{"pointer": "/body", "kind": "direction_mark", "count": 2, "lines": [4]}`."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pydantic import Field

from coalition.answers import Answer
from coalition.characters import Unseen, clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class CleanedText(Answer):
    """Characters that nobody sees, cleaned in one text of the body."""

    pointer: str = Field(description="A JSON pointer to the text.")
    kind: Unseen
    count: int
    lines: list[int] = Field(description="The lines of the text on which they stood, from 1.")


_CLEANED: ContextVar[Sequence[CleanedText]] = ContextVar("cleaned", default=())


def remember_cleaned(given: Any, read: Any) -> None:
    """Compare the body as it was given with the form that was read, and remember for the answer what was cleaned."""
    _CLEANED.set(tuple(_cleaned(given, read, "")))


def with_cleaned(answer: Answer) -> bytes:
    """Return an answer as JSON; if something was cleaned in the request, the answer says what."""
    cleaned = _CLEANED.get()
    if not cleaned:
        return answer.model_dump_json().encode()
    extended = _Extended.model_validate(answer.model_dump() | {"cleaned": cleaned})
    return extended.model_dump_json().encode()


class _Extended(Answer, extra="allow"):
    cleaned: list[CleanedText]


def _cleaned(given: Any, read: Any, pointer: str) -> Iterator[CleanedText]:
    if isinstance(given, dict) and isinstance(read, dict):
        for key, value in given.items():
            yield from _cleaned(value, read.get(key), f"{pointer}/{key}")
    elif isinstance(given, list) and isinstance(read, list):
        for at, (value, read_value) in enumerate(zip(given, read, strict=False)):
            yield from _cleaned(value, read_value, f"{pointer}/{at}")
    elif isinstance(given, str) and isinstance(read, str) and given != read:
        for part in clean(given)[1]:
            yield CleanedText(pointer=pointer, kind=part.kind, count=part.count, lines=list(part.lines))
