"""The difference between two texts, provision by provision: words that changed, and cells of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.html import passage_parts
from coalition.text.markup import TableWords
from coalition.text.sources import StoredBlock, sources_of
from coalition.text.table_differences import TableDifference, paired, table_difference
from coalition.text.word_differences import Piece, word_differences
from coalition.text.written_labels import labels_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from coalition.text.blocks import Block
    from coalition.text.word_differences import Parts

    _Placed = tuple[int, TableWords]


_LONGEST = 220  # of the lines of a passage that is only recognised


class DifferencePart(Struct, frozen=True):
    """A part of a difference: lines in pieces, or a table."""

    pieces: Sequence[Piece] = ()
    table: TableDifference | None = None

    @property
    def is_change(self) -> bool:
        """Whether anything in it differs."""
        return self.table.is_change if self.table else any(piece.kind for piece in self.pieces)


class Change(Struct, frozen=True):
    """A provision that changed, in parts; `label`, as the text writes it, comes from the newer version if that has it."""

    key: str
    label: str
    parts: Sequence[DifferencePart]


class TextVersion(Struct, frozen=True):
    """A text in one language at one time: its title, its Markdown and its stored blocks."""

    title: str
    body: str
    blocks: Sequence[StoredBlock]


def difference_parts(old: Parts, new: Parts) -> list[DifferencePart]:
    """Return the difference between two passages: tables that belong together are compared by their cells, everything else by its words."""
    parts: list[DifferencePart] = []
    begin = first = 0
    for (end, before), (last, after) in _paired_tables(old, new):
        parts += [*_lines(old[begin:end], new[first:last]), DifferencePart(table=table_difference(before, after))]
        begin, first = end + 1, last + 1
    return [*parts, *_lines(old[begin:], new[first:])]


def unchanged_parts(parts: Parts) -> list[DifferencePart]:
    """Return a passage as it is, for where passages and their differences are shown alike."""
    return difference_parts(parts, parts)


def shortened_parts(parts: Parts) -> list[DifferencePart]:
    """Return a passage with its tables for where people only have to recognise it: long lines are cut."""
    return unchanged_parts([_shortened(part) if isinstance(part, str) else part for part in parts])


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]}…"


def _paired_tables(old: Parts, new: Parts) -> Iterator[tuple[_Placed, _Placed]]:
    before, after = ([(at, part) for at, part in enumerate(parts) if isinstance(part, TableWords)] for parts in (old, new))
    pairs = paired(before, after, lambda placed: _cells(placed[1].rows), lambda placed: _cells(placed[1].rows[:1]))
    return ((one, other) for one, other in pairs if one and other)


def _cells(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, rows))


def _lines(old: Parts, new: Parts) -> Iterator[DifferencePart]:
    """Yield the difference of lines; a table among them stands on one side only."""
    pieces: list[Piece] = []
    for kind, tokens in word_differences(old, new):
        for token in tokens:
            if isinstance(token, TableWords):
                yield from _without_outer_lines(pieces)
                yield DifferencePart(table=table_difference(token if kind == "del" else None, token if kind == "ins" else None))
                pieces = []
            elif pieces and pieces[-1].kind == kind:
                pieces[-1] = Piece(kind, pieces[-1].text + token)
            else:
                pieces.append(Piece(kind, token))
    yield from _without_outer_lines(pieces)


def _without_outer_lines(pieces: Sequence[Piece]) -> Iterator[DifferencePart]:
    """Yield pieces without the line ends before and after them, if any words are left."""
    left = [*pieces]
    while left and not left[0].text.strip("\n"):
        del left[0]
    while left and not left[-1].text.strip("\n"):
        del left[-1]
    if left:
        left[0] = Piece(left[0].kind, left[0].text.lstrip("\n"))
        left[-1] = Piece(left[-1].kind, left[-1].text.rstrip("\n"))
        yield DifferencePart(left)


class _Provision(Struct, frozen=True):
    """A passage: its label, its Markdown and its block; the title has none."""

    label: str
    source: str
    block: Block | None = None

    @property
    def words(self) -> Parts:
        """Its words without the marks of emphasis."""
        return passage_parts(self.block) if self.block else [self.source]

    @property
    def written(self) -> Parts:
        """Its words with the marks of emphasis."""
        return passage_parts(self.block, as_written=True) if self.block else [self.source]


def changes(old: TextVersion, new: TextVersion) -> list[Change]:
    """Return the provisions that differ between two versions in one language: the title, then the order of the newer version.

    The words are compared; where only the Markdown differs, the Markdown is.
    """
    old_provisions, new_provisions = _provisions(old), _provisions(new)
    keys = _merged(list(old_provisions), list(new_provisions))
    pairs = [(key, old_provisions.get(key), new_provisions.get(key)) for key in keys]
    compared = [_change(key, before, after) for key, before, after in pairs if before is None or after is None or not _is_same(before, after)]
    return [change for change in compared if any(part.is_change for part in change.parts)]


def _provisions(version: TextVersion) -> Mapping[str, _Provision]:
    sources = zip(version.blocks, sources_of(version.body, version.blocks), strict=True)
    labels = labels_in(stored.block for stored in version.blocks)
    return {"title": _Provision("title", version.title)} | {
        stored.key: _Provision(labels[stored.block.label], source, stored.block) for stored, source in sources
    }


def _is_same(old: _Provision, new: _Provision) -> bool:
    """Whether two passages cannot differ, so that their words need not be compared."""
    return old.source == new.source and old.block == new.block


def _change(key: str, old: _Provision | None, new: _Provision | None) -> Change:
    shown = new or old
    label = shown.label if shown else ""
    before, after = old.words if old else [], new.words if new else []
    if old and new and before == after:
        written = (old.written, new.written) if old.written != new.written else ([old.source], [new.source])
        return Change(key, label, difference_parts(*written))
    return Change(key, label, difference_parts(before, after))


def _merged(old: Sequence[str], new: Sequence[str]) -> Iterable[str]:
    """Return the keys of both versions: those of the newer one in its order, each removed one after the key that it followed."""
    order, known = list(new), set(new)
    for index, key in enumerate(old):
        if key not in known:
            known.add(key)
            order.insert(order.index(old[index - 1]) + 1 if index else 0, key)
    return order
