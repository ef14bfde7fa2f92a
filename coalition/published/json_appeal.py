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
    name: dict[str, str] = Field(description="The name of the person by language; empty unless they agreed, and once they take that back.")
    until: datetime | None = Field(description="The last moment in which it can be signed (UTC); null if it has only a last day.")
    time_zone: str = Field(description="The IANA name of the zone in which readers are told the hour.")


def appeal_json(view: AppealView) -> Appeal:
    """Return an appeal, with the name as far as its reader may read it."""
    return Appeal(
        about={code: words.about for code, words in view.words.items()},
        asked={code: words.asked for code, words in view.words.items()},
        name=dict(view.names),
        until=view.closes_at,
        time_zone=view.zone,
    )
