"""How a text was divided into blocks until November 2026 (version 1 of the rules); used by a migration, never changed."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct, field
from msgspec.structs import replace
from rules_1_numbers import Number, Numbering, Style, article_of, number_at

_NEWLINES = re.compile("\r\n|[\r\u0085\u2028\u2029]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_HEADING = re.compile(r"(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?$")
_NOTE = re.compile(r"\s*\[\^([^\s\[\]^]+)\]:\s*")
_LIST = re.compile(r"\s*(?:[-*+]\s|>)")


class HeadingMark(Struct, frozen=True):
    """The level of a heading."""

    level: int


class NoteMark(Struct, frozen=True):
    """The label of a note."""

    label: str


Mark = HeadingMark | NoteMark | Number


class Passage(Struct):
    """Consecutive lines that belong together; `mark` is the number, heading or note they begin with, None for a paragraph without one."""

    mark: Mark | None
    lines: list[str]
    line: int

    @property
    def text(self) -> str:
        """The lines without the mark."""
        return "\n".join(self.lines).strip("\n")


def clean_lines(body: str) -> list[str]:
    """The lines of a text in NFC, without trailing spaces; every kind of line end is recognised."""
    text = unicodedata.normalize("NFC", _SURROGATES.sub("\ufffd", body.replace("\ufeff", "")))
    return [line.rstrip() for line in _NEWLINES.sub("\n", text).split("\n")]


def split(body: str) -> list[Passage]:
    """Divide a text at blank lines, headings, notes and numbers.

    Inside a paragraph, a number starts a new passage only if it continues the numbering. So a line of running text that
    begins with a number by chance stays in its paragraph.
    """
    passages: list[Passage] = []
    numbering = Numbering()
    in_paragraph = False
    for line_number, line in enumerate(clean_lines(body), start=1):
        if not line:
            in_paragraph = False
            continue
        mark, text = _mark(line)
        if isinstance(mark, Number):
            if (in_paragraph and not numbering.continues(mark)) or _is_in_list(line, passages):
                mark, text = None, line
            else:
                numbering.place(mark)
        if in_paragraph and mark is None:
            passages[-1].lines.append(line)
        else:
            passages.append(Passage(mark, [text], line_number))
        in_paragraph = not isinstance(mark, HeadingMark)
    return passages


def note_at(text: str) -> tuple[str, str] | None:
    """The label and the text of a note ("[^1]: See article 2."), or None if this is not a note."""
    match = _NOTE.match(text)
    return (match[1], text[match.end() :]) if match else None


def begins_list(text: str) -> bool:
    """Whether the text begins with a list or a quotation; both belong to the paragraph before them."""
    return bool(_LIST.match(text))


def _is_in_list(line: str, passages: list[Passage]) -> bool:
    return line[0].isspace() and bool(passages) and any(map(begins_list, passages[-1].lines))


def _mark(line: str) -> tuple[Mark | None, str]:
    if (heading := _HEADING.match(line.lstrip())) and heading[2]:
        return HeadingMark(len(heading[1])), heading[2]
    if note := note_at(line):
        return NoteMark(note[0]), note[1]
    return number_at(line) or (None, line)


NOTE_REFERENCE = re.compile(r"(?<!\\)\[\^([^\s\[\]^]+)\]")
_BLANK_LINES = re.compile(r"\n{2,}")


class BlockKind:
    """What a block of the text is."""

    HEADING = "heading"
    PREAMBLE = "preamble"
    PROVISION = "provision"
    PARAGRAPH = "paragraph"


class Block(Struct, frozen=True):
    """A heading, a provision or a paragraph of a text.

    `number` stays as it is written ("3.1", "(a)", "Article 5."); `label` is the same in every language ("3.1", "3(a)",
    "preamble 2", "heading 1"). `level` is the level of a heading or the depth of a provision. `markdown` is the text
    without the number: paragraphs, lists and quotations, and at the end the notes that this block cites first.
    """

    kind: str
    number: str
    label: str
    level: int
    markdown: str


def notes_apart(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """The Markdown of a block without its notes, and the notes as (label, Markdown)."""
    chunks = [(note_at(chunk), chunk) for chunk in _BLANK_LINES.split(markdown)]
    return "\n\n".join(chunk for note, chunk in chunks if note is None), [note for note, _ in chunks if note]


def located(passages: list[Passage]) -> list[tuple[Block, int]]:
    """The blocks, each with the line that it begins on (from 1)."""
    first_number = next((index for index, passage in enumerate(passages) if isinstance(passage.mark, Number)), 0)
    blocks: list[tuple[Block, int]] = []
    labels = _Labels(Numbering(), with_articles=_restarts(passages))
    for index, passage in enumerate(passages):
        if isinstance(passage.mark, NoteMark):
            continue
        if blocks and _continues(passage, blocks[-1][0]):
            block, line = blocks[-1]
            blocks[-1] = (replace(block, markdown=_joined(block.markdown, passage.text)), line)
        else:
            unnumbered = BlockKind.PREAMBLE if index < first_number else BlockKind.PARAGRAPH
            blocks.append((labels.block(passage, unnumbered), passage.line))
    return _with_notes(blocks, passages)


def _continues(passage: Passage, block: Block) -> bool:
    """Whether a passage is part of the block before it: a paragraph below a provision, a list or a quotation."""
    if passage.mark is not None or block.kind is BlockKind.HEADING:
        return False
    in_list = passage.text[:1].isspace() and begins_list(block.markdown.rpartition("\n\n")[2])
    return block.kind is BlockKind.PROVISION or in_list or begins_list(passage.text)


def _joined(markdown: str, more: str) -> str:
    return f"{markdown}\n\n{more}" if markdown else more


class _Labels(Struct):
    numbering: Numbering
    with_articles: bool
    counts: Counter[BlockKind] = field(default_factory=Counter)

    def block(self, passage: Passage, unnumbered: BlockKind) -> Block:
        """Make the block of a passage; its label is its number, or its kind and a count."""
        mark, text = passage.mark, passage.text
        if isinstance(mark, Number):
            label, depth = self.numbering.place(mark)
            return Block(BlockKind.PROVISION, mark.written, label, max(depth, 0), text)
        kind = BlockKind.HEADING if isinstance(mark, HeadingMark) else unnumbered
        self.counts[kind] += 1
        if isinstance(mark, HeadingMark):
            self.numbering.heading(article_of(text) if self.with_articles else "")
        level = mark.level if isinstance(mark, HeadingMark) else 0
        return Block(kind, "", f"{kind} {self.counts[kind]}", level, text)


def _restarts(passages: list[Passage]) -> bool:
    """Whether plain numbers start at 1 again under each article heading, so that a label needs the article's number."""
    article = ""
    seen: dict[str, str] = {}
    for passage in passages:
        if isinstance(passage.mark, HeadingMark):
            article = article_of(passage.text) or article
        elif article and isinstance(passage.mark, Number):
            reading = passage.mark.readings[0]
            if reading.style is Style.INTEGER and seen.setdefault(reading.name, article) != article:
                return True
    return False


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


