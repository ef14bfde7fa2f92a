"""Differences as lines of Markdown whose words are escaped: pieces that stayed, came or went, and rows of tables."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.word_differences import Piece

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.text.differences import DifferencePart
    from coalition.text.table_differences import Row

_SIGNS = re.compile(r"([\\`*_\[\]<>&|~])")
_BEGINS_LIST = re.compile(r"^(\s*)([-+#=])")
_BEGINS_NUMBER = re.compile(r"^(\s*\d{1,9})([.)])")


class MarkedLine(Struct, frozen=True):
    """A line in pieces, or a row of a table in cells; `is_head` says that the table begins with it."""

    pieces: Sequence[Piece] = ()
    cells: Sequence[Sequence[Piece]] = ()
    is_head: bool = False


def escaped(text: str) -> str:
    """Return words that are read as words, wherever they stand in a line."""
    return _SIGNS.sub(r"\\\1", text)


def marked_lines(parts: Sequence[DifferencePart], *, has_number: bool = False) -> list[MarkedLine]:
    """Return a difference as lines; the first line of a provision may begin with its number."""
    lines: list[MarkedLine] = []
    for part in parts:
        if part.table:
            lines += [_row(row, is_head=row is part.table.head) for row in (part.table.head, *part.table.rows)]
        else:
            lines += [MarkedLine(_begun(line, has_number=has_number and not at and not lines)) for at, line in enumerate(_divided(part.pieces))]
    return lines


def _row(row: Row, *, is_head: bool) -> MarkedLine:
    return MarkedLine(
        cells=[[Piece(piece.kind, escaped(" ".join(piece.text.split("\n")))) for piece in cell.pieces] for cell in row.cells], is_head=is_head
    )


def _divided(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces in lines: no piece goes on in the next line."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1] += [Piece(piece.kind, first)] if first else []
        lines += [[Piece(piece.kind, other)] if other else [] for other in others]
    return [line for line in lines if line]


def _begun(line: Sequence[Piece], *, has_number: bool) -> list[Piece]:
    """Return a line whose words begin neither a list nor a heading; a number stays if it is that of the provision."""
    pieces = [Piece(piece.kind, escaped(piece.text)) for piece in line]
    begin = _BEGINS_LIST.sub(r"\1\\\2", pieces[0].text)
    pieces[0] = Piece(pieces[0].kind, begin if has_number else _BEGINS_NUMBER.sub(r"\1\\\2", begin))
    return pieces
