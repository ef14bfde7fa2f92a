"""The Markdown of one block inside its text: cut out as it is written, and put back with other words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.text.blocks import located, notes_apart
from coalition.text.passages import NoteMark, split
from coalition.text.provisions import normalised, parse

if TYPE_CHECKING:
    from collections.abc import Sequence


def sources_of(body: str) -> list[str]:
    """Return the Markdown of each block, number or heading mark included, with the notes it is the first to cite below it."""
    lines = normalised(body).splitlines()
    return ["\n\n".join("\n".join(lines[begin:end]).strip("\n") for begin, end in spans) for spans in _spans(body)]


def replaced(body: str, at: int, source: str) -> str:
    """Return the text with the Markdown of its block `at` (from 0) replaced; all other lines stay as they are."""
    lines = normalised(body).splitlines()
    (begin, end), *notes = _spans(body)[at]
    for first, last in sorted([*notes, (begin, end)], reverse=True):
        lines[first:last] = [*source.splitlines(), ""] if first == begin else []
    return normalised("\n".join(lines))


def fits(body: str, at: int, source: str) -> bool:
    """Whether a new source makes one block of the same kind in the place of the old one, and leaves the others alone."""
    before, after = parse(body), parse(replaced(body, at, source))
    if len(before) != len(after) or before[at].kind is not after[at].kind:
        return False
    return before[:at] + before[at + 1 :] == after[:at] + after[at + 1 :]


def _spans(body: str) -> list[list[tuple[int, int]]]:
    """Return for each block the lines (from, to) of its own passages, then those of each of its notes."""
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
            place = _last_before(starts, passage.line - 1)
            own[place] = (own[place][0], end)
    return [
        [(begin, end), *(note for note in _cited(block.markdown, notes) if not begin <= note[0] < end)]
        for (begin, end), (block, _) in zip(own, blocks, strict=True)
    ]


def _last_before(starts: Sequence[int], line: int) -> int:
    return max(at for at, start in enumerate(starts[:-1]) if start <= line)


def _cited(markdown: str, notes: dict[str, tuple[int, int]]) -> list[tuple[int, int]]:
    return [notes[label] for label, _ in notes_apart(markdown)[1] if label in notes]
