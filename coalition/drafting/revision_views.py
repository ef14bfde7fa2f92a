"""Revisions as pages and the API show them: a page of the list, and two revisions that are compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.drafting import draft_revision_queries
from coalition.drafting.draft_revision_queries import RevisionsAsked
from coalition.drafting.provision_texts import with_keys
from coalition.memoranda import edition_queries
from coalition.text.differences import TextVersion
from coalition.text.sources import StoredBlock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.drafting.draft_revision_queries import RevisionLine
    from coalition.memoranda.recording_revisions import Recorded
    from coalition.memoranda.tables import Memorandum, Wording


ALL_REVISIONS = RevisionsAsked()


class RevisionsPage(Struct, frozen=True):
    """A page of the revisions of a wording, newest first; `next_before` is the number that the next page begins below, 0 on the last."""

    wordings: Sequence[Wording]
    wording: Wording
    lines: Sequence[RevisionLine]
    next_before: int


class RevisionView(Struct, frozen=True):
    """A revision and the one it is compared with; `old` is empty for the first."""

    wording: Wording
    line: RevisionLine
    against: int
    old: TextVersion
    new: TextVersion


async def revisions_page(memorandum: Memorandum, code: str, before: int, size: int, asked: RevisionsAsked = ALL_REVISIONS) -> RevisionsPage | None:
    """Return a page of the revisions of the edition that is worked on; None if it has no text in the language."""
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wordings = await edition_queries.wordings(edition.id)
    wording = next((each for each in wordings if each.language == code or not code), None)
    if wording is None:
        return None
    lines = await draft_revision_queries.revisions_of(wording.id, before, size + 1, asked)
    following = lines[size - 1].number if len(lines) > size else 0
    return RevisionsPage(wordings, wording, lines[:size], following)


async def revision_view(memorandum: Memorandum, code: str, number: int, against: int | None) -> RevisionView | None:
    """Return a revision beside the one before it, or beside another one; None if there is none with this number."""
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wordings = await edition_queries.wordings(edition.id)
    wording = next((each for each in wordings if each.language == code or not code), None)
    line = await draft_revision_queries.revision(wording.id, number) if wording else None
    if wording is None or line is None:
        return None
    other = number - 1 if against is None else against
    contents = [await draft_revision_queries.content_of(wording.id, each) for each in (other, number)]
    if contents[0] is None and against is not None:
        return None
    return RevisionView(wording, line, other if contents[0] else 0, version(contents[0]), version(contents[1]))


def version(content: Recorded | None) -> TextVersion:
    """Return what a revision says for comparing; where older rules divided it, its passages are named by their labels."""
    if content is None:
        return TextVersion("", "", ())
    passages = content.blocks
    blocks = with_keys(passages, content.keys)
    if blocks is None:
        blocks = [StoredBlock(f"{place}-{block.label}", block, lines) for place, (block, lines) in enumerate(passages)]
    return TextVersion(content.title, content.body, blocks)
