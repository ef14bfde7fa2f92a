"""Models of the public record of drafting."""

from __future__ import annotations

from pydantic import Field

from coalition.amendments.tables import AmendmentState, Operation
from coalition.answers import Answer
from coalition.api.models import Listed


class DraftingProposal(Answer):
    """A proposal that everybody may read, and what became of it."""

    edition: int
    provision: str = Field(description="The id of the provision that it changes or stands beside; empty for one at the end.")
    title: str = Field(description="The name of the provision in the language of `Accept-Language`.")
    operation: Operation
    language: str
    outcome: AmendmentState
    original: str = Field(description="What the provision said when the author read it, without its number.")
    text: str
    reason: str
    decision_reason: str = Field(description="The reason of the editors; empty where they do not show it.")
    organisation: str | None = Field(description="Who proposed it; null where not all who made or supported it are named.")
    co_sponsors: list[str]


class DraftingPage(Listed[DraftingProposal]):
    """A page of the record, in the order of the text."""


class DraftingCandidate(Answer):
    """A decided amendment that is in the record or can come into it."""

    number: int
    organisation: str
    provision: str
    operation: Operation
    language: str
    outcome: AmendmentState
    by_name: bool = Field(description="Whether all who made or supported it let everybody read their names.")
    published: bool
    taken_back: bool


class DraftingCandidates(Listed[DraftingCandidate]):
    """A page of candidates, by number."""

    others: int = Field(description="How many decided amendments cannot be published.")


class PublishedLines(Answer):
    """What a publication did: the lines as everybody reads them; none where another coordinator has to approve it first."""

    made: str = Field(description="`at_once`, `unchecked` or `asked`.")
    items: list[DraftingProposal]
