"""The text that is worked on as a file to take along: Word, Markdown, and the difference to an earlier revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.memoranda import edition_queries
from coalition.memoranda.recording_revisions import Content
from coalition.memoranda.revision_queries import names_of_savers, revision_of
from coalition.memoranda.tables import Edition, Memorandum, Wording, WordingStatus
from coalition.memoranda.text_marks import draft_mark, fixed_mark, mark_language
from coalition.text.differences import TextVersion
from coalition.text.sources import StoredBlock, read
from coalition.word_files.writing_files import Paper, difference_file, word_file

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.languages import Message

NOBODY = "Coalition"  # the author of changes that several people made


class DraftText(Struct, frozen=True):
    """The text of the last edition in one language, with the revision that it is; `mark` stands above every page, None for a past text."""

    wording: Wording
    blocks: Sequence[StoredBlock]
    mark: Message | None

    @property
    def version(self) -> TextVersion:
        """The text as it is compared."""
        return TextVersion(self.wording.title, self.wording.body, self.blocks)

    def paper(self, *, has_line_numbers: bool) -> Paper:
        """How it is written."""
        language = mark_language(self.wording.language)
        return Paper(self.wording.language, self.mark.text(language) if self.mark else "", language, has_line_numbers)


class EarlierText(Struct, frozen=True):
    """A revision to compare with: its text, and whom the changes since then are said to be from."""

    content: Content
    author: str


async def draft_text(memorandum: Memorandum, language: str) -> DraftText | None:
    """Return the text of the last edition in a language, None if there is none (for those who work on the memorandum)."""
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wording = next((each for each in await edition_queries.wordings(edition.id) if each.language == language), None)
    if wording is None:
        return None
    return DraftText(wording, await edition_queries.blocks_of(wording.id), await _mark(memorandum, edition, wording))


async def _mark(memorandum: Memorandum, edition: Edition, wording: Wording) -> Message | None:
    if edition.digest:
        return fixed_mark(edition.digest, is_authentic=wording.status == WordingStatus.AUTHENTIC)
    if memorandum.historical:
        return None
    revision = await revision_of(wording.id, wording.version)
    return draft_mark((revision.saved_at if revision else wording.updated_at).date(), wording.version)


async def earlier_text(draft: DraftText, number: int) -> EarlierText | None:
    """Return an earlier revision of a text, None if there is none with this number."""
    revision = await revision_of(draft.wording.id, number)
    if revision is None:
        return None
    names = await names_of_savers(draft.wording.id, number)
    return EarlierText(Content.unpacked(revision.content), next(iter(names)) or NOBODY if len(names) == 1 else NOBODY)


def draft_word_file(draft: DraftText, earlier: EarlierText | None, *, has_line_numbers: bool) -> bytes:
    """Return the text as a Word file, with its changes since an earlier revision as tracked changes."""
    paper = draft.paper(has_line_numbers=has_line_numbers)
    if earlier is None:
        return word_file(draft.wording.title, [stored.block for stored in draft.blocks], paper)
    return difference_file(_version(earlier.content, draft.blocks), draft.version, paper, earlier.author, draft.wording.updated_at)


def _version(content: Content, present: Sequence[StoredBlock]) -> TextVersion:
    """The text of a revision with the provision of each block; where that was not recorded, blocks of one label are one provision."""
    blocks = read(content.body)
    keys = content.keys
    if len(keys) != len(blocks):
        known = {stored.block.label: stored.key for stored in present}
        keys = [known.get(block.label, f"{block.label} of the revision") for block, _ in blocks]
    return TextVersion(content.title, content.body, [StoredBlock(key, block, lines) for key, (block, lines) in zip(keys, blocks, strict=True)])
