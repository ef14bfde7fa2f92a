"""A text as paragraphs and tables for a Word file: what stands in each, and how it is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from coalition.text.blocks import Block, BlockKind, notes_apart
from coalition.text.markup import Notes, inline_tokens_of, tokens_of
from coalition.text.numbers import number_at
from coalition.word_files.writing_numbers import is_countable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

TITLE, HEADING, PROVISION, CONTINUED, TEXT, QUOTE, NOTE = "Title", "Heading", "Provision", "ProvisionText", "BodyText", "Quote", "FootnoteText"
UNNUMBERED = "UnnumberedText"  # words that look like a number, and are none
BULLET, IN_LIST, QUOTED_IN_LIST, CELL = "ListBullet", "ListContinue", "QuoteListContinue", "TableText"


_FIRST = 3  # parts of a paragraph in which a number may stand


class Look(Struct, frozen=True):
    """How words look; `link` is the address that they lead to, `language` theirs if it is not that of the text."""

    bold: bool = False
    italic: bool = False
    raised: bool = False
    link: str = ""
    struck: bool = False
    underlined: bool = False
    language: str = ""


class Words(Struct, frozen=True):
    """Words that look alike."""

    text: str
    look: Look = Look()


class LineBreak(Struct, frozen=True):
    """The end of a line inside a paragraph."""


class Citation(Struct, frozen=True):
    """A place that cites a note: `note` are the paragraphs of the note at the first citation, None at a later one.

    `is_counted` says that the count of the file itself gives the label of the note; any other label is a mark of its own.
    """

    label: str
    note: tuple[Item, ...] | None = None
    is_counted: bool = False


Inline = Words | LineBreak | Citation


class Layout(Struct, frozen=True):
    """The style of a paragraph, the number of a provision as it is written, and where it stands.

    `level` is that of a heading, or the depth of the provision that the paragraph stands in; `quotes` is the number of quotations around
    it, `bullets` that of lists; `has_bullet` says that an item of a list begins here.
    """

    style: str
    number: str = ""
    level: int = 0
    in_provision: bool = False
    quotes: int = 0
    bullets: int = 0
    has_bullet: bool = False
    alignment: str = ""


class Paragraph(Struct, frozen=True):
    """A paragraph."""

    layout: Layout
    contents: tuple[Inline, ...]


class Table(Struct, frozen=True):
    """A table: its rows, the head first; each cell is a paragraph."""

    rows: tuple[tuple[Paragraph, ...], ...]


Item = Paragraph | Table


def items_of_text(title: str, blocks: Sequence[Block]) -> list[list[Item]]:
    """Return the paragraphs and tables of a text: those of the title, then those of each block."""
    return _Reader(blocks).items(title, blocks)


class _Reader:
    """Reads the blocks of a text in order; it knows the notes, and which of them were cited."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        written = [(label, text, block.has_tables) for block in blocks for label, text in notes_apart(block.markdown)[1]]
        self.notes: Mapping[str, tuple[str, bool]] = {label: (text, tables) for label, text, tables in reversed(written)}
        self.known = Notes(list(self.notes))
        self.cited: set[str] = set()
        self.count = 0

    def items(self, title: str, blocks: Sequence[Block]) -> list[list[Item]]:
        """Return the items of the title and of each block; a note that nothing cites stands below its block with its label."""
        parts: list[list[Item]] = [[Paragraph(Layout(TITLE), (Words(title),))]]
        parts += [self._block(block) for block in blocks]
        for block, part in zip(blocks, parts[1:], strict=True):
            part += [item for label, text in notes_apart(block.markdown)[1] if label not in self.cited for item in self._uncited(label, text)]
        return parts

    def _block(self, block: Block) -> list[Item]:
        markdown, _ = notes_apart(block.markdown)
        if block.kind is BlockKind.HEADING:
            tokens = inline_tokens_of(markdown, self.known)
            return [Paragraph(Layout(HEADING, level=block.level), tuple(self._inline(tokens[0].children or [])))]
        is_provision = block.kind is BlockKind.PROVISION
        base = Layout(CONTINUED, level=block.level, in_provision=True) if is_provision else Layout(TEXT)
        items = list(self._items(tokens_of(markdown, self.known, tables=block.has_tables), base))
        return _numbered(items, block) if is_provision else items

    def _items(self, tokens: Sequence[Token], base: Layout, *, in_note: bool = False) -> Iterator[Item]:
        """Yield the paragraphs and tables of parsed Markdown."""
        quotes = bullets = 0
        begins_item = False
        rows: list[list[Paragraph]] | None = None
        alignment = ""
        for token in tokens:
            quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
            bullets += {"bullet_list_open": 1, "bullet_list_close": -1}.get(token.type, 0)
            if token.type == "list_item_open":
                begins_item = True
            elif token.type == "table_open":
                rows = []
            elif token.type == "tr_open" and rows is not None:
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                alignment = str(token.attrs.get("style", "")).removeprefix("text-align:")
            elif token.type == "inline":
                contents = tuple(self._inline(token.children or [], in_note=in_note))
                if rows is not None:
                    rows[-1].append(Paragraph(Layout(CELL, alignment=alignment), contents))
                    continue
                layout = _layout(base, quotes, bullets, begins_item=begins_item)
                begins_as_number = layout.style in {TEXT, CONTINUED} and number_at(_first_words(contents)) is not None
                yield Paragraph(replace(layout, style=UNNUMBERED) if begins_as_number else layout, contents)
                begins_item = False
            elif token.type == "table_close" and rows is not None:
                yield Table(tuple(map(tuple, rows)))
                rows = None

    def _inline(self, tokens: Iterable[Token], *, in_note: bool = False) -> Iterator[Inline]:
        looks = [Look()]
        for token in tokens:
            look = looks[-1]
            if token.nesting > 0:
                looks.append(_begun(look, token))
            elif token.nesting < 0:
                looks.pop()
            elif token.type == "note":
                yield self._citation(token.content, in_note=in_note)
            elif token.type == "hardbreak":
                yield LineBreak()
            elif token.type == "softbreak":
                yield Words(" ", look)
            elif token.content:
                yield Words(token.content, look)

    def _citation(self, label: str, *, in_note: bool) -> Inline:
        if label in self.cited:
            return Citation(label)
        if in_note:
            return Words(label, Look(raised=True))  # a note holds no notes in a Word file
        self.cited.add(label)
        is_counted = label == str(self.count + 1)
        self.count += is_counted
        markdown, tables = self.notes[label]
        items = tuple(self._items(tokens_of(markdown, self.known, tables=tables), Layout(NOTE), in_note=True))
        return Citation(label, items or (Paragraph(Layout(NOTE), ()),), is_counted)

    def _uncited(self, label: str, markdown: str) -> Iterator[Item]:
        mark = Words(f"[{label}] ")
        items = [*self._items(tokens_of(markdown, self.known, tables=self.notes[label][1]), Layout(NOTE), in_note=True)]
        if items and isinstance(items[0], Paragraph):
            items[0] = Paragraph(items[0].layout, (mark, *items[0].contents))
        else:
            items.insert(0, Paragraph(Layout(NOTE), (mark,)))
        yield from items


