"""What is read from a Word file: paragraphs with their computed numbers, tables, notes, comments, tracked changes, and what did not come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from coalition.languages import Message
from coalition.words import Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from coalition.word_files.reading_numbering import Place
    from coalition.word_files.reading_packages import Element

_FIRST_WORDS = 60


class Tracked(Word):
    """What becomes of tracked changes."""

    ACCEPT = "accept", Message("Accept them: the text as it would be with all changes")
    REJECT = "reject", Message("Reject them: the text as it was before")
    KEEP = "keep", Message("Keep them apart: the text as it was before, with a list of the changes")


class ChangeKind(Word):
    """What a tracked change does."""

    INSERTED = "inserted", Message("inserted")
    DELETED = "deleted", Message("deleted")
    MOVED_HERE = "moved_here", Message("moved to here")
    MOVED_AWAY = "moved_away", Message("moved away from here")


class Span(Struct, frozen=True):
    """Words that look alike; `note` is the key of the note that is cited after them."""

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    note: str = ""


class Paragraph(Struct):
    """A paragraph: its words, the number printed before it, and its place.

    `heading` is the level of a heading from 1; `bullet` the depth of an item of a list from 0, -1 for none; `goes_on` says that the
    paragraph does not begin that item but goes on with it. `above` is the numbered
    paragraph it stands below, None at the top; where `is_told` is false the file does not say it. `sources` are the paragraphs of the
    file it was made from.
    """

    spans: list[Span] = field(default_factory=list)
    properties: Element | None = None
    sources: list[int] = field(default_factory=list)
    place: Place | None = None
    number: str = ""
    above: Paragraph | None = None
    is_told: bool = False
    heading: int = 0
    bullet: int = -1
    goes_on: bool = False
    quotation: bool = False
    is_unnumbered: bool = False  # what looks like a number at its beginning is none
    is_note: bool = False
    uncited: str = ""  # the mark of the note that it is, where nothing cites it
    alignment: str = ""  # "left", "right", "center", "" for any other
    is_title: bool = False

    @property
    def text(self) -> str:
        """The words, without what they look like."""
        return "".join(span.text for span in self.spans)

    @property
    def beginning(self) -> str:
        """The number and the first words, by which people find it again."""
        words = " ".join(f"{self.number} {self.text}".split())
        return words if len(words) <= _FIRST_WORDS else f"{words[:_FIRST_WORDS].rsplit(' ', 1)[0]}…"


class Cell(Struct):
    """A cell of a table: what stands in it, and over how many columns it goes."""

    items: list[Item] = field(default_factory=list)
    columns: int = 1
    goes_on: bool = False  # a part of the cell above it


class Table(Struct):
    """A table by rows; a cell that goes over several columns stands once."""

    rows: list[list[Cell]] = field(default_factory=list)


class Note(Struct):
    """A footnote or endnote: its mark, and its paragraphs."""

    mark: str
    items: list[Item] = field(default_factory=list)


Item: TypeAlias = "Paragraph | Table"


class TrackedChange(Struct, frozen=True):
    """A change somebody made while changes were tracked: who, on which day, where, and the whole passage before and after all changes.

    `passage` has the number and the first words of the passage as it was, or as it became where there was none.
    """

    kind: ChangeKind
    author: str
    day: str
    passage: str
    words: str
    before: str
    after: str


class Comment(Struct, frozen=True):
    """A comment in the margin: who wrote it, on which day, to which words of which passage."""

    author: str
    day: str
    text: str
    words: str
    passage: str


class What(Word):
    """What of a file comes in otherwise than it was, or not at all."""

    MERGED_CELLS = "merged_cells", Message("Cells that go over several rows or columns became single ones; the others are empty.")
    TABLE_IN_TABLE = "table_in_table", Message("A table inside a table became text of its cell.")
    LINES_IN_CELL = "lines_in_cell", Message("Several paragraphs of a cell of a table became one line.")
    FRAME = "frame", Message("A table with a single cell became paragraphs.")
    WIDE_TABLE = "wide_table", Message("A table with too many columns became lines of text.")
    TEXT_BOX = "text_box", Message("The words of a text box stand after the paragraph they were fixed to.")
    STRUCK = "struck", Message("Words that were struck through by hand came in as ordinary words.")
    UNDERLINED = "underlined", Message("Underlined words came in without the line.")
    RAISED = "raised", Message("Raised or lowered letters came in as ordinary ones; raised digits stay raised.")
    NOTE_MARK = "note_mark", Message("Two notes had the same mark: one has another mark now.")
    NUMBERED_TEXT = "numbered_text", Message("A long numbered heading came in as a provision.")
    CONSTANT = "constant", Message("Words that stand before a paragraph by a list, and count nothing, became part of it.")
    NUMBER_FORMAT = "number_format", Message("A way of counting is not known here: the number is written in digits.")
    NUMBER_AGAIN = "number_again", Message("A list begins again: its label names the list, so that every label is there once.")
    SYMBOL = "symbol", Message("A sign of a font of symbols is not known here and was left out.")
    EMPHASIS = "emphasis", Message("Bold or italic letters came in as ordinary ones, because they cannot be marked inside these words.")
    HIDDEN = "hidden", Message("Hidden text was left out.")
    PLACEHOLDER = "placeholder", Message("A field to fill in that nobody filled in was left out.")
    CONTENTS = "contents", Message("The table of contents was left out: pages make their own.")
    PICTURE = "picture", Message("A picture was left out.")
    CHART = "chart", Message("A chart or drawing was left out.")
    EQUATION = "equation", Message("An equation was left out.")
    OBJECT = "object", Message("An embedded object was left out.")
    OTHER_FILE = "other_file", Message("Text of another file that is embedded here was left out.")
    NUMBER_FIELD = "number_field", Message("A number that a field computes inside a paragraph was left out: write it by hand.")
    LINK = "link", Message("A link that leads to no web or mail address came in as words.")
    MARGIN = "margin", Message("Headers and footers were left out.")


class Remark(Struct):
    """That something came in otherwise or not at all, beside which paragraph; without one it is about the whole file."""

    what: What
    paragraph: Paragraph | None = None


class WordDocument(Struct):
    """A Word file as it was read."""

    items: list[Item]
    notes: dict[str, Note] = field(default_factory=dict)
    comments: Sequence[Comment] = ()
    changes: Sequence[TrackedChange] = ()
    remarks: list[Remark] = field(default_factory=list)
    title: str = ""  # as the properties of the file have it

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """All paragraphs of the text in order, those in tables too."""
        return paragraphs_in(self.items)


def paragraphs_in(items: Sequence[Item]) -> Iterator[Paragraph]:
    """Yield paragraphs in order, those in tables too."""
    for item in items:
        if isinstance(item, Paragraph):
            yield item
        else:
            for row in item.rows:
                for cell in row:
                    yield from paragraphs_in(cell.items)
