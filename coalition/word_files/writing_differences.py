"""Two versions of a text as one series of paragraphs and tables, each part of which stayed, was added or was removed.

Whoever accepts all changes has the new text, whoever rejects them all has the old one.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.text.table_differences import paired
from coalition.text.word_differences import item_differences, tokens_in
from coalition.word_files.writing_contents import CELL, TEXT, Citation, Inline, Item, Layout, Paragraph, Table, Words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

SAME, ADDED, REMOVED = "", "ins", "del"


class Revised(Struct, frozen=True):
    """Who made changes, and when, as Word writes it; "" where the file does not say when."""

    author: str
    time: str = ""


class MarginComment(Struct, frozen=True, cache_hash=True):
    """A comment in the margin: whose it is, and its paragraphs."""

    author: str
    paragraphs: tuple[Paragraph, ...]


class Part(Struct, frozen=True):
    """Words, a line break or a citation in a paragraph; `note` are the paragraphs of the note that is cited here first."""

    kind: str
    inline: Inline
    note: tuple[MarkedItem, ...] = ()


class MarkedParagraph(Struct, frozen=True):
    """A paragraph: its parts, and its layout in the new text and in the old one; `kind` says whether it stands in both.

    `revised` says whose its changes are if they are not those of the author of the others; `comments` stand beside it.
    """

    kind: str
    layout: Layout
    old_layout: Layout
    parts: tuple[Part, ...]
    revised: Revised | None = None
    comments: tuple[MarginComment, ...] = ()


class MarkedRow(Struct, frozen=True):
    """A row of a table; each cell is a paragraph that stands in both versions of the row."""

    kind: str
    cells: tuple[MarkedParagraph, ...]


class MarkedTable(Struct, frozen=True):
    """A table; all rows of one that was added or removed are. `revised` is that of a paragraph."""

    kind: str
    rows: tuple[MarkedRow, ...]
    revised: Revised | None = None


MarkedItem = MarkedParagraph | MarkedTable


def unchanged(parts: Iterable[Sequence[Item]]) -> list[MarkedItem]:
    """Return a text as it is."""
    return [_whole(item, SAME) for part in parts for item in part]


def compared(old: Mapping[str, Sequence[Item]], new: Mapping[str, Sequence[Item]]) -> list[tuple[str, list[MarkedItem]]]:
    """Return two versions as one, each provision with its key; the mappings have the items of each provision by its key, in order.

    A provision that stands elsewhere is removed there and added here.
    """
    old_keys, new_keys = list(old), list(new)
    provisions: list[tuple[str, list[MarkedItem]]] = []
    for same, begin, end, first, last in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if same == "equal":
            provisions += [(key, [*_merged(old[key], new[key])]) for key in new_keys[first:last]]
        else:
            provisions += [(key, [_whole(item, REMOVED) for item in old[key]]) for key in old_keys[begin:end]]
            provisions += [(key, [_whole(item, ADDED) for item in new[key]]) for key in new_keys[first:last]]
    return provisions


def remarked(items: Sequence[MarkedItem], revised: Revised | None, comments: Sequence[MarginComment]) -> list[MarkedItem]:
    """Return the items of a provision with whose changes they are, and with comments beside the first paragraph."""
    first, *others = [replace(item, revised=revised) for item in items]
    return [_commented(first, tuple(comments)), *others]


def _commented(item: MarkedItem, comments: tuple[MarginComment, ...]) -> MarkedItem:
    if isinstance(item, MarkedParagraph):
        return replace(item, comments=comments)
    row = item.rows[0]
    cells = (replace(row.cells[0], comments=comments), *row.cells[1:])
    return replace(item, rows=(replace(row, cells=cells), *item.rows[1:]))


def with_separators(items: Sequence[MarkedItem]) -> list[MarkedItem]:
    """Return the items with an empty paragraph after each table that another table or nothing follows: tables side by side become one.

    The last paragraph of a file stays, whatever is accepted or rejected.
    """
    separated: list[MarkedItem] = []
    for item, following in zip(items, [*items, None][1:], strict=True):
        separated.append(item)
        if isinstance(item, MarkedTable) and isinstance(following, MarkedTable):
            separated.append(_empty(item.kind or following.kind))
    if not items or isinstance(items[-1], MarkedTable) or items[-1].kind:
        separated.append(_empty(SAME))
    return separated


def _empty(kind: str) -> MarkedParagraph:
    return MarkedParagraph(kind, Layout(TEXT), Layout(TEXT), ())


def _whole(item: Item, kind: str) -> MarkedItem:
    """An item that stayed, was added or was removed with everything in it."""
    if isinstance(item, Table):
        return MarkedTable(kind, tuple(_row(row, kind) for row in item.rows))
    return MarkedParagraph(kind, item.layout, item.layout, tuple(_part(inline, kind) for inline in item.contents))


def _row(cells: Sequence[Paragraph], kind: str) -> MarkedRow:
    """A row whose cells stay cells: only its words, and the row itself, are added or removed."""
    parts = [tuple(_part(inline, kind) for inline in cell.contents) for cell in cells]
    return MarkedRow(kind, tuple(MarkedParagraph(SAME, cell.layout, cell.layout, part) for cell, part in zip(cells, parts, strict=True)))


def _part(inline: Inline, kind: str) -> Part:
    """A part with its note, whose words need no marks: it comes and goes with the citation."""
    note = inline.note or () if isinstance(inline, Citation) else ()
    return Part(kind, inline, tuple(_whole(item, SAME) for item in note))


def _merged(old: Sequence[Item], new: Sequence[Item]) -> Iterator[MarkedItem]:
    """Yield the items of one provision; those of equal contents belong together, then those of equal layout, then those of equal place."""
    for before, after in paired(old, new, lambda item: item, _layout_of):
        if isinstance(before, Paragraph) and isinstance(after, Paragraph):
            yield MarkedParagraph(SAME, after.layout, before.layout, tuple(_parts(before.contents, after.contents)))
        elif isinstance(before, Table) and isinstance(after, Table) and len(before.rows[0]) == len(after.rows[0]):
            yield MarkedTable(SAME, tuple(_rows(before, after)))
        else:
            yield from [_whole(before, REMOVED)] if before else []
            yield from [_whole(after, ADDED)] if after else []


def _layout_of(item: Item) -> Layout:
    return item.layout if isinstance(item, Paragraph) else Layout(CELL)


def _rows(old: Table, new: Table) -> Iterator[MarkedRow]:
    for before, after in paired(old.rows, new.rows, lambda row: row, lambda row: row[:1]):
        if before and after:
            cells = [
                MarkedParagraph(SAME, cell.layout, left.layout, tuple(_parts(left.contents, cell.contents)))
                for left, cell in zip(before, after, strict=True)
            ]
            yield MarkedRow(SAME, tuple(cells))
        else:
            yield _row(before or after or (), REMOVED if before else ADDED)


def _parts(old: Sequence[Inline], new: Sequence[Inline]) -> Iterator[Part]:
    """Yield the parts of two paragraphs as one, word by word; words that look different were changed."""
    befores, afters = _tokens(old), _tokens(new)
    left, right = iter(befores), iter(afters)
    notes = {each.note for each in befores if isinstance(each, Citation)} & {each.note for each in afters if isinstance(each, Citation)}
    merged: list[Part] = []
    for kind, count in item_differences([_compared_by(each, notes) for each in befores], [_compared_by(each, notes) for each in afters]):
        for _ in range(count):
            before = next(left) if kind != ADDED else None
            after = next(right) if kind != REMOVED else None
            _append(merged, _joined(kind, before, after))
    yield from merged


def _joined(kind: str, before: Inline | None, after: Inline | None) -> Part:
    if isinstance(before, Citation) and isinstance(after, Citation):
        return Part(kind, after, tuple(_merged(before.note or (), after.note or ())))
    inline = after or before
    assert inline is not None  # noqa: S101 -- one of them is there
    return _part(inline, kind)


def _append(parts: list[Part], part: Part) -> None:
    """Add a part; words go on with those before them if both are of one kind and look alike."""
    last = parts[-1] if parts else None
    if last and last.kind == part.kind and isinstance(last.inline, Words) and isinstance(part.inline, Words) and last.inline.look == part.inline.look:
        parts[-1] = Part(part.kind, Words(last.inline.text + part.inline.text, part.inline.look))
    else:
        parts.append(part)


def _tokens(contents: Sequence[Inline]) -> list[Inline]:
    tokens: list[Inline] = []
    for inline in contents:
        tokens += [Words(token, inline.look) for token in tokens_in(inline.text)] if isinstance(inline, Words) else [inline]
    return tokens


def _compared_by(inline: Inline, notes: Collection[tuple[Item, ...] | None]) -> Inline:
    """What makes two tokens the same: notes that the file counts are, first if both say the same, then whatever they say.

    `notes` are those that stand on both sides; the words of other notes are compared by themselves.
    """
    if isinstance(inline, Citation):
        note = inline.note if inline.note is None or inline.note in notes else ()
        return Citation("" if inline.is_counted else inline.label, note, inline.is_counted)
    return inline
