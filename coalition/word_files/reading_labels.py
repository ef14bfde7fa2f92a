"""Writes the numbers of a text so that each reads back as it is printed: as it stands where that is enough, else as "[§ 4]" or "[§2 4]"."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.text.blocks import Block, BlockKind, located
from coalition.text.numbering import Numbering
from coalition.text.numbers import number_at
from coalition.text.passages import decided, split

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coalition.text.numbers import Number

_MOST_PASSES = 6
_HIGHEST_LEVEL = 9
_BRACKETS = re.compile(r"([\[\]\\])")
_DOTTED = re.compile(r"\W*(\d+(?:\.\d+)+)\W*")
_AGAIN = re.compile(r"(?:annex (?:\S+ )?)?list \d+ ")
ORDINARY, EXPLICIT, LEVELLED = range(3)


class Line(Struct, frozen=True):
    """A block of Markdown: `number` is printed before it, `above` is the place of the line it stands below, -1 at the top.

    Where `is_told` is false, that follows from what stands before it. `form` says how the number is written.
    """

    text: str
    number: str = ""
    above: int = -1
    is_told: bool = False
    heading: int = 0
    words: str = ""  # of a heading
    is_bullet: bool = False
    is_quotation: bool = False
    is_words: bool = False  # no number, whatever it begins with
    follows_closely: bool = False
    form: int = ORDINARY
    level: int = 0  # from 1, where the number says it

    @property
    def markdown(self) -> str:
        """The Markdown with the number."""
        if not self.number:
            return f"[§] {self.text}" if self.form else self.text
        escaped = _BRACKETS.sub(r"\\\1", self.number)
        written = {ORDINARY: self.number, EXPLICIT: f"[§ {self.number}]", LEVELLED: f"[§{max(self.level, 1)} {escaped}]"}[self.form]
        return f"{written} {self.text}".rstrip()


def labelled(lines: Sequence[Line]) -> tuple[str, list[int]]:
    """Return the Markdown of lines, and the places of those that begin a list again, from which labels name the list."""
    candidates = [list(lines), *(_simulated(lines, scoped=scoped) for scoped in (False, True))]
    failures = [_failures(candidate) for candidate in candidates]
    ranked = sorted(range(len(candidates)), key=lambda at: (len(failures[at]), sum(line.form for line in candidates[at])))
    best, wrong = candidates[ranked[0]], failures[ranked[0]]
    for _ in range(_MOST_PASSES):
        if not wrong:
            break
        best = [_escalated(line, wrong[at]) if at in wrong else line for at, line in enumerate(best)]
        wrong = _failures(best)
    if wrong:
        best = [replace(line, form=LEVELLED, level=line.level or 1) if line.number or line.is_words else line for line in best]
    blocks, _ = _read(best)
    names = [(place, match[0] if (match := _AGAIN.match(block.label)) else "") for place, block in blocks.items() if block.number]
    return _joined(best), [place for (_, before), (place, name) in pairwise([(0, ""), *names]) if name not in {"", before}]


def _escalated(line: Line, depth: int) -> Line:
    return replace(line, form=min(line.form + 1, LEVELLED), level=line.level or _level(depth))


def _level(depth: int) -> int:
    return min(max(depth, 0) + 1, _HIGHEST_LEVEL)


def _joined(lines: Sequence[Line]) -> str:
    parts = [("\n" if line.follows_closely else "\n\n") + line.markdown for line in lines]
    return "".join(parts).strip("\n") + "\n" if parts else ""


def _failures(lines: Sequence[Line]) -> dict[int, int]:
    """Return the places of the lines whose number does not read back as it is, with a label of its own, and the depth of each."""
    blocks, labels = _read(lines)
    depths = {place: block.level for place, block in blocks.items() if lines[place].number}
    checked = [place for place, line in enumerate(lines) if line.number or line.is_words]
    return {place: _asked(lines[place], depths) for place in checked if not _is_right(lines[place], blocks.get(place), labels, depths)}


def _read(lines: Sequence[Line]) -> tuple[dict[int, Block], Counter[str]]:
    """Return the block that begins with each line, by its place, and how often each label is there."""
    by_line = {line: block for block, line in located(split(_joined(lines)))}
    blocks, at = dict[int, Block](), 1
    for place, line in enumerate(lines):
        at += 0 if not place or line.follows_closely else 1
        if at in by_line:
            blocks[place] = by_line[at]
        at += line.markdown.count("\n") + 1
    return blocks, Counter(block.label for block in by_line.values())


def _asked(line: Line, depths: Mapping[int, int]) -> int:
    """Return how deep a line stands."""
    return depths.get(line.above, -1) + 1


def _fits(line: Line, depth: int, depths: Mapping[int, int]) -> bool:
    dotted = _DOTTED.fullmatch(line.number)
    return not line.is_told or depth == min(_asked(line, depths), _HIGHEST_LEVEL - 1) or (dotted is not None and depth == dotted[1].count("."))


def _is_right(line: Line, block: Block | None, labels: Counter[str], depths: Mapping[int, int]) -> bool:
    if line.is_words:
        return block is None or block.kind is not BlockKind.PROVISION
    if block is None or block.kind is not BlockKind.PROVISION or labels[block.label] > 1:
        return False
    return block.number == line.number and _fits(line, block.level, depths)


def _simulated(lines: Sequence[Line], *, scoped: bool) -> list[Line]:
    """Choose for each line in order the plainest form that reads back, as far as can be said before the whole is read."""
    numbering, used, depths, chosen = Numbering(scoped=scoped), set[str](), dict[int, int](), []
    for place, line in enumerate(lines):
        best = line
        if line.heading:
            numbering.heading(line.heading, line.words)
        elif line.number:
            best, numbering, (label, depths[place]) = _chosen(line, numbering, used, depths)
            used.add(label)
        elif not line.is_bullet and (typed := _typed(line, numbering)):
            if line.is_words:
                best = replace(line, form=EXPLICIT)
            else:
                used.add(numbering.place(typed)[0])
        chosen.append(best)
    return chosen


def _typed(line: Line, numbering: Numbering) -> Number | None:
    """Return the number that somebody typed at the beginning of a line without one."""
    number, rest = number_at(line.text.partition("\n")[0]) or (None, "")
    return number if number and decided(number, numbering, "", rest)[0] else None


def _chosen(line: Line, numbering: Numbering, used: Collection[str], depths: Mapping[int, int]) -> tuple[Line, Numbering, tuple[str, int]]:
    """Return a line with its form, the numbering after it, its label and its depth."""
    natural = 0
    for form in (ORDINARY, EXPLICIT):
        tried, after = replace(line, form=form), numbering.copied()
        number, rest = number_at(tried.markdown.partition("\n")[0]) or (None, "")
        if number is None or not number.readings or not decided(number, after, "", rest)[0]:
            continue
        label, natural = after.place(number)
        if number.written == line.number and label not in used and _fits(line, max(natural, 0), depths):
            return tried, after, (label, max(natural, 0))
    levelled = replace(line, form=LEVELLED, level=_level(_asked(line, depths) if line.is_told else natural))
    number, _ = number_at(levelled.markdown.partition("\n")[0]) or (None, "")
    return levelled, numbering, numbering.place(number) if number else ("", natural)
