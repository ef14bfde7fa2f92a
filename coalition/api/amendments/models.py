"""Models of amendments and comments in responses, for those who work on the draft."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from coalition.amendments.collisions import CollisionKind
from coalition.amendments.tables import AmendmentState, Disposition, Operation, Outcome, PublicAnswer
from coalition.amendments.word_proposals import LeftOut
from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.rounds.tables import AnswerDisclosure


class Recommended(Answer):
    """What the editors recommend now."""

    outcome: Outcome
    reason: str
    coordinator: str = Field(description="The name of the person; empty where it is not known.")
    at: datetime | None


class CollidingAmendment(Answer):
    """Another open amendment that cannot be accepted together with this one as both were proposed."""

    number: int
    kind: CollisionKind


class AmendmentSummary(Answer):
    """An amendment in a list."""

    number: int
    operation: Operation
    provision: str = Field(description="The id of the provision that it changes or stands beside; empty for one at the end.")
    provision_number: str = Field(description="The number of the provision as it was written.")
    language: str
    state: AmendmentState = Field(description="`moot` where the provision of an open one is gone.")
    organisation: str
    disclosure: AnswerDisclosure
    public_answer: PublicAnswer = Field(description="What its author lets everybody read after the text is adopted.")
    submitted_at: datetime
    round: int | None
    late: bool
    referred: bool
    moved_on: bool = Field(description="Whether the words that it is about were changed since.")
    co_sponsors: list[str]
    recommended: Recommended | None
    collisions: list[CollidingAmendment]


class AmendmentPage(Listed[AmendmentSummary]):
    """A page of amendments by number."""


class Decision(Answer):
    """What was decided, or for a referred amendment, why it stays open."""

    reason: str
    text: str = Field(description="The text that was accepted.")
    merged_into: int | None
    at: datetime | None
    coordinator: str = Field(description="The name of the person; empty where it is not known.")


class AmendmentReply(Answer):
    """A reply to an amendment or to a comment; of those who work on the draft where `organisation` is null."""

    text: str
    language: str
    organisation: str | None
    coordinator: str
    disclosure: AnswerDisclosure
    at: datetime


class Amendment(AmendmentSummary):
    """An amendment with its texts, which are without the number of the provision."""

    original: str = Field(description="What the provision said when the author read it.")
    text: str = Field(description="The proposed text.")
    reason: str
    erased: bool = Field(description="Whether its text, its reason and its replies were erased.")
    current: str | None = Field(description="What the provision says now; null where there is none.")
    base: str = Field(description="The digest of that: send it with a decision that brings a text of its own.")
    result: str | None = Field(description="What it would say after the acceptance; null where that is not certain.")
    decision: Decision | None
    replies: list[AmendmentReply]


class DraftComment(Answer):
    """A comment that was handed in with an answer to a round; `disposition` is null until somebody says what became of it."""

    id: int
    provision: str = Field(description="The id of the provision; empty for the whole text.")
    text: str
    language: str
    organisation: str
    round: int
    late: bool
    disposition: Disposition | None
    disposition_reason: str
    reply_count: int


class CommentPage(Listed[DraftComment]):
    """A page of comments by id."""


class CommentInFull(DraftComment):
    """A comment with its replies."""

    replies: list[AmendmentReply]


class Acceptances(Answer):
    """The amendments that were accepted at once."""

    numbers: list[int]


class ProposalInFile(Answer):
    """An amendment that the tracked changes of a Word file make; `number` is null where it was not entered."""

    number: int | None
    operation: Operation
    provision: str
    text: str


class ChangeLeftOut(Answer):
    """A tracked change that is not proposed, and why."""

    passage: str = Field(description="The number and first words of the passage in the file.")
    provision: str = Field(description="The id of the provision that stands there now; empty where there is none.")
    reason: LeftOut
    sentence: str = Field(description="In the language of `Accept-Language`.")


class WordAmendments(Answer):
    """The tracked changes of a Word file: what they propose, and what was left out."""

    language: str
    saved: bool
    proposals: list[ProposalInFile]
    left_out: list[ChangeLeftOut]
    comment_count: int = Field(description="How many comments of the margin were not taken over.")
