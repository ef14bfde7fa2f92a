"""A Word file as Markdown: its title, its text in which every number reads back as it is printed, and a report."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from coalition.characters import clean
from coalition.text.pipe_tables import MOST_COLUMNS, MOST_ROWS
from coalition.word_files.reading_document import Paragraph, Remark, Table, What, paragraphs_in
from coalition.word_files.reading_inline import inline, protected, protected_start
from coalition.word_files.reading_labels import Line, labelled
from coalition.word_files.reading_report import Outcome, ReportRow, report_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from coalition.word_files.reading_document import Cell, Comment, Item, TrackedChange, WordDocument

_DEEPEST_HEADING = 6
_DASHES = {"": "---", "left": ":---", "right": "---:", "center": ":---:"}
_LONGEST_TITLE = 300
_MOST_WORDS_OF_TITLE = 200  # characters of a first paragraph that may be the title


class WordText(Struct):
    """A Word file as it comes in: the title, the Markdown, what was kept, changed and not taken; comments and changes as data."""

    title: str
    body: str
    report: Sequence[ReportRow]
    comments: Sequence[Comment] = ()
    changes: Sequence[TrackedChange] = ()

    @property
    def by_outcome(self) -> Sequence[tuple[Outcome, Sequence[ReportRow]]]:
        """The rows of the report by what became of a part, in order."""
        return [(outcome, list(rows)) for outcome, rows in groupby(self.report, key=lambda row: row.outcome)]


class _Writer(Struct):
    """Writes the items of a document as lines and blocks."""

    marks: Mapping[str, str]
    remarks: list[Remark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)  # of numbered paragraphs among the lines
    numbered: dict[int, Paragraph] = field(default_factory=dict)  # by those places

    def write(self, items: Sequence[Item]) -> None:
        """Write items one after the other."""
        for item in items:
            if isinstance(item, Table):
                self._table(item)
            elif item.heading:
                self._heading(item)
            elif item.uncited:
                self.lines.append(Line(_note(self, item.uncited, [item])))
            elif item.number:
                self._numbered(item)
            elif item.bullet >= 0:
                self._bullet(item)
            else:
                self._paragraph(item)

    def words_of(self, paragraph: Paragraph, *, breaks: bool = True) -> str:
        """Return the words of a paragraph as Markdown."""
        markdown, has_emphasis = inline(paragraph.spans, self.marks, breaks=breaks)
        if not has_emphasis:
            self.remarks.append(Remark(What.EMPHASIS, paragraph))
        return markdown

    def _heading(self, paragraph: Paragraph) -> None:
        seen = [span for span in paragraph.spans if span.text.strip()]
        bold, italic = all(span.bold for span in seen), all(span.italic for span in seen)
        paragraph.spans = [replace(span, bold=span.bold and not bold, italic=span.italic and not italic) for span in paragraph.spans]
        text = " ".join(filter(None, (paragraph.number, self.words_of(paragraph, breaks=False))))
        if text:
            level = min(paragraph.heading, _DEEPEST_HEADING)
            self.lines.append(Line(f"{'#' * level} {text}", heading=level, words=text))

    def _numbered(self, paragraph: Paragraph) -> None:
        first, *others = self.words_of(paragraph).split("\n")
        rest = [protected(line, is_first=False, may_be_number=False) for line in others]
        above = self.places.get(id(paragraph.above), -1)
        self.places[id(paragraph)] = len(self.lines)
        self.numbered[len(self.lines)] = paragraph
        self.lines.append(Line("\n".join([protected_start(first), *rest]), number=paragraph.number, above=above, is_told=paragraph.is_told))

    def _bullet(self, paragraph: Paragraph) -> None:
        indent = "  " * paragraph.bullet
        first, *others = self.words_of(paragraph).split("\n")
        text = "\n".join([f"{indent}{'  ' if paragraph.goes_on else '- '}{protected_start(first)}", *(f"{indent}  {line}" for line in others)])
        follows = bool(self.lines) and self.lines[-1].is_bullet and not paragraph.goes_on
        self._write(text, paragraph, follows_closely=follows)

    def _write(self, text: str, paragraph: Paragraph, *, follows_closely: bool = False) -> None:
        """Write a paragraph that has no number; neighbours in quotations are one quotation."""
        is_bullet, before = paragraph.bullet >= 0, self.lines[-1] if self.lines else None
        if paragraph.quotation:
            goes_on = before is not None and before.is_quotation
            text = "\n".join(f"> {line}".rstrip() for line in text.split("\n"))
            text = f">\n{text}" if goes_on and not (follows_closely and before and before.is_bullet) else text
            self.lines.append(Line(text, follows_closely=goes_on, is_bullet=is_bullet, is_quotation=True))
        else:
            closely = follows_closely and before is not None and not before.is_quotation
            self.lines.append(Line(text, follows_closely=closely, is_bullet=is_bullet))

    def _paragraph(self, paragraph: Paragraph) -> None:
        markdown = self.words_of(paragraph)
        if not markdown:
            return
        lines = markdown.split("\n")
        if paragraph.quotation:
            self._write("\n".join(protected_start(line) for line in lines), paragraph)
        elif paragraph.is_unnumbered:
            rest = [protected(line, is_first=False, may_be_number=False) for line in lines[1:]]
            self.lines.append(Line("\n".join([protected_start(lines[0]), *rest]), is_words=True))
        else:
            self._write("\n".join(protected(line, is_first=at == 0, may_be_number=True) for at, line in enumerate(lines)), paragraph)

    def _table(self, table: Table) -> None:
        if len(table.rows) == 1 and len(table.rows[0]) == 1:
            self.remarks.append(Remark(What.FRAME, next(paragraphs_in([table]), None)))
            self.write(table.rows[0][0].items)
            return
        rows = [[text for cell in row for text in self._cell(cell)] for row in table.rows]
        columns = max(map(len, rows))
        if columns > MOST_COLUMNS:
            self.remarks.append(Remark(What.WIDE_TABLE, next(paragraphs_in([table]), None)))
            self.lines += [Line(protected_start(words)) for row in rows if (words := " · ".join(filter(None, row)))]
            return
        head, *others = [f"| {' | '.join([*row, *[''] * (columns - len(row))])} |" for row in rows]
        rule = f"| {' | '.join(_dashes(table, columns))} |"
        for at in range(0, max(len(others), 1), MOST_ROWS):
            self.lines.append(Line("\n".join([head, rule, *others[at : at + MOST_ROWS]])))

    def _cell(self, cell: Cell) -> Iterator[str]:
        paragraphs = [] if cell.goes_on else list(paragraphs_in(cell.items))
        if any(isinstance(item, Table) for item in cell.items):
            self.remarks.append(Remark(What.TABLE_IN_TABLE, next(iter(paragraphs), None)))
        texts = [" ".join(filter(None, (paragraph.number, self.words_of(paragraph, breaks=False)))) for paragraph in paragraphs]
        texts = [text for text in texts if text]
        if len(texts) > 1:
            self.remarks.append(Remark(What.LINES_IN_CELL, paragraphs[0]))
        yield " ".join(texts).replace("\\|", "|").replace("|", "\\|")
        yield from [""] * (cell.columns - 1)


def _dashes(table: Table, columns: int) -> list[str]:
    """Return the dashes below the head: they say how a column is aligned whose cells with words, or all if none has any, are aligned alike."""
    aligned: list[list[Paragraph]] = [[] for _ in range(columns)]
    for row in table.rows:
        at = 0
        for cell in row:
            aligned[at] += paragraphs_in(cell.items)
            at += cell.columns
    sides = [{cell.alignment for cell in [each for each in cells if each.spans] or cells} for cells in aligned]
    return [_DASHES[alignments.pop()] if len(alignments) == 1 else "---" for alignments in sides]


def markdown_of(document: WordDocument) -> WordText:
    """Return a document as Markdown in which each number reads back as it is, on its level, with a label of its own."""
    title, items = _title(document)
    writer = _Writer({key: note.mark for key, note in document.notes.items()})
    last = next((at for at in range(len(items), 0, -1) if not _is_uncited(items[at - 1])), 0)
    writer.write(items[:last])
    writer.lines += [Line(_note(writer, note.mark, note.items)) for note in document.notes.values()]
    writer.write(items[last:])
    body, again = labelled(writer.lines)
    remarks = [*document.remarks, *writer.remarks, *(Remark(What.NUMBER_AGAIN, writer.numbered.get(place)) for place in again)]
    return WordText(title, body, report_of(document, remarks), document.comments, document.changes)


def _note(writer: _Writer, mark: str, items: Sequence[Item]) -> str:
    """Write a note as one passage; its paragraphs become lines."""
    paragraphs = [writer.words_of(paragraph) for paragraph in paragraphs_in(items)]
    lines = "\\\n".join(filter(None, paragraphs)).split("\n")
    rest = [protected(line, is_first=False, may_be_number=False) for line in lines[1:]]
    return "\n".join([f"[^{mark}]: {protected_start(lines[0])}", *rest])


def _is_uncited(item: Item) -> bool:
    return isinstance(item, Paragraph) and bool(item.uncited)


def _title(document: WordDocument) -> tuple[str, Sequence[Item]]:
    """Return the title and what follows it: paragraphs with the style of the title, else a short first one, else the properties of the file."""
    items = document.items
    titles = [item for item in items if isinstance(item, Paragraph) and item.is_title and not item.number]
    if not titles and items and isinstance(items[0], Paragraph) and _may_be_title(items[0]):
        titles = [items[0]]
    title = _words(" ".join(item.text for item in titles))
    if title and len(title) <= _LONGEST_TITLE:
        return title, [item for item in items if not any(item is each for each in titles)]
    return _words(document.title)[:_LONGEST_TITLE], items


def _may_be_title(paragraph: Paragraph) -> bool:
    return not paragraph.number and paragraph.bullet < 0 and 0 < len(paragraph.text) <= _MOST_WORDS_OF_TITLE


def _words(text: str) -> str:
    return " ".join(clean(text)[0].split())
