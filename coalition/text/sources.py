"""The Markdown of the blocks of a text: where each is written, and how one is replaced without reading the others again."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.remembered import WHOLE_TEXTS, bounded_cache
from coalition.text.blocks import Block, BlockKind, located, notes_apart
from coalition.text.closings import has_closing
from coalition.text.passages import NoteMark, split
from coalition.text.provisions import normalised

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Span = tuple[int, int]


class StoredBlock(Struct, frozen=True):
    """A block as it is stored with its wording: the key of its provision, and where it is written.

    `lines` are the lines of the normalised text, from 0, as "first-end" with `end` not included: first its own ("2-5"),
    then those of each note that it cites first ("2-5 9-10").
    """

    key: str
    block: Block
    lines: str

    @property
    def spans(self) -> list[Span]:
        """The lines as numbers."""
        return _spans(self.lines)


def read(body: str) -> list[tuple[Block, str]]:
    """Divide a text into its blocks under the present rules, each with its lines as `StoredBlock` has them."""
    return [*_blocks_of(body)]


@bounded_cache(*WHOLE_TEXTS)
def _blocks_of(body: str) -> Sequence[tuple[Block, str]]:
    blocks, spans = _read(normalised(body))
    return [(block, _written(places)) for block, places in zip(blocks, spans, strict=True)]


def sources_of(body: str, blocks: Sequence[StoredBlock]) -> list[str]:
    """Return the Markdown of each block with its number or heading mark, followed by the notes that it cites first."""
    return sources_at(body, [stored.lines for stored in blocks])


def sources_at(body: str, written: Sequence[str]) -> list[str]:
    """Return the Markdown at some places of a text, each as the `lines` of a block."""
    return [*_sources(body, tuple(written))]


@bounded_cache(*WHOLE_TEXTS)
def _sources(body: str, written: Sequence[str]) -> Sequence[str]:
    lines = normalised(body).splitlines()
    return [_at(lines, places) for places in written]


def _at(lines: Sequence[str], places: str) -> str:
    first, _, end = places.partition("-")
    if end.isdecimal():  # no notes: nearly every block
        return "\n".join(lines[int(first) : int(end)]).strip("\n")
    return "\n\n".join("\n".join(lines[begin:last]).strip("\n") for begin, last in _spans(places))


def replaced(body: str, blocks: Sequence[StoredBlock], index: int, source: str) -> tuple[str, list[StoredBlock]] | None:
    """Return the text with the Markdown of one block replaced, and its blocks; None if the new Markdown is not one block of the same kind.

    Only the new Markdown is read; every other block stays as it is stored, whatever the rules are today.
    """
    lines, (own, *notes) = normalised(body).splitlines(), blocks[index].spans
    new_lines = source.splitlines()
    regions = sorted([(own, len(new_lines) + 1), *((note, 0) for note in notes)])
    for (first, end), length in reversed(regions):
        lines[first:end] = [*new_lines, ""] if length else []
    text = normalised("\n".join(lines))
    block = _reread(lines, _moved(own[0], regions), blocks[index].block, source)
    others = {other.block.label for place, other in enumerate(blocks) if place != index}
    if block is None or block.label in others:
        return None
    moved = [replace(other, lines=_written([(_moved(first, regions), _moved(end, regions)) for first, end in other.spans])) for other in blocks]
    begin = _moved(own[0], regions)
    moved[index] = replace(moved[index], block=block, lines=_written([(begin, begin + len(new_lines) + 1)]))
    return text, moved


def _spans(written: str) -> list[Span]:
    pairs = (span.split("-") for span in written.split())
    return [(int(first), int(end)) for first, end in pairs]


def _written(spans: Sequence[Span]) -> str:
    return " ".join(f"{first}-{end}" for first, end in spans)


def _moved(line: int, regions: Sequence[tuple[Span, int]]) -> int:
    """Where a line stands after the regions that end before it have new lengths."""
    return line + sum(length - (end - first) for (first, end), length in regions if end <= line)


def _reread(lines: Sequence[str], begin: int, stored: Block, source: str) -> Block | None:
    """Read the new Markdown of a block after the text before it, so that its number continues the numbering.

    A closing formula that older rules read as a part of the provision stays a part of it.
    """
    closings_apart = not has_closing(stored.markdown)
    blocks, spans = _read("\n".join([*lines[:begin], source, ""]), closings_apart=closings_apart)
    again = [block for block, places in zip(blocks, spans, strict=True) if places[0][0] >= begin]
    if not again and _is_unnumbered(stored):  # a closing formula whose new words are none
        again = [block for block, _ in read(source)]
    if len(again) != 1:
        return None
    (block,) = again
    if _is_unnumbered(block) and _is_unnumbered(stored):
        return replace(stored, markdown=block.markdown, rules=block.rules)
    if block.kind is not stored.kind:
        return _under_its_number(stored, source, block.rules)
    if block.kind is BlockKind.HEADING or block.number == stored.number:
        return replace(block, label=stored.label, level=block.level if block.kind is BlockKind.HEADING else stored.level)
    whole, places = _read(normalised("\n".join(lines)), closings_apart=closings_apart)
    label = next((block.label for block, place in zip(whole, places, strict=True) if place[0][0] == begin), block.label)
    return replace(block, label=label)


def _under_its_number(stored: Block, source: str, rules: int) -> Block | None:
    """A provision whose number older rules recognised keeps it, if the new Markdown begins with it."""
    if not stored.number or not source.startswith(stored.number):
        return None
    return replace(stored, markdown=source.removeprefix(stored.number).lstrip(), rules=rules)


def _is_unnumbered(block: Block) -> bool:
    return block.kind in {BlockKind.PREAMBLE, BlockKind.PARAGRAPH}


def _read(text: str, *, closings_apart: bool = True) -> tuple[list[Block], list[list[Span]]]:
    """Return the blocks of a normalised text, and for each its own lines, then those of each of its notes."""
    passages = split(text)
    if not passages:
        return [], []
    length = len(text.splitlines())
    ends = [*(passage.line - 1 for passage in passages[1:]), length]
    blocks = located(passages, closings_apart=closings_apart)
    starts = [*(line - 1 for _, line in blocks), length]
    notes: dict[str, Span] = {}
    own: list[Span] = [(start, start) for start in starts[:-1]]
    for passage, end in zip(passages, ends, strict=True):
        if isinstance(passage.mark, NoteMark):
            notes.setdefault(passage.mark.label, (passage.line - 1, end))
        else:
            index = _block_at(starts, passage.line - 1)
            own[index] = (own[index][0], end)
    spans = [
        [place, *(note for note in _cited(block.markdown, notes) if not place[0] <= note[0] < place[1])]
        for place, (block, _) in zip(own, blocks, strict=True)
    ]
    return [block for block, _ in blocks], spans


def _block_at(starts: Sequence[int], line: int) -> int:
    """The index of the block that a line belongs to."""
    return bisect_right(starts, line, hi=len(starts) - 1) - 1


def _cited(markdown: str, notes: Mapping[str, Span]) -> list[Span]:
    return [notes[label] for label, _ in notes_apart(markdown)[1] if label in notes]
