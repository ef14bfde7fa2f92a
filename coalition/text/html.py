"""A text as blocks of safe HTML for pages, and as plain words for searching and comparing.

Nothing here writes HTML: the Markdown library does, nh3 cleans it, and the template `components/memoranda/text.html` puts the
elements of the blocks around it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

import nh3
from markupsafe import Markup
from msgspec import Struct
from msgspec.structs import replace

from coalition.directions import direction_of_number
from coalition.languages import Message
from coalition.remembered import PASSAGES, bounded_cache
from coalition.text.blocks import Block, BlockKind, notes_apart
from coalition.text.markup import Notes, TableWords, element_and_html_of, html_of, inline_html_of, plain_text_of, words_of
from coalition.text.table_markup import ALIGNMENTS
from coalition.text.table_widths import WIDTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

_DEEPEST_HEADING = 6
_CITATION = "[^"
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_TAGS = {"a", "bdi", "blockquote", "br", "em", "li", "p", "strong", "sup", "ul"} | {"div", "table", "thead", "tbody", "tr", "th", "td"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href", "id", "rel"},
    "div": {"aria-label"},
}  # without "*" nh3 would allow `lang` and `title` everywhere
_VALUES = {"bdi": {"dir": {"ltr", "rtl"}}, "div": {"tabindex": {"0"}, "role": {"region"}}, "th": {"scope": {"col", "row"}}}
_CLASSES = {"bdi": {"number"}, "div": {"scroll"} | WIDTHS, "th": ALIGNMENTS | {"number"}, "td": ALIGNMENTS | {"number"}}
_SCHEMES = {"http", "https", "mailto"}


class RenderedBlock(Struct, frozen=True):
    """A block of a text for a page: `html` is the content of an `element` with the id `id`.

    `key` is that of the provision; `kind`, `number` and `level` are those of the block. `number_direction` is `rtl` or
    `ltr`; pages isolate the number, so that its characters keep their order. `is_last` says that nothing follows in the text, neither
    a block nor a note.
    """

    key: str
    id: str
    kind: BlockKind
    element: str
    number: str
    level: int
    html: Markup
    number_direction: str = "ltr"
    is_last: bool = False


class RenderedNote(Struct, frozen=True):
    """A note of a text for a page; `citations` are the ids of the places that cite it."""

    id: str
    label: str
    html: Markup
    citations: Sequence[str]
    label_direction: str = "ltr"

    @property
    def back(self) -> Message:
        """What a screen reader says for the link back to a citation."""
        return Message("{note}: back to the text", note=self.label)


class RenderedText(Struct, frozen=True):
    """A text for a page: its language, its blocks in order, then its notes."""

    language: str
    blocks: Sequence[RenderedBlock]
    notes: Sequence[RenderedNote]


def render(blocks: Sequence[Block], keys: Sequence[str], language: str, *, heading_level: int = 2, id_prefix: str = "") -> RenderedText:
    """Render each block as safe HTML; `keys` has one key per block.

    The highest heading in the text becomes `h{heading_level}`. A page that shows two texts gives each an `id_prefix`,
    so that no id occurs twice.
    """
    parts = [notes_apart(block.markdown) for block in blocks]
    written = [(label, text, block.has_tables) for block, (_, block_notes) in zip(blocks, parts, strict=True) for label, text in block_notes]
    notes = Notes([label for label, *_ in written], id_prefix, language)
    shift = heading_level - min((block.level for block in blocks if block.kind is BlockKind.HEADING), default=1)
    contents = [_content(block, markdown, notes, shift) for block, (markdown, _) in zip(blocks, parts, strict=True)]
    note_contents = _note_contents([(markdown, tables) for _, markdown, tables in written], notes)
    # Cleaned at the end: changing between the two libraries for every block makes cleaning four times as slow.
    rendered = [_block(block, key, notes, *content) for block, key, content in zip(blocks, keys, contents, strict=True)]
    if rendered and not written:
        rendered[-1] = replace(rendered[-1], is_last=True)
    return RenderedText(language, rendered, [_note(index, html, notes) for index, html in note_contents.items()])


def plain(blocks: Sequence[Block]) -> str:
    """The words of the blocks, numbers as written, a blank line between two blocks."""
    return "\n\n".join(_plain(block) for block in blocks)


def _plain(block: Block) -> str:
    markdown, notes = notes_apart(block.markdown)
    lines = [
        " ".join(filter(None, (block.number, plain_text_of(markdown, tables=block.has_tables)))),
        *(f"[{label}] {plain_text_of(text, tables=block.has_tables)}" for label, text in notes),
    ]
    return "\n".join(filter(None, lines))


def passage_parts(block: Block, *, as_written: bool = False) -> list[str | TableWords]:
    """The words of a block in parts: its lines with the number and the notes, and its tables.

    A block without a table is one part, the same as `plain` gives. `as_written` leaves the marks of emphasis, links and notes.
    """
    markdown, notes = notes_apart(block.markdown)
    parts = _begun(block.number, words_of(markdown, tables=block.has_tables, as_written=as_written))
    for label, text in notes:
        parts += _begun(f"[{label}]", words_of(text, tables=block.has_tables, as_written=as_written))
    return _with_joined_lines(parts)


def _begun(number: str, parts: Sequence[str | TableWords]) -> list[str | TableWords]:
    """The parts with a number before their first line."""
    if parts and isinstance(parts[0], str):
        return [f"{number} {parts[0]}".strip(" "), *parts[1:]]
    return [number, *parts]


def _with_joined_lines(parts: Sequence[str | TableWords]) -> list[str | TableWords]:
    joined: list[str | TableWords] = []
    for part in parts:
        if joined and isinstance(part, str) and isinstance(joined[-1], str):
            joined[-1] = f"{joined[-1]}\n{part}"
        elif part:
            joined.append(part)
    return joined


def _content(block: Block, markdown: str, notes: Notes, heading_shift: int) -> tuple[str, str]:
    """The element of a block and the HTML inside it, not cleaned yet."""
    level = min(block.level + heading_shift, _DEEPEST_HEADING) if block.kind is BlockKind.HEADING else 0
    if _CITATION in markdown:
        return _written(markdown, block.kind, level, notes, tables=block.has_tables)
    return _written_alone(markdown, block.kind, level, notes.language, tables=block.has_tables)


@bounded_cache(*PASSAGES)
def _written_alone(markdown: str, kind: BlockKind, level: int, language: str, *, tables: bool) -> tuple[str, str]:
    """The same for a block that cites no note: it depends on nothing else in the text."""
    return _written(markdown, kind, level, Notes(language=language), tables=tables)


def _written(markdown: str, kind: BlockKind, level: int, notes: Notes, *, tables: bool) -> tuple[str, str]:
    match kind:
        case BlockKind.HEADING:
            return f"h{level}", inline_html_of(markdown, notes)
        case BlockKind.PROVISION:
            return "div", html_of(markdown, notes, tables=tables)
        case _:
            return element_and_html_of(markdown, notes, tables=tables)


def _note_contents(texts: Sequence[tuple[str, bool]], notes: Notes) -> dict[int, str]:
    """HTML of the notes by index, not cleaned yet: cited ones in the order of their first citation, then the others.

    Each text has with it whether tables are read in it.
    """
    contents: dict[int, str] = {}
    for index in chain(notes.order, range(len(texts))):  # `order` grows in this loop: a note may cite another note
        if index not in contents:
            markdown, tables = texts[index]
            contents[index] = html_of(markdown, notes, tables=tables)
    return contents


def _block(block: Block, key: str, notes: Notes, element: str, html: str) -> RenderedBlock:
    return RenderedBlock(
        key=key,
        id=notes.id_prefix + key,
        kind=block.kind,
        element=element,
        number=_visible(block.number),
        level=block.level,
        html=_safe(html),
        number_direction=direction_of_number(block.number, notes.language),
    )


def _note(index: int, html: str, notes: Notes) -> RenderedNote:
    label = notes.labels[index]
    direction = direction_of_number(label, notes.language)
    return RenderedNote(notes.note_id(index), _visible(label), _safe(html), notes.citation_ids(index), direction)


@bounded_cache(*PASSAGES)
def _safe(html: str) -> Markup:
    """Keep only what a text may hold, whatever came before."""
    return Markup(_cleaner().clean(_visible(html)))  # noqa: S704 -- this is the place that makes it safe


def _visible(text: str) -> str:
    """Put a replacement character where a control character is, which a page must not hold."""
    return _CONTROL.sub("\ufffd", text)


@cache
def _cleaner() -> nh3.Cleaner:
    """The cleaner; one that is used again takes a quarter of the time of `nh3.clean`."""
    return nh3.Cleaner(
        tags=_TAGS, attributes=_ATTRIBUTES, tag_attribute_values=_VALUES, allowed_classes=_CLASSES, url_schemes=_SCHEMES, link_rel=None
    )
