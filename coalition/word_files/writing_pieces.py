"""Differences as words that look removed or added, for where they are read beside another text and not tracked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from coalition.text.word_differences import Piece
from coalition.word_files.writing_contents import Look, Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.text.differences import DifferencePart
    from coalition.text.table_differences import Row
    from coalition.word_files.writing_contents import Inline

_LOOKS = {"": Look(), "ins": Look(underlined=True), "del": Look(struck=True)}


def inlines_of(parts: Sequence[DifferencePart], *, bold: bool = False) -> list[Inline]:
    """Return a difference in one paragraph."""
    return [Words(piece.text, replace(_LOOKS[piece.kind], bold=bold)) for piece in pieces_in(parts)]


def new_words(parts: Sequence[DifferencePart]) -> str:
    """Return the words of a difference without those that were removed."""
    return "".join(piece.text for piece in pieces_in(parts) if piece.kind != "del")


def pieces_in(parts: Sequence[DifferencePart]) -> Iterator[Piece]:
    """Yield the pieces of a difference with the ends of lines between them; a row of a table is a line."""
    for number, part in enumerate(parts):
        if number:
            yield Piece("", "\n")
        if part.table is None:
            yield from part.pieces
            continue
        for at, row in enumerate((part.table.head, *part.table.rows)):
            if at:
                yield Piece("", "\n")
            yield from _row(row)


def _row(row: Row) -> Iterator[Piece]:
    for at, cell in enumerate(row.cells):
        if at:
            yield Piece("", " | ")
        yield from cell.pieces
