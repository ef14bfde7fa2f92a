"""What one change did to a draft: by language, the numbers that are others since, and the passages that name them as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.drafting import draft_revision_queries
from coalition.drafting.named_numbers import citing
from coalition.drafting.provision_texts import read_with_keys
from coalition.memoranda import edition_queries
from coalition.text.sources import StoredBlock, sources_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.drafting.draft_revision_queries import RevisionLine
    from coalition.memoranda.recording_revisions import Content
    from coalition.memoranda.tables import Memorandum


class ArrangedText(Struct, frozen=True):
    """One language: (key, number before, number after) of each provision with another number, and (key, number, first words) of those that cite."""

    language: str
    numbers: Sequence[tuple[str, str, str]]
    citing: Sequence[tuple[str, str, str]]


class ArrangedView(Struct, frozen=True):
    """A change: its revisions, what it did in each language, and whether it can be undone."""

    lines: Sequence[RevisionLine]
    texts: Sequence[ArrangedText]
    can_be_undone: bool

    @property
    def line(self) -> RevisionLine:
        """The revision that stands for all of them."""
        return self.lines[0]


async def arranged_view(memorandum: Memorandum, change: str) -> ArrangedView | None:
    """Return what a change did; None if the draft has no such change (for those who work on the memorandum)."""
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wordings = {wording.id: wording for wording in await edition_queries.wordings(edition.id)}
    lines = await draft_revision_queries.revisions_of_change([*wordings], change)
    if not lines:
        return None
    texts = [await _text(line) for line in lines]
    undoable = all(wordings[line.wording].version == line.number and line.number > 1 for line in lines)
    return ArrangedView(lines, [text for text in texts if text.numbers], undoable)


async def _text(line: RevisionLine) -> ArrangedText:
    contents = [await draft_revision_queries.content_of(line.wording, number) for number in (line.number - 1, line.number)]
    before, after = (_blocks(content) for content in contents)
    was = {stored.key: stored.block.number for stored in before}
    numbers = [(each.key, was[each.key], each.block.number) for each in after if was.get(each.key, each.block.number) != each.block.number]
    cites = set(citing(after, {old: new for _, old, new in numbers}))
    sources = sources_of(contents[1].body, after) if contents[1] else []
    words = [(each.key, each.block.number, source[:160]) for each, source in zip(after, sources, strict=True) if each.key in cites]
    return ArrangedText(line.language, numbers, words)


def _blocks(content: Content | None) -> list[StoredBlock]:
    return (read_with_keys(content.body, content.keys) or []) if content else []
