"""A public record of drafting that is longer than a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.amendments.deciding_amendments import decide
from coalition.amendments.entering import enter_for
from coalition.amendments.forms import DecisionForm, EnteredAmendmentForm
from coalition.drafting_record.forms import PublicationForm
from coalition.drafting_record.publishing import publish_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.memoranda.tables import Memorandum

LINES = 40  # more than a page has


async def proposed_and_rejected(memorandum: Memorandum, slugs: Sequence[str]) -> None:
    """Enter amendments of a draft that everybody may read, and reject them."""
    for at in range(LINES):
        proposal = {"organisation": slugs[at % len(slugs)], "disclosure": "named", "published": "named", "operation": "replace", "language": "en"}
        text = f"The parties meet {at} times a year."
        number = await enter_for(memorandum, EnteredAmendmentForm.parse(proposal | {"provision": "p1", "text": text}))
        await decide(memorandum, number, DecisionForm.parse({"outcome": "rejected", "reason": "It is too often."}))


async def published(memorandum: Memorandum) -> None:
    """Publish them once the text is adopted."""
    await publish_lines(memorandum, PublicationForm(amendments=[*range(1, LINES + 1)]))
