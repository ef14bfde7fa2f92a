"""The text of a Word file: paragraphs with their styles and numbers, tables, notes, links, and what was added and removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.directions import direction
from coalition.word_files.writing_contents import HEADING, PROVISION, Citation, Layout, LineBreak, Look, Words
from coalition.word_files.writing_differences import ADDED, REMOVED, SAME, MarkedParagraph, Part, with_separators
from coalition.word_files.writing_numbers import DEEPEST, Expected, Lists, NumberedList, expected_after
from coalition.word_files.writing_runs import properties, runs_of
from coalition.word_files.writing_xml import Element, element, flag, value, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coalition.word_files.writing_contents import Inline
    from coalition.word_files.writing_differences import MarginComment, MarkedItem, MarkedRow, MarkedTable, Revised

INDENT, BULLET_INDENT, TEXT_WIDTH = 567, 357, 9072  # twentieths of a point
FIRST_NOTE = 1
BULLETS_ID = 1
_ListIds = tuple[int, int]


class Links(Struct):
    """The addresses that a part leads to, each with the id of its relation."""

    ids: dict[str, str] = field(default_factory=dict)

    def id_of(self, address: str) -> str:
        """The id of an address."""
        return self.ids.setdefault(address, f"rIdLink{len(self.ids) + 1}")


class Document:
    """Writes the paragraphs of a text; afterwards it has the notes, comments, lists and links that they need."""

    def __init__(self, items: Sequence[MarkedItem], language: str, revised: Revised | None = None) -> None:
        """Write a text in a language; without `revised` nothing in it may have changed but what says itself whose change it is."""
        self.language, self.revised = language, revised
        self.is_reversed = direction(language) == "rtl"
        self.links, self.note_links = Links(), Links()
        self.notes: list[Element] = []
        self.comments: list[MarginComment] = []
        self._present = self.links
        self._by = revised
        self._marks = 0
        self._bookmarks: dict[str, int] = {}
        self._cited_often = {inline.label for item in items for inline in _inlines(item) if isinstance(inline, Citation) and inline.note is None}
        separated = with_separators(items)
        self.lists, self._list_ids = _counted(separated)
        self.elements = [self._item_by(item.revised or revised, item) for item in separated]

    def _item_by(self, revised: Revised | None, item: MarkedItem) -> Element:
        self._by = revised
        return self._item(item)

    def _item(self, item: MarkedItem) -> Element:
        return self._paragraph(item) if isinstance(item, MarkedParagraph) else self._table(item)

    def _paragraph(self, paragraph: MarkedParagraph, mark: Sequence[Element] = ()) -> Element:
        runs = [run for part in paragraph.parts for run in self._part(part)]
        begins, ends = self._comments(paragraph.comments)
        return element("p", self._paragraph_properties(paragraph), *mark, *begins, *runs, *ends)

    def _comments(self, comments: Sequence[MarginComment]) -> tuple[list[Element], list[Element]]:
        """Return what stands before and after the words that some comments are about."""
        begins, ends = [], []
        for comment in comments:
            number = len(self.comments)
            self.comments.append(comment)
            begins.append(element("commentRangeStart", id=number))
            ends += [element("commentRangeEnd", id=number), element("r", element("commentReference", id=number))]
        return begins, ends

    def _paragraph_properties(self, paragraph: MarkedParagraph) -> Element:
        new_list, old_list = self._list_ids.get(id(paragraph), (0, 0))
        shown = (paragraph.old_layout, old_list) if paragraph.kind == REMOVED else (paragraph.layout, new_list)
        parts = self._layout(*shown)
        if paragraph.kind:
            parts.append(element("rPr", self._change(paragraph.kind)))
        elif self._by and (paragraph.layout, new_list) != (_with_number_of(paragraph), old_list):
            before = element("pPr", *self._layout(paragraph.old_layout, old_list))
            parts.append(self._change("pPrChange", before))
        return element("pPr", *parts)

    def _layout(self, layout: Layout, list_id: int) -> list[Element | None]:
        number: Element | None = None
        if layout.has_bullet:
            number = element("numPr", value("ilvl", min(layout.bullets - 1, DEEPEST)), value("numId", BULLETS_ID))
        elif list_id:
            number = element("numPr", value("ilvl", min(layout.level, DEEPEST)), value("numId", list_id + BULLETS_ID))
        style = f"{HEADING}{layout.level}" if layout.style == HEADING else layout.style
        return [value("pStyle", style), number, flag("bidi", when=self.is_reversed), _indent(layout, list_id), _justified(layout, self.is_reversed)]

    def _part(self, part: Part) -> Iterator[Element]:
        removed = part.kind == REMOVED
        match part.inline:
            case Words(text, look):
                runs = list(runs_of(text, look, self.language, removed=removed))
                if look.link:
                    yield element("hyperlink", *self._wrapped(part.kind, runs), r_id=self._present.id_of(look.link))
                else:
                    yield from self._wrapped(part.kind, runs)
            case LineBreak():
                yield from self._wrapped(part.kind, [element("r", element("br"))])
            case Citation(label, None):
                yield from self._wrapped(part.kind, self._cited_again(label, removed=removed))
            case Citation() as citation:
                yield from self._cited(citation, part)

    def _wrapped(self, kind: str, runs: Sequence[Element]) -> Sequence[Element]:
        return [self._change(kind, *runs)] if kind and runs else runs

    def _change(self, name: str, *children: Element) -> Element:
        assert self._by is not None  # noqa: S101 -- a text without a difference has no changes
        self._marks += 1
        return element(name, *children, id=self._marks, author=self._by.author, date=self._by.time or None)

    def _cited(self, citation: Citation, part: Part) -> Iterator[Element]:
        """Yield the reference to a note, inside a bookmark if later citations lead to it, and write the note."""
        note_id = FIRST_NOTE + len(self.notes)
        label = None if citation.is_counted else written("delText" if part.kind == REMOVED else "t", citation.label)
        own_mark = None if citation.is_counted else 1
        look = element("rPr", value("rStyle", "FootnoteReference"))
        reference = self._wrapped(part.kind, [element("r", look, element("footnoteReference", customMarkFollows=own_mark, id=note_id), label)])
        if citation.label in self._cited_often and (part.kind != REMOVED or citation.label not in self._bookmarks):
            self._bookmarks[citation.label] = note_id
            reference = [element("bookmarkStart", id=note_id, name=f"_Note{note_id}"), *reference, element("bookmarkEnd", id=note_id)]
        yield from reference
        self._note(note_id, citation, part)

    def _note(self, note_id: int, citation: Citation, part: Part) -> None:
        note = element("footnote", id=note_id)
        self.notes.append(note)
        mark = element("footnoteRef") if citation.is_counted else written("t", citation.label)
        look = element("rPr", value("rStyle", "FootnoteReference"))
        marks = [element("r", look, mark), element("r", written("t", " "))]
        self._present = self.note_links
        first, *others = with_separators(part.note)
        if isinstance(first, MarkedParagraph):
            note.append(self._paragraph(first, marks))
        else:
            note.append(element("p", *marks))
            others.insert(0, first)
        note.extend(self._item(item) for item in others)
        self._present = self.links

    def _cited_again(self, label: str, *, removed: bool) -> list[Element]:
        """A field that repeats the mark of a note; only its result where no note has the label."""
        raised = properties(Look(raised=True))
        result = element("r", raised, written("delText" if removed else "t", label))
        if label not in self._bookmarks:
            return [result]
        words = written("delInstrText" if removed else "instrText", f" NOTEREF _Note{self._bookmarks[label]} \\h ")
        begin, middle, end = (element("r", element("fldChar", fldCharType=kind)) for kind in ("begin", "separate", "end"))
        return [begin, element("r", words), middle, result, end]

    def _table(self, table: MarkedTable) -> Element:
        columns = len(table.rows[0].cells)
        look = element("tblLook", val="0020", firstRow=1, lastRow=0, firstColumn=0, lastColumn=0, noHBand=1, noVBand=1)
        width = element("tblW", w=TEXT_WIDTH, type="dxa")
        settings = element("tblPr", value("tblStyle", "TableGrid"), flag("bidiVisual", when=self.is_reversed), width, look)
        grid = element("tblGrid", *(element("gridCol", w=TEXT_WIDTH // columns) for _ in range(columns)))
        rows = (self._row(row, is_head=at == 0, width=TEXT_WIDTH // columns) for at, row in enumerate(table.rows))
        return element("tbl", settings, grid, *rows)

    def _row(self, row: MarkedRow, *, is_head: bool, width: int) -> Element:
        change = self._change(row.kind) if row.kind else None
        settings = element("trPr", flag("tblHeader", when=is_head), change) if is_head or row.kind else None
        cells = (element("tc", element("tcPr", element("tcW", w=width, type="dxa")), self._paragraph(cell)) for cell in row.cells)
        return element("tr", settings, *cells)


def _inlines(item: MarkedItem) -> Iterator[Inline]:
    """Yield what stands in the paragraphs of an item, and in their notes."""
    for paragraph in [item] if isinstance(item, MarkedParagraph) else [cell for row in item.rows for cell in row.cells]:
        for part in paragraph.parts:
            yield part.inline
            yield from (inline for each in part.note for inline in _inlines(each))


def _with_number_of(paragraph: MarkedParagraph) -> Layout:
    """The old layout, in which only the number may be another: the list counts it."""
    old, new = paragraph.old_layout, paragraph.layout
    return replace(old, number=new.number if old.number else "")


def _indent(layout: Layout, list_id: int) -> Element | None:
    """Where a paragraph begins; the list says it for a provision that it numbers."""
    if layout.style == PROVISION and list_id:
        return None
    left = INDENT * (min(layout.level, DEEPEST) + 1) if layout.in_provision else 0
    left += INDENT * layout.quotes + BULLET_INDENT * layout.bullets
    if layout.has_bullet:
        return element("ind", left=left, hanging=BULLET_INDENT)
    return element("ind", left=left, hanging=0 if layout.bullets else None) if left else None


def _justified(layout: Layout, is_reversed: bool) -> Element | None:  # noqa: FBT001 -- the direction of the text
    """The side of a cell; "left" means where a line begins in a paragraph of either direction, and the Markdown means the side of the page."""
    side = {"left": "right", "right": "left"}.get(layout.alignment, layout.alignment) if is_reversed else layout.alignment
    return value("jc", side) if side else None


def _counted(items: Sequence[MarkedItem]) -> tuple[Sequence[NumberedList], Mapping[int, _ListIds]]:
    """Place all numbers in lists; return the lists, and by paragraph those that number it in the new text and in the old one."""
    lists = Lists()
    paragraphs = [item for item in items if isinstance(item, MarkedParagraph) and (item.layout.number or item.old_layout.number)]
    numbers = [(min((each.layout if _expected(each)[0] else each.old_layout).level, DEEPEST), _expected(each)) for each in paragraphs]
    following = expected_after(numbers)
    ids: dict[int, _ListIds] = {}
    for at, (paragraph, (level, (new, old))) in enumerate(zip(paragraphs, numbers, strict=True)):
        later_new, later_old = following.get(at, ("", ""))
        if new and old and paragraph.layout.level != paragraph.old_layout.level:
            old_level = min(paragraph.old_layout.level, DEEPEST)
            ids[id(paragraph)] = lists.place(level, (new, ""), (later_new, ""))[0], lists.place(old_level, ("", old))[1]
        else:
            first, second = lists.place(level, (new, old), (later_new, later_old))
            ids[id(paragraph)] = (first if new else 0, second if old else 0)
    return lists.lists, ids


def _expected(paragraph: MarkedParagraph) -> Expected:
    """The numbers of a paragraph in the new text and in the old one."""
    return (
        paragraph.layout.number if paragraph.kind in {SAME, ADDED} else "",
        paragraph.old_layout.number if paragraph.kind in {SAME, REMOVED} else "",
    )
