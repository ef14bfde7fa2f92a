"""What an urgent appeal says beside its text, as JSON: the fields of the files and of the API."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import Field

from coalition.answers import Answer

if TYPE_CHECKING:
    from coalition.appeals.views import AppealView


class Appeal(Answer):
    """Whom an appeal is about, what is asked, and until when it can be signed."""

    about: dict[str, str] = Field(description="Whom it is about, by language, without a name.")
    asked: dict[str, str] = Field(description="What is asked, by language.")
    names: list[dict[str, str]] = Field(description="The names of people who agreed to be named, each by language; none once they take that back.")
    until: datetime | None = Field(description="The last moment in which it can be signed (UTC); null if it has only a last day.")
    time_zone: str = Field(description="The IANA name of the zone in which readers are told the hour.")


def appeal_json(view: AppealView) -> Appeal:
    """Return an appeal, with names as far as its reader may read it."""
    return Appeal(
        about={code: words.about for code, words in view.words.items()},
        asked={code: words.asked for code, words in view.words.items()},
        names=[dict(names) for names in view.people],
        until=view.closes_at,
        time_zone=view.zone,
    )
