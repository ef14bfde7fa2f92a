"""Makes the blocks of a text: labels them, joins passages that belong together, and moves notes to where they are cited."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.languages import Message
from coalition.text.closings import is_closing
from coalition.text.numbering import Numbering
from coalition.text.numbers import Number
from coalition.text.passages import HeadingMark, NoteMark, Passage, begins_list, note_at
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

TABLES_SINCE = 2  # the version of the rules that reads tables
RULES = 5  # the version of the rules by which a text is divided, numbered and shown; stored with each block
NOTE_REFERENCE = re.compile(r"(?<!\\)\[\^([^\s\[\]^]+)\]")
_BLANK_LINES = re.compile(r"\n{2,}")


class BlockKind(Word):
    """What a block of the text is."""

    HEADING = "heading", Message("heading")
    PREAMBLE = "preamble", Message("preamble")
    PROVISION = "provision", Message("provision")
    PARAGRAPH = "paragraph", Message("paragraph")


class Block(Struct, frozen=True):
    """A heading, a provision or a paragraph of a text.

    `number` stays as it is written ("3.1", "(a)", "Article 5."); `label` is the same in every language ("3.1", "3(a)",
    "preamble 2", "heading 1"). `level` is the level of a heading or the depth of a provision. `markdown` is the text
    without the number: paragraphs, lists and quotations, and at the end the notes that this block cites first. `rules` is
    the version of the rules under which it was read: an authenticated block is shown under them for good.
    """

    kind: BlockKind
    number: str
    label: str
    level: int
    markdown: str
    rules: int = RULES

    @property
    def has_tables(self) -> bool:
        """Whether lines with pipes are a table in this block: older rules showed them as lines."""
        return self.rules >= TABLES_SINCE


def notes_apart(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The Markdown of a block without its notes, and the notes as (label, Markdown)."""
    if "[^" not in markdown and "\n\n\n" not in markdown:
        return markdown, []
    chunks = [(note_at(chunk), chunk) for chunk in _BLANK_LINES.split(markdown)]
    return "\n\n".join(chunk for note, chunk in chunks if note is None), [note for note, _ in chunks if note]


def located(passages: list[Passage], *, closings_apart: bool = True) -> list[tuple[Block, int]]:
    """The blocks, each with the line that it begins on (from 1).

    Where numbers begin anew in articles or numbered sections, the labels of all numbers have the number of the section. A closing
    formula is a paragraph of its own, unless `closings_apart` is false: older rules read it as a part of the provision before it.
    """
    closings = _closings(passages) if closings_apart else frozenset()
    labels = _Labels(Numbering())
    blocks = _made(passages, labels, closings)
    return _with_notes(_made(passages, _Labels(Numbering(scoped=True)), closings) if labels.restarts else blocks, passages)


def other_labels(passages: list[Passage]) -> list[str]:
    """The label of each block if numbers began anew in sections where they do not, or did not where they do.

    An edit may decide that; the passages keep their ids all the same.
    """
    labels, closings = _Labels(Numbering()), _closings(passages)
    _made(passages, labels, closings)
    blocks = _made(passages, _Labels(Numbering(scoped=not labels.restarts)), closings)
    return [block.label for block, _ in _with_notes(blocks, passages)]


def _closings(passages: list[Passage]) -> frozenset[int]:
    """The indexes of the paragraphs that begin as a closing formula; no number stands between them and the next heading or the end."""
    closings: set[int] = set()
    is_last = True
    for index, passage in reversed([*enumerate(passages)]):
        if isinstance(passage.mark, HeadingMark | Number):
            is_last = isinstance(passage.mark, HeadingMark)
        elif passage.mark is None and is_last and is_closing(passage.text):
            closings.add(index)
    return frozenset(closings)


def _made(passages: list[Passage], labels: _Labels, closings: Collection[int]) -> list[tuple[Block, int]]:
    first_number = next((index for index, passage in enumerate(passages) if isinstance(passage.mark, Number)), 0)
    blocks: list[tuple[Block, int]] = []
    for index, passage in enumerate(passages):
        if isinstance(passage.mark, NoteMark):
            continue
        if blocks and index not in closings and _continues(passage, blocks[-1][0]):
            block, line = blocks[-1]
            blocks[-1] = (replace(block, markdown=_joined(block.markdown, passage.text)), line)
        else:
            unnumbered = BlockKind.PREAMBLE if index < first_number else BlockKind.PARAGRAPH
            blocks.append((labels.block(passage, unnumbered), passage.line))
    return blocks


def _continues(passage: Passage, block: Block) -> bool:
    """Whether a passage is part of the block before it: a paragraph below a provision, a list or a quotation."""
    if passage.mark is not None or block.kind is BlockKind.HEADING:
        return False
    in_list = passage.text[:1].isspace() and begins_list(block.markdown.rpartition("\n\n")[2])
    return block.kind is BlockKind.PROVISION or in_list or begins_list(passage.text)


def _joined(markdown: str, more: str) -> str:
    return f"{markdown}\n\n{more}" if markdown else more


class _Labels(Struct):
    """Labels blocks; `restarts` becomes true where numbers begin anew in another section than that of the first of their kind."""

    numbering: Numbering
    restarts: bool = False
    counts: Counter[BlockKind] = field(default_factory=Counter)
    scopes: dict[object, object] = field(default_factory=dict)

    def block(self, passage: Passage, unnumbered: BlockKind) -> Block:
        """Make the block of a passage; its label is its number, or its kind and a count."""
        mark, text = passage.mark, passage.text
        if isinstance(mark, Number):
            label, depth = self.numbering.place(mark)
            scope, series = self.numbering.scope, self.numbering.series
            begins = any(reading.ordinal == 1 for reading in mark.below or mark.readings)
            self.restarts = (self.scopes.setdefault(series, scope) != scope and begins) or self.restarts
            return Block(BlockKind.PROVISION, mark.written, label, max(depth, 0), text)
        kind = BlockKind.HEADING if isinstance(mark, HeadingMark) else unnumbered
        self.counts[kind] += 1
        level = mark.level if isinstance(mark, HeadingMark) else 0
        if isinstance(mark, HeadingMark):
            self.numbering.heading(level, text)
        return Block(kind, "", f"{kind.value} {self.counts[kind]}", level, text)


def _with_notes(located_blocks: list[tuple[Block, int]], passages: list[Passage]) -> list[tuple[Block, int]]:
    """Put each note at the end of the first block that cites it; a note without a citation goes to the block before it."""
    blocks = [block for block, _ in located_blocks]
    lines = [line for _, line in located_blocks]
    citing = _first_citations(blocks)
    for passage in passages:
        if not isinstance(passage.mark, NoteMark):
            continue
        if not blocks:
            blocks, lines = [Block(BlockKind.PARAGRAPH, "", "paragraph 1", 0, "")], [passage.line]
        before = max(bisect_left(lines, passage.line) - 1, 0)
        index = citing.get(passage.mark.label, before)
        note = f"[^{passage.mark.label}]: {passage.text}"
        blocks[index] = replace(blocks[index], markdown=_joined(blocks[index].markdown, note))
    return list(zip(blocks, lines, strict=True))


def _first_citations(blocks: Iterable[Block]) -> dict[str, int]:
    """Each label that is cited, with the index of the first block that cites it."""
    citing: dict[str, int] = {}
    for index, block in enumerate(blocks):
        for label in NOTE_REFERENCE.findall(block.markdown):
            citing.setdefault(label, index)
    return citing
