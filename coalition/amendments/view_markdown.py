"""Markdown files of a draft that is read in one way: what was added and removed between `ins` and `del`, proposals as quotations.

Both are CommonMark, which has no signs of its own for them and takes such tags as they are. Texts by themselves are as they were saved.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.amendments.compared_drafts import WayToRead
from coalition.amendments.draft_pages import shown_passage
from coalition.amendments.open_proposals import PROPOSALS
from coalition.amendments.view_files import GONE, NOT_THERE, WrittenIn, author_of, named, said_beside
from coalition.directions import direction
from coalition.drafting.provision_texts import TITLE
from coalition.remembered import cached_by_value
from coalition.rendering import render
from coalition.text.blocks import BlockKind
from coalition.text.marked_lines import escaped, marked_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.amendments.compared_drafts import Passage
    from coalition.amendments.open_proposals import OpenProposal
    from coalition.amendments.view_files import DraftView
    from coalition.drafting.provision_texts import ProvisionText
    from coalition.text.differences import DifferencePart
    from coalition.text.marked_lines import MarkedLine

_EMPTY_LINES = re.compile(r"\n{3,}")


class WrittenPassage(Struct, frozen=True):
    """A provision as it is written, or as lines with what changed in them, or that it is `missing`; `mark` is the sign of a heading."""

    source: str = ""
    mark: str = ""
    lines: Sequence[MarkedLine] = ()
    missing: str = ""


class WrittenRow(Struct, frozen=True):
    """A provision of a file: one or two passages, and what is proposed there, each as a quotation."""

    passages: Sequence[WrittenPassage]
    proposals: Sequence[str] = ()


def view_markdown(view: DraftView) -> bytes:
    """Return the file of a draft that is read in one way."""
    if view.way in {WayToRead.ORIGINAL, WayToRead.RESULT}:
        text = view.draft.before if view.way is WayToRead.ORIGINAL else view.draft.now
        return f"# {text.title}\n\n{text.body}".encode()
    proposals = view.proposals.shown() if view.proposals else {}
    rows = [WrittenRow(_written(view, passage), _proposed(view, proposals.get(passage.key, ()))) for passage in view.draft.passages]
    written = render(
        "drafts/view.md",
        view.words_language,
        heading=escaped(view.heading),
        columns=[escaped(each.text(view.words_language)) for each in (view.original, view.result)] if view.way is WayToRead.SIDE_BY_SIDE else [],
        rows=[row for row in rows if any(each.source or each.lines for each in row.passages)],
        at_end=_proposed(view, proposals.get("", ())),
        code=view.draft.language,
        side=direction(view.draft.language),
    )
    return f"{_EMPTY_LINES.sub(chr(10) * 2, written).strip()}\n".encode()


def _written(view: DraftView, passage: Passage) -> list[WrittenPassage]:
    before, now = passage.before, passage.now
    shown = shown_passage(passage, view.way)
    if view.way is WayToRead.SIDE_BY_SIDE:
        not_there, gone = (WrittenPassage(missing=escaped(each.text(view.words_language))) for each in (NOT_THERE, GONE))
        return [_as_it_is(before) if before else not_there, _changed(shown.beside, before, now) if now else gone]
    return [_changed(shown.parts, before, now) if view.way is WayToRead.DIFFERENCE else _as_it_is(now)]


def _as_it_is(text: ProvisionText | None) -> WrittenPassage:
    return WrittenPassage((f"# {text.source}" if text.key == TITLE else text.source) if text else "")


def _changed(parts: Sequence[DifferencePart], before: ProvisionText | None, now: ProvisionText | None) -> WrittenPassage:
    """Return what changed in a provision; one that did not change is as it is written."""
    text = now or before
    if text is None or not parts or not any(part.is_change for part in parts):
        return _as_it_is(now if parts else None)
    block = text.block
    if block is None or block.kind is BlockKind.HEADING:
        return WrittenPassage("", "#" * (block.level if block else 1), marked_lines(parts))
    return WrittenPassage("", "", marked_lines(parts, has_number=bool(block.number)))


def _proposed(view: DraftView, proposals: Sequence[OpenProposal]) -> list[str]:
    return [_quoted(WrittenIn(each, view.words_language)) for each in proposals]


@cached_by_value(*PROPOSALS)
def _quoted(written: WrittenIn) -> str:
    """Return a proposal as a quotation."""
    each, language = written.proposal, written.language
    return render(
        "drafts/proposal.md",
        language,
        heading=escaped(f"{named(each).text(language)} · {author_of(each, language)}"),
        lines=marked_lines(each.texts.difference),
        said=[escaped(line) for said in said_beside(each) for line in said.text(language).splitlines() if line.strip()],
    )