def _first_words(contents: Sequence[Inline]) -> str:
    return "".join(inline.text for inline in contents[:_FIRST] if isinstance(inline, Words)).lstrip()


def _begun(look: Look, token: Token) -> Look:
    """The look inside emphasis or a link."""
    match token.type:
        case "strong_open":
            return replace(look, bold=True)
        case "em_open":
            return replace(look, italic=True)
        case _:
            return replace(look, link=str(token.attrGet("href")))


def _layout(base: Layout, quotes: int, bullets: int, *, begins_item: bool) -> Layout:
    goes_on = bool(bullets) and not begins_item
    in_list, item = (QUOTED_IN_LIST, QUOTE) if quotes else (IN_LIST, BULLET)
    outside = QUOTE if quotes else base.style
    style = outside if not bullets else in_list if goes_on else item
    return replace(base, style=style, quotes=quotes, bullets=bullets, has_bullet=bool(bullets) and begins_item)


def _numbered(items: Sequence[Item], block: Block) -> list[Item]:
    """The items of a provision: its number stands at the first paragraph, or at an empty one before a list, a quotation or a table."""
    layout = Layout(PROVISION, block.number, block.level, in_provision=True)
    before: tuple[Inline, ...] = ()
    if not is_countable(block.number):
        layout, before = replace(layout, number=""), (Words(f"{block.number} "),)
    if items and isinstance(items[0], Paragraph) and items[0].layout.style in {CONTINUED, UNNUMBERED}:
        return [Paragraph(layout, before + items[0].contents), *items[1:]]
    return [Paragraph(layout, before), *items]
