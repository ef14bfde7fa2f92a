"""What a file of a draft that is read in one way is made of: the same texts and proposals as its pages, for the same reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.compared_drafts import WayToRead, compared_draft, compared_for_seat
from coalition.amendments.open_proposals import read_in_seat, read_proposals
from coalition.amendments.readers import coordinators_of, reader_in
from coalition.amendments.seat_texts import sent_texts
from coalition.drafting.draft_files import draft_text
from coalition.languages import Message
from coalition.memoranda.text_marks import mark_language, unadopted_mark
from coalition.word_files.writing_files import Paper

if TYPE_CHECKING:
    from datetime import datetime

    from coalition.amendments.compared_drafts import ComparedDraft
    from coalition.amendments.open_proposals import OpenProposal, ReadProposals
    from coalition.memoranda.tables import Memorandum
    from coalition.rounds.seat_links import OpenedSeat

_AT_END = ""
NOT_THERE, GONE = Message("It was not there."), Message("It is not there any more.")
_YOURS, _UNNAMED = Message("Your organisation"), Message("An organisation without its name")


class DraftView(Struct, frozen=True):
    """A draft that is read in one way: what the file says it is, what its two texts are called, and what is proposed.

    `mark` is None for a text of the past; `changed_at` is None where the reader is not shown when the text was changed.
    """

    way: WayToRead
    draft: ComparedDraft
    mark: Message | None
    original: Message
    result: Message
    proposals: ReadProposals | None
    changed_at: datetime | None = None

    @property
    def has_names(self) -> bool:
        """Whether it says of organisations what they propose."""
        return self.proposals is not None and bool(self.proposals.rows)

    @property
    def words_language(self) -> str:
        """The language of the words that are not of the text: that of the text, else English."""
        return mark_language(self.draft.language)

    @property
    def heading(self) -> str:
        """What stands above every page."""
        named = {WayToRead.ORIGINAL: self.original, WayToRead.RESULT: self.result}.get(self.way, self.way.word)
        return " · ".join(part.text(self.words_language) for part in (self.mark, named) if part)

    @property
    def paper(self) -> Paper:
        """How it is written as a Word file."""
        return Paper(self.draft.language, self.heading, self.words_language)


async def view_at_desk(memorandum: Memorandum, way: WayToRead, language: str) -> DraftView | None:
    """Return a draft as those who work on it read it; None if it has no text."""
    draft = await compared_draft(memorandum.id, language)
    text = await draft_text(memorandum, draft.language) if draft else None
    if draft is None or text is None:
        return None
    original = Message("As it was sent in round {number}", number=draft.round) if draft.round else WayToRead.ORIGINAL.word
    proposals = await read_proposals(coordinators_of(memorandum.id), _places(draft), draft.language) if way is WayToRead.PROPOSALS else None
    mark = unadopted_mark() if way is WayToRead.ORIGINAL else text.mark
    return DraftView(way, draft, mark, original, WayToRead.RESULT.word, proposals, text.wording.updated_at)


async def view_in_seat(opened: OpenedSeat, way: WayToRead, *languages: str) -> DraftView | None:
    """Return the draft that a seat was sent, in the first of some languages, else in any, as it reads it; None if it was sent none."""
    draft = await compared_for_seat(await sent_texts(opened.round, reader_in(opened)), *languages)
    if draft is None:
        return None
    original = Message("As it was in round {number}", number=draft.round) if draft.round else Message("As it was sent before")
    result = Message("As it was sent in round {number}", number=opened.round.number)
    proposals = await read_in_seat(opened, _places(draft), draft.language) if way is WayToRead.PROPOSALS else None
    return DraftView(way, draft, unadopted_mark(), original, result, proposals)


def _places(draft: ComparedDraft) -> list[str]:
    return [*(passage.key for passage in draft.passages), _AT_END]


class WrittenIn(Struct, frozen=True):
    """A proposal as somebody reads it, and the language of the words beside it: all that is written of it.

    `other_language` is that language too if it is not the one of the text, for files that say so.
    """

    proposal: OpenProposal
    language: str
    other_language: str = ""

    @property
    def length(self) -> int:
        """The number of characters of the words of the proposal."""
        return self.proposal.length


def author_of(proposal: OpenProposal, language: str) -> str:
    """Return whose a proposal is as a file says it: the own organisation has no name there, because files are handed on."""
    if proposal.is_own:
        return _YOURS.text(language)
    return proposal.organisation.primary.name if proposal.organisation else _UNNAMED.text(language)


def named(proposal: OpenProposal) -> Message:
    """Return what a proposal is called, with what it does to the text."""
    if proposal.key:
        return Message("Not handed in: {operation}", operation=proposal.operation.word)
    return Message("Amendment {number}: {operation}", number=proposal.number, operation=proposal.operation.word)


def said_beside(proposal: OpenProposal) -> list[Message]:
    """Return the reason of a proposal, and that the text has moved on since."""
    reason = [Message("Reason: {reason}", reason=proposal.reason)] if proposal.reason else []
    return [*reason, *([Message("the text has moved on")] if proposal.texts.moved_on else [])]
