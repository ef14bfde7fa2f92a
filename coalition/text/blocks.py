"""The blocks of a text: naming them, joining what belongs together, putting notes where they are cited."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.languages import Message
from coalition.text.numbering import Numbering
from coalition.text.numbers import Number, Style, article_of
from coalition.text.passages import HeadingMark, NoteMark, Passage, begins_list, note_at
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterable


NOTE_REFERENCE = re.compile(r"(?<!\\)\[\^([^\s\[\]^]+)\]")


class BlockKind(Word):
    """What a block of the text is."""

    HEADING = "heading", Message("heading")
    PREAMBLE = "preamble", Message("preamble")
    PROVISION = "provision", Message("provision")
    PARAGRAPH = "paragraph", Message("paragraph")


class Block(Struct, frozen=True):
    """A piece of the text.

    `number` is kept as written ("3.1", "(a)", "Article 5."), `label` is the same in every language ("3.1", "3(a)",
    "preamble 2", "heading 1"), `level` is the heading's level or the provision's depth, and `markdown` the wording
    without the number: paragraphs, lists and quotations, and last the notes it is the first to cite.
    """

    kind: BlockKind
    number: str
    label: str
    level: int
    markdown: str


def notes_apart(markdown: str) -> tuple[str, list[tuple[str, str]]]:
    """A block's wording without its notes, and the notes as (label, wording)."""
    chunks = [(note_at(chunk), chunk) for chunk in re.split(r"\n{2,}", markdown)]
    return "\n\n".join(chunk for note, chunk in chunks if note is None), [note for note, _ in chunks if note]


def located(passages: list[Passage]) -> list[tuple[Block, int]]:
    """The blocks with the lines they begin on."""
    first = next((at for at, passage in enumerate(passages) if isinstance(passage.mark, Number)), 0)
    found: list[tuple[Block, int]] = []
    labels = _Labels(Numbering(), named_after_articles=_restarts(passages))
    for at, passage in enumerate(passages):
        if isinstance(passage.mark, NoteMark):
            continue
        if found and _belongs(passage, found[-1][0]):
            block, line = found[-1]
            found[-1] = (replace(block, markdown=_joined(block.markdown, passage.text)), line)
        else:
            unnumbered = BlockKind.PREAMBLE if at < first else BlockKind.PARAGRAPH
            found.append((labels.block(passage, unnumbered), passage.line))
    return _with_notes(found, passages)


def _belongs(passage: Passage, block: Block) -> bool:
    if passage.mark is not None or block.kind is BlockKind.HEADING:
        return False
    inside_list = passage.text[:1].isspace() and begins_list(block.markdown.rpartition("\n\n")[2])
    return block.kind is BlockKind.PROVISION or inside_list or begins_list(passage.text)


def _joined(markdown: str, more: str) -> str:
    return f"{markdown}\n\n{more}" if markdown else more


class _Labels(Struct):
    numbering: Numbering
    named_after_articles: bool
    counted: Counter[BlockKind] = field(default_factory=Counter)

    def block(self, passage: Passage, unnumbered: BlockKind) -> Block:
        """Make the block of a passage, naming it after its number or counting it."""
        mark, text = passage.mark, passage.text
        if isinstance(mark, Number):
            label, depth = self.numbering.place(mark)
            return Block(BlockKind.PROVISION, mark.written, label, max(depth, 0), text)
        kind = BlockKind.HEADING if isinstance(mark, HeadingMark) else unnumbered
        self.counted[kind] += 1
        if isinstance(mark, HeadingMark):
            self.numbering.heading(article_of(text) if self.named_after_articles else "")
        level = mark.level if isinstance(mark, HeadingMark) else 0
        return Block(kind, "", f"{kind.value} {self.counted[kind]}", level, text)


def _restarts(passages: list[Passage]) -> bool:
    """Whether plain numbers begin anew under numbered article headings, and so need the article's number."""
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


def _with_notes(found: list[tuple[Block, int]], passages: list[Passage]) -> list[tuple[Block, int]]:
    """Put each note at the end of the first block that cites it, else of the block it was written after."""
    blocks = [block for block, _ in found]
    lines = [line for _, line in found]
    cited = _first_citations(blocks)
    for passage in passages:
        if not isinstance(passage.mark, NoteMark):
            continue
        if not blocks:
            blocks, lines = [Block(BlockKind.PARAGRAPH, "", "paragraph 1", 0, "")], [passage.line]
        before = max(bisect_left(lines, passage.line) - 1, 0)
        at = cited.get(passage.mark.label, before)
        note = f"[^{passage.mark.label}]: {passage.text}"
        blocks[at] = replace(blocks[at], markdown=_joined(blocks[at].markdown, note))
    return list(zip(blocks, lines, strict=True))


def _first_citations(blocks: Iterable[Block]) -> dict[str, int]:
    cited: dict[str, int] = {}
    for at, block in enumerate(blocks):
        for label in NOTE_REFERENCE.findall(block.markdown):
            cited.setdefault(label, at)
    return cited
