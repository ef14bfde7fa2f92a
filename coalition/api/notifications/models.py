"""Models of notifications in responses."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.notices.tables import NoticeKind


class NotificationLine(Answer):
    """A depositary notification; one that was `removed` is a tombstone: whoever copied it deletes the copy."""

    number: str
    removed: bool
    kind: NoticeKind | None
    memorandum: str | None
    organisation: str | None
    happened_on: date | None = Field(description="Null for a tombstone.")
    sentences: dict[str, str] = Field(description="What happened, by language.")


class NotificationPage(Listed[NotificationLine]):
    """A page of notifications."""
