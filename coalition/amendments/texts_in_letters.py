"""Provisions and their differences as plain text, for letters: in place of colour, what is removed stands in [- -], what is added in [+ +]."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.text.table_differences import TableMark

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coalition.text.differences import DifferencePart
    from coalition.text.table_differences import Row
    from coalition.text.word_differences import Piece

LONGEST = 800  # characters of a passage that a letter shortens
_AROUND = 80  # characters before and after a change
_SIGNS = {"ins": "+", "del": "-"}
_CELLS = " | "


def beginning_of(text: str) -> str:
    """Return a passage without a long end."""
    return text if len(text) <= LONGEST else f"{_begin(text, LONGEST)}…"


def plain(parts: Iterable[DifferencePart]) -> str:
    """Return the words of a passage that is shown as it is: each row of a table is a line."""
    return "\n".join(line for part in parts for line in _lines(part, short=False))


def marked(parts: Iterable[DifferencePart]) -> str:
    """Return a difference with its marks; of what stayed, only the words around a change, and no further line once it is long."""
    lines = list[str]()
    for line in (line for part in parts for line in _lines(part, short=True)):
        if sum(map(len, lines)) > LONGEST:
            return "\n".join([*lines, "…"])
        lines.append(line)
    return "\n".join(lines)


def _lines(part: DifferencePart, *, short: bool) -> list[str]:
    """Return the lines of a part; in `short`, of a table only the rows that differ."""
    if part.table is None:
        return [_words(part.pieces, short=short)]
    rows = (part.table.head, *part.table.rows)
    return [_row(row, part.table.mark) for row in rows if not short or _differs(row, part.table.mark)]


def _differs(row: Row, whole: TableMark) -> bool:
    return any(mark is not TableMark.SAME for mark in (whole, row.mark, *(cell.mark for cell in row.cells)))


def _row(row: Row, whole: TableMark) -> str:
    """Return a row of a table; one that was added or removed as a whole stands in one pair of marks."""
    mark = next((mark for mark in (whole, row.mark) if mark in {TableMark.ADDED, TableMark.REMOVED}), None)
    if mark:
        return _sign(mark.value, beginning_of(_CELLS.join(cell.new or cell.old for cell in row.cells)))
    return _CELLS.join(_words(cell.pieces, short=False) for cell in row.cells)


def _words(pieces: Sequence[Piece], *, short: bool) -> str:
    """Return pieces with their marks; in `short`, without most of what stayed, and bounded."""
    if not short:
        return "".join(_sign(piece.kind, piece.text) for piece in pieces)
    words, left = list[str](), LONGEST
    for at, piece in enumerate(pieces):
        text = piece.text if piece.kind else _around(piece.text, last=at == len(pieces) - 1)
        if len(text) > left:
            return "".join([*words, _sign(piece.kind, _begin(text, left)), "…"])
        words.append(_sign(piece.kind, text))
        left -= len(text)
    return "".join(words)


def _around(text: str, *, last: bool) -> str:
    """Return words that stayed without those in the middle, and without the end where no change follows."""
    if len(text) <= 2 * _AROUND:
        return text
    return f"{_begin(text, _AROUND)} …" if last else f"{_begin(text, _AROUND)} … {text[-_AROUND:].partition(' ')[2]}"


def _sign(kind: str, text: str) -> str:
    """Return words in their marks; blanks at their ends stay outside."""
    sign, words = _SIGNS.get(kind, ""), text.strip()
    if not sign or not words:
        return text
    head, _, tail = text.partition(words)
    return f"{head}[{sign} {words} {sign}]{tail}"


def _begin(text: str, longest: int) -> str:
    """Return the first words of a text that is longer."""
    return text[:longest].rpartition(" ")[0] or text[:longest]
