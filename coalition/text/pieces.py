"""A text in pieces, one for each block: pieces are changed, moved, added and removed, and the rest of the text stays as it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.text.blocks import NOTE_REFERENCE, BlockKind
from coalition.text.passages import NoteMark, note_at, split
from coalition.text.provisions import normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.text.sources import StoredBlock

_AFTER_NUMBER = re.compile(r"[\]*_]*\s*")
_BEFORE_NUMBER = r"(?P<before>\s*(?:\\?\[§[ \u00a0]+)?[*_]{0,3})"


class Piece(Struct):
    """A block with its key: its lines, which begin with its number, and the lines of notes after it; `next` is the piece that it was followed by."""

    key: str
    lines: list[str]
    notes: list[str] = field(default_factory=list)
    next: str = ""
    number: str = ""


class Pieces(Struct):
    """The pieces of a text in order; `ending` are the lines of notes after the last one."""

    pieces: list[Piece]
    ending: list[str]

    @classmethod
    def of(cls, body: str, blocks: Sequence[StoredBlock]) -> Pieces:
        """Divide a text whose blocks are known."""
        lines = normalised(body).splitlines()
        starts = [stored.spans[0][0] for stored in blocks] + [len(lines)]
        pieces = []
        for stored, end, following in zip(blocks, starts[1:], [*blocks, None][1:], strict=True):
            first, last = stored.spans[0]
            number = stored.block.number if stored.block.kind is BlockKind.PROVISION else ""
            pieces.append(Piece(stored.key, lines[first:last], lines[last:end], following.key if following else "", number))
        ending = pieces[-1].notes if pieces else []
        if pieces:
            pieces[-1].notes = []
        return cls(pieces, ending)

    def body(self) -> str:
        """Return the text."""
        lines: list[str] = []
        for piece, following in zip(self.pieces, [*self.pieces, None][1:], strict=True):
            lines += [*piece.lines, *_apart(piece.lines, piece.notes), *piece.notes]
            if lines and lines[-1] and (following is None or piece.next != following.key):
                lines.append("")
        return normalised("\n".join([*lines, *self.ending]))

    def at(self, key: str) -> int | None:
        """Return the index of a piece, None if the text does not have it."""
        return next((index for index, piece in enumerate(self.pieces) if piece.key == key), None)

    def write(self, key: str, source: str, notes: Sequence[str]) -> None:
        """Write the Markdown of a block, which may end with its notes; those (`notes`, their labels) stay where they are written."""
        index = self.at(key)
        if index is None:
            raise LookupError(key)
        piece = self.pieces[index]
        piece.lines, written = _without_notes(source, notes)
        cited = set(self._cited_apart_from(key)) if notes else set()
        for label in notes:
            if label in written or label not in cited:
                self._write_note(label, written.get(label, []))
        piece.next = piece.next if not piece.lines[-1] else ""

    def labels(self) -> list[str]:
        """Return the labels of the notes that stand apart from the blocks."""
        return [label for lines in [*(piece.notes for piece in self.pieces), self.ending] for _, _, label in _notes_in(lines)]

    def notes_of(self, key: str) -> list[str]:
        """Return the labels of the notes of a block that stand apart from the blocks."""
        lines = self.pieces[self.at(key) or 0].lines
        labels = self.labels() if any("[^" in line for line in lines) else []
        return [label for label in labels if any(f"[^{label}]" in line for line in lines)]

    def remove(self, key: str) -> None:
        """Remove a block and the notes that nothing else cites."""
        index = self.at(key)
        if index is None:
            return
        piece = self.pieces[index]
        has_notes = any(_notes_in(lines) for lines in (piece.lines, piece.notes, self.ending))
        cited, left = set(self._cited_apart_from(key)) if has_notes else set[str](), list[str]()
        for lines in (piece.lines, piece.notes):
            for first, end, label in _notes_in(lines):
                left += [*lines[first:end], ""] if label in cited else []
        self.ending = [*left, *(line for first, end, label in _notes_in(self.ending) if label in cited for line in self.ending[first:end])]
        del self.pieces[index]

    def _cited_apart_from(self, key: str) -> Iterator[str]:
        return (label for piece in self.pieces if piece.key != key for line in piece.lines for label in NOTE_REFERENCE.findall(line))

    def _write_note(self, label: str, lines: Sequence[str]) -> None:
        """Write a note anew where it stands, or remove it."""
        for holder in [piece.notes for piece in self.pieces] + [self.ending]:
            for first, end, own in _notes_in(holder):
                if own == label:
                    holder[first:end] = [*lines, ""] if lines else []
                    return


def _apart(lines: Sequence[str], more: Sequence[str]) -> list[str]:
    return [""] if lines and lines[-1] and more else []


def _notes_in(lines: Sequence[str]) -> list[tuple[int, int, str]]:
    """Return where each note in some lines begins and ends, and its label."""
    starts = [(index, note[0]) for index, line in enumerate(lines) if (note := note_at(line))]
    ends = [*(index for index, _ in starts[1:]), len(lines)]
    return [(first, end, label) for (first, label), end in zip(starts, ends, strict=False)]


def _without_notes(source: str, labels: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Return the lines of a block without some of its notes, and the lines of those by label."""
    lines = normalised(source).splitlines()
    passages = split(source)
    ends = [passage.line - 1 for passage in passages[1:]] + [len(lines)]
    written: dict[str, list[str]] = {}
    first_line = passages[0].line - 1 if passages else 0
    own: list[str] = lines[:first_line]
    for passage, end in zip(passages, ends, strict=True):
        part = lines[passage.line - 1 : end]
        if isinstance(passage.mark, NoteMark) and passage.mark.label in labels and passage.mark.label not in written:
            written[passage.mark.label] = _stripped(part)
        else:
            own += part
    return [*_stripped(own), ""], written


def _stripped(lines: Sequence[str]) -> list[str]:
    return "\n".join(lines).strip("\n").split("\n")


def number_apart(source: str, number: str) -> tuple[str, str]:
    """Return how the Markdown of a provision begins, with its number, and the words after it: both make the Markdown again.

    Where the number does not stand as it is read, all of it are words.

    >>> number_apart("**3.** The parties meet.", "3.")
    ('**3.** ', 'The parties meet.')
    """
    match = re.match(_pattern(number), source) if number else None
    end = _AFTER_NUMBER.match(source, match.end()) if match else None
    return (source[: end.end()], source[end.end() :]) if end else ("", source)


def _pattern(number: str) -> str:
    return _BEFORE_NUMBER + r"\s*".join(r"\\?" + re.escape(sign) for sign in number if not sign.isspace())


def with_number(lines: Sequence[str], old: str, new: str) -> list[str] | None:
    """Return the lines of a provision with another number; None where the number does not stand as it is read."""
    match = re.match(_pattern(old), lines[0]) if lines else None
    return [match["before"] + new + lines[0][match.end() :], *lines[1:]] if match else None


def explicitly(lines: Sequence[str], number: str) -> list[str]:
    """Return the lines of a provision that begins with a number, written as "[§ 4]", so that it is this number whatever stands before it."""
    return [f"[§ {number}]{lines[0].lstrip()[len(number) :]}", *lines[1:]] if lines and lines[0].lstrip().startswith(number) else [*lines]
