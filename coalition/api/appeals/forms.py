"""Bodies and queries about appeals that the domain does not have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coalition.api.forms import Limit
from coalition.appeals.listed_appeals import AppealStage
from coalition.fields import Form


class PartOfAppeals(Form):
    """Which appeals: those that are open first, then those that ended, each with the newest first."""

    after: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$", description="The cursor from `next` of the page before.")] = ""
    limit: Limit = 50
    state: AppealStage | None = None


class SendingForm(Form):
    """That an appeal is to be sent as it was read."""

    seen: Annotated[str, Field(pattern="^[0-9a-f]{32}$", description="`seen` of the check: it names all that the appeal says and does.")]
