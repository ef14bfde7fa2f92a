"""The difference between two tables: which columns and rows were added or removed, and which cells changed.

Columns are paired by their heads, rows by their cells, then by their first cell; what is left between two pairs is paired in order.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct

from coalition.languages import Message
from coalition.text.table_widths import is_number, width_of
from coalition.text.word_differences import Piece, pieces_of
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from coalition.text.markup import TableWords

    _Columns = Sequence[tuple[int | None, int | None]]

Item = TypeVar("Item")


class TableMark(Word):
    """What happened to a row or a cell."""

    SAME = "same", Message("unchanged")
    CHANGED = "changed", Message("changed")
    ADDED = "ins", Message("added")
    REMOVED = "del", Message("removed")


class Cell(Struct, frozen=True):
    """A cell: what happened to it, and its words in pieces."""

    mark: TableMark
    pieces: Sequence[Piece]

    @property
    def old(self) -> str:
        """The words of the cell in the old table."""
        return self._words(TableMark.ADDED)

    @property
    def new(self) -> str:
        """The words of the cell in the new table."""
        return self._words(TableMark.REMOVED)

    @property
    def classes(self) -> str:
        """What happened to the cell, and whether it holds numbers only, as classes of its element."""
        words = [words for words in (self.old, self.new) if words]
        numbers = "number" if words and all(map(is_number, words)) else ""
        return " ".join(filter(None, ("" if self.mark is TableMark.SAME else self.mark.value, numbers)))

    def _words(self, without: TableMark) -> str:
        return "".join(piece.text for piece in self.pieces if piece.kind != without.value)


class Row(Struct, frozen=True):
    """A row: whether all of it was added or removed, and its cells."""

    mark: TableMark
    cells: Sequence[Cell]


class TableDifference(Struct, frozen=True):
    """Two tables as one: the head, then the rows of both. `has_row_heads` says that the first cell of a row names the row."""

    mark: TableMark
    head: Row
    rows: Sequence[Row]

    @property
    def is_change(self) -> bool:
        """Whether anything in it differs."""
        return any(
            mark is not TableMark.SAME for row in (self.head, *self.rows) for mark in (self.mark, row.mark, *(cell.mark for cell in row.cells))
        )

    @property
    def has_row_heads(self) -> bool:
        """Whether the first cell of each row is its head: the first cell of the head is empty then."""
        return len(self.head.cells) > 1 and not self.head.cells[0].pieces

    @property
    def name(self) -> Sequence[str]:
        """The words of the head, without those that were removed: what the table is called."""
        return [cell.new for cell in self.head.cells if cell.new]

    @property
    def width(self) -> str:
        """The class of the width that both tables need."""
        rows = (self.head, *self.rows)
        return width_of(words for row in rows for words in ([cell.old for cell in row.cells], [cell.new for cell in row.cells]))


def paired(old: Sequence[Item], new: Sequence[Item], *keys: Callable[[Item], Hashable]) -> Iterator[tuple[Item | None, Item | None]]:
    """Pair two sequences in order: first what has the same first key, between two pairs what has the same next key, then the rest."""
    key, *others = keys
    matcher = SequenceMatcher(None, [key(item) for item in old], [key(item) for item in new], autojunk=False)
    for same, begin, end, first, last in matcher.get_opcodes():
        if same != "equal" and others:
            yield from paired(old[begin:end], new[first:last], *others)
        else:
            yield from zip_longest(old[begin:end], new[first:last])


def table_difference(old: TableWords | None, new: TableWords | None) -> TableDifference:
    """Return the difference between two tables; one of them is None where the whole table was added or removed."""
    old_rows, new_rows = (old.rows if old else ()), (new.rows if new else ())
    columns = _columns(old_rows, new_rows)
    both = [(before, after) for before, after in columns if before is not None and after is not None]
    old_items = [(row, [row[before] for before, _ in both]) for row in old_rows]
    new_items = [(row, [row[after] for _, after in both]) for row in new_rows]
    pairs = paired(old_items[1:], new_items[1:], lambda item: tuple(item[1]), lambda item: tuple(item[1][:1]))
    head, *rows = [
        _row(before[0] if before else None, after[0] if after else None, columns)
        for before, after in (next(zip_longest(old_items[:1], new_items[:1])), *pairs)
    ]
    return TableDifference(_mark(old, new), head, rows)


def _columns(old_rows: Sequence[Sequence[str]], new_rows: Sequence[Sequence[str]]) -> _Columns:
    """Pair the columns by the words of their heads, as places in the old and in the new rows."""
    old, new = (list(enumerate(rows[0])) if rows else [] for rows in (old_rows, new_rows))
    return [(before and before[0], after and after[0]) for before, after in paired(old, new, lambda column: column[1])]


def _row(old: Sequence[str] | None, new: Sequence[str] | None, columns: _Columns) -> Row:
    words = [(old[before] if old and before is not None else None, new[after] if new and after is not None else None) for before, after in columns]
    return Row(_mark(old, new), [_cell(before, after) for before, after in words])


def _cell(old: str | None, new: str | None) -> Cell:
    pieces = pieces_of(old or "", new or "")
    if old is None or new is None:
        return Cell(_mark(old, new), pieces)
    return Cell(TableMark.CHANGED if old != new else TableMark.SAME, pieces)


def _mark(old: object, new: object) -> TableMark:
    """Whether something was added, removed, or stands in both."""
    return TableMark.SAME if (old is None) == (new is None) else TableMark.ADDED if old is None else TableMark.REMOVED