def normalised(body: str) -> str:
    """The canonical form of a text."""
    text = "\n".join(clean_lines(body)).strip("\n")
    return f"{text}\n" if text else ""


def read(body: str) -> list[tuple[Block, list[tuple[int, int]]]]:
    """Return the blocks of a text, each with its lines and those of its notes as (first, last + 1), from 0."""
    return list(zip([block for block, _ in located(split(normalised(body)))], _spans(body), strict=True))


def _spans(body: str) -> list[list[tuple[int, int]]]:
    """Return for each block its own lines as (first, last + 1), then the lines of each of its notes."""
    text = normalised(body)
    passages = split(text)
    if not passages:
        return []
    ends = [*(passage.line - 1 for passage in passages[1:]), len(text.splitlines())]
    blocks = located(passages)
    starts = [*(line - 1 for _, line in blocks), len(text.splitlines())]
    notes: dict[str, tuple[int, int]] = {}
    own: list[tuple[int, int]] = [(start, start) for start in starts[:-1]]
    for passage, end in zip(passages, ends, strict=True):
        if isinstance(passage.mark, NoteMark):
            notes.setdefault(passage.mark.label, (passage.line - 1, end))
        else:
            index = _block_at(starts, passage.line - 1)
            own[index] = (own[index][0], end)
    return [
        [(begin, end), *(note for note in _cited(block.markdown, notes) if not begin <= note[0] < end)]
        for (begin, end), (block, _) in zip(own, blocks, strict=True)
    ]


def _block_at(starts: Sequence[int], line: int) -> int:
    """The index of the block that a line belongs to."""
    return max(index for index, start in enumerate(starts[:-1]) if start <= line)


def _cited(markdown: str, notes: dict[str, tuple[int, int]]) -> list[tuple[int, int]]:
    return [notes[label] for label, _ in notes_apart(markdown)[1] if label in notes]
