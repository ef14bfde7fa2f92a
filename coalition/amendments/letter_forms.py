"""What is asked before letters with a draft are written to all seats of a round; pages and API ask the same."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coalition.amendments.compared_drafts import WayToRead
from coalition.rounds.forms import RoundReminderForm


class ViewLetterForm(RoundReminderForm):
    """In which way the letters show the draft, and the coordinator's own words in them."""

    view: Annotated[WayToRead, Field(description="How the letters show the draft.")] = WayToRead.PROPOSALS
