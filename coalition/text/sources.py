"""The Markdown of one block inside its text: finds it as it is written, and replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.text.blocks import located, notes_apart
from coalition.text.passages import NoteMark, split
from coalition.text.provisions import normalised, parse

if TYPE_CHECKING:
    from collections.abc import Sequence


def sources_of(body: str) -> list[str]:
    """Return the Markdown of each block with its number or heading mark, followed by the notes that it cites first."""
    lines = normalised(body).splitlines()
    return ["\n\n".join("\n".join(lines[begin:end]).strip("\n") for begin, end in spans) for spans in _spans(body)]


def replaced(body: str, index: int, source: str) -> str:
    """Return the text with the Markdown of one block (from 0) replaced; all other lines stay as they are."""
    lines = normalised(body).splitlines()
    (begin, end), *notes = _spans(body)[index]
    for first, last in sorted([*notes, (begin, end)], reverse=True):
        lines[first:last] = [*source.splitlines(), ""] if first == begin else []
    return normalised("\n".join(lines))


def fits(body: str, index: int, source: str) -> bool:
    """Whether a new source replaces a block by one block of the same kind and changes no other block."""
    before, after = parse(body), parse(replaced(body, index, source))
    if len(before) != len(after) or before[index].kind is not after[index].kind:
        return False
    return before[:index] + before[index + 1 :] == after[:index] + after[index + 1 :]


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
