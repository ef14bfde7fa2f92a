"""The paragraphs and tables of a part of a Word file in order, with tracked changes carried out or not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.word_files.reading_document import Cell, Paragraph, Remark, Table, What
from coalition.word_files.reading_fields import Fields
from coalition.word_files.reading_packages import W, child, is_on, local, number_in, value
from coalition.word_files.reading_runs import CHANGES, Words, change_at, chosen, is_placeholder, plain_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.word_files.reading_document import Item, Span
    from coalition.word_files.reading_packages import Element, Relation
    from coalition.word_files.reading_styles import Styles

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ADDED, _REMOVED = ("ins", "moveTo"), ("del", "moveFrom")
_MOST_COLUMNS = 63  # of a table in a word processor
_CONTENTS = {"Table of Contents", "Bibliographies"}


class _Pending(Struct):
    """A paragraph whose end is not there, so that the next one continues it; `stays` says that its own looks are those of both."""

    paragraph: Paragraph
    stays: bool


class Body(Struct):
    """Reads a part; `items` is what was read so far, `remarks` what is to be said of it."""

    styles: Styles
    links: Mapping[str, Relation]
    accepts: bool
    sources: Mapping[Element, int] = field(default_factory=dict)
    bookmarks: Mapping[str, str] = field(default_factory=dict)  # around citations of notes, with the keys of those
    items: list[Item] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    words: Words | None = None
    _pending: _Pending | None = None
    _paragraph: Paragraph | None = None

    def __post_init__(self) -> None:
        """Begin with no words read."""
        self.words = Words(self.styles, self.links, self.accepts, Fields(self.remark), self.remark, self.bookmarks)

    @property
    def reader(self) -> Words:
        """The reader of words, which knows the fields and comments that are open."""
        assert self.words is not None  # noqa: S101 -- made with the body
        return self.words

    def remark(self, what: What) -> None:
        """Note that something comes in otherwise, beside the present paragraph."""
        self.remarks.append(Remark(what, self._paragraph))

    def read(self, parent: Element) -> list[Item]:
        """Read what stands in a part, a cell or a text box."""
        for element in parent:
            self._block(element, local(element))
        self._end()
        return self.items

    def _block(self, element: Element, name: str) -> None:
        if name == "p":
            self._read_paragraph(element)
        elif name == "tbl":
            self._end()
            self._read_table(element)
        elif name == "sdt":
            self._control(element)
        elif name in CHANGES:
            if (name in _ADDED) == self.accepts:
                self._blocks(element)
        elif name in {"customXml", "smartTag"}:
            self._blocks(element)
        elif name == f"{_MC}AlternateContent":
            self._blocks(chosen(element))
        elif name == "altChunk":
            self.remark(What.OTHER_FILE)

    def _blocks(self, parent: Element) -> None:
        for element in parent:
            self._block(element, local(element))

    def _control(self, element: Element) -> None:
        gallery = value(child(element, "sdtPr", "docPartObj", "docPartGallery"))
        content = child(element, "sdtContent")
        if gallery in _CONTENTS:
            self.remark(What.CONTENTS)
        elif is_placeholder(element):
            self.remark(What.PLACEHOLDER)
        elif content is not None:
            self._blocks(content)

    def _read_paragraph(self, element: Element) -> None:
        properties = self._properties(element)
        before, self._pending = self._pending, None
        self._paragraph = paragraph = before.paragraph if before else Paragraph()
        if not (before and before.stays):
            paragraph.properties = properties
        reader, source = self.reader, self.sources.get(element, 0)
        paragraph.sources.append(source)
        reader.source, reader.paragraph_style = source, self.styles.paragraph_style(properties)
        reader.spans, reader.boxes = paragraph.spans, []
        in_contents = self.styles.is_contents(properties)
        if in_contents:
            self._read_unseen(element)
        else:
            reader.read(element)
        self._close(paragraph, element)

    def _read_unseen(self, element: Element) -> None:
        """Read a line of a table of contents only for the fields that begin and end in it."""
        spans, self.reader.spans = self.reader.spans, []
        self.reader.read(element)
        self.reader.spans, self.reader.boxes = spans, []
        self.remark(What.CONTENTS)

    def _close(self, paragraph: Paragraph, element: Element) -> None:
        """End a paragraph, unless its end is deleted or hidden: then the next one continues it."""
        boxes = self.reader.boxes
        mark = child(element, "pPr", "rPr")
        removed = self._mark_is_removed(mark, paragraph.sources[-1])
        hidden = not removed and self.reader.is_hidden(self._mark_looks(element))
        if removed and not paragraph.text.strip():
            paragraph.sources = []  # nothing of it is in the paragraph that follows
        if removed or hidden:
            self._pending = _Pending(paragraph, stays=hidden and bool(paragraph.text.strip()))
        else:
            self._keep(paragraph)
        for box in boxes:
            self._paragraph = paragraph
            self.remark(What.TEXT_BOX)
            self.items += self._inside(box)

    def _mark_looks(self, element: Element) -> Element | None:
        properties = child(element, "pPr")
        return None if properties is None else self.reader.properties_of(properties)

    def _mark_is_removed(self, mark: Element | None, source: int) -> bool:
        """Whether the end of a paragraph is not there once changes are carried out, or not."""
        gone = False
        for name in (*_ADDED, *_REMOVED):
            change = child(mark, name)
            if change is not None:
                self.reader.changes.append(change_at(change, CHANGES[name], "", source))
                gone = gone or (name in _ADDED) != self.accepts
        return gone

    def _properties(self, element: Element) -> Element | None:
        """Return the looks of a paragraph: as they are, or as they were where changes are rejected."""
        properties = child(element, "pPr")
        former = None if self.accepts else child(properties, "pPrChange", "pPr")
        return properties if former is None else former

    def _keep(self, paragraph: Paragraph) -> None:
        if paragraph.properties is not None or paragraph.text.strip() or any(span.note for span in paragraph.spans):
            self.items.append(paragraph)

    def _end(self) -> None:
        """End a paragraph that nothing continues."""
        if self._pending and self._pending.paragraph.text.strip():
            self.items.append(self._pending.paragraph)
        self._pending = None

    def _inside(self, parent: Element) -> list[Item]:
        """Read a cell or a text box: its paragraphs are apart from those around it."""
        outer, spans, boxes = (self.items, self._pending, self._paragraph), self.reader.spans, self.reader.boxes
        self.items, self._pending = [], None
        items = self.read(parent)
        (self.items, self._pending, self._paragraph), self.reader.spans, self.reader.boxes = outer, spans, boxes
        return items

    def _read_table(self, element: Element) -> None:
        outer, self.reader.table_style = self.reader.table_style, value(child(element, "tblPr", "tblStyle"))
        table = Table()
        for row in _parts(element, "tr", accepts=self.accepts):
            properties = child(row, "trPr")
            if self._row_is_there(row, properties):
                before, after = (min(number_in(value(child(properties, name)), 0) or 0, _MOST_COLUMNS) for name in ("gridBefore", "gridAfter"))
                cells = [self._cell(cell) for cell in _parts(row, "tc", accepts=self.accepts) if self._cell_is_there(cell)]
                table.rows.append([*(Cell() for _ in range(before)), *cells, *(Cell() for _ in range(after))])
        self.reader.table_style = outer
        if any(table.rows):
            self.items.append(table)

    def _row_is_there(self, row: Element, properties: Element | None) -> bool:
        if is_on(child(properties, "hidden")):
            self.remark(What.HIDDEN)
            return False
        for name in ("ins", "del"):
            change = child(properties, name)
            if change is not None:
                first = next((self.sources.get(each, 0) for each in row.iter(f"{W}p")), 0)
                self.reader.changes.append(change_at(change, CHANGES[name], plain_words(row), first))
                return (name in _ADDED) == self.accepts
        return True

    def _cell_is_there(self, cell: Element) -> bool:
        properties = child(cell, "tcPr")
        added, removed = child(properties, "cellIns") is not None, child(properties, "cellDel") is not None
        return not ((added and not self.accepts) or (removed and self.accepts))

    def _cell(self, cell: Element) -> Cell:
        properties = child(cell, "tcPr")
        columns = min(max(number_in(value(child(properties, "gridSpan")), 1) or 1, 1), _MOST_COLUMNS)
        merged = child(properties, "vMerge")
        goes_on = merged is not None and value(merged) in {"", "continue"}
        items = self._inside(cell)
        if columns > 1 or goes_on:
            self._paragraph = next((item for item in items if isinstance(item, Paragraph)), self._paragraph)
            self.remark(What.MERGED_CELLS)
        return Cell(items, columns, goes_on)


def _parts(parent: Element, name: str, *, accepts: bool) -> list[Element]:
    """Return the rows of a table or the cells of a row, also those in controls."""
    parts = []
    for element in parent:
        kind = local(element)
        if kind == name:
            parts.append(element)
        elif kind == "sdt" and (content := child(element, "sdtContent")) is not None:
            parts += _parts(content, name, accepts=accepts)
        elif kind == "customXml" or (kind in CHANGES and (kind in _ADDED) == accepts):
            parts += _parts(element, name, accepts=accepts)
    return parts


def trimmed(spans: Sequence[Span]) -> list[Span]:
    """Return the words of a paragraph without empty ones, and without white space at its beginning and end."""
    left = [span for span in spans if span.text or span.note]
    while left and not left[0].note and not left[0].text.strip():
        del left[0]
    while left and not left[-1].note and not left[-1].text.strip():
        del left[-1]
    return left
