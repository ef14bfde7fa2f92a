"""The contents of a long text: its headings, and the articles that are numbered in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.blocks import NOTE_REFERENCE, Block, BlockKind, notes_apart
from coalition.text.markup import plain_text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEW = 4  # a text with no more headings is read without a list of them
_LONGEST_TITLE = 100
_SHORTEST_WORDS = 7  # characters of a number in words, such as "Article 5."


class Entry(Struct, frozen=True):
    """A line of the contents: the id of the block that it leads to, and its words; `is_inner` says that it is below another heading."""

    id: str
    label: str
    is_inner: bool


def contents_of(blocks: Sequence[Block], keys: Sequence[str]) -> list[Entry]:
    """Return the contents of a text whose blocks have these keys, which are their ids on a page; nothing for a text with few headings."""
    headings = [(block, key) for block, key in zip(blocks, keys, strict=True) if _is_heading(block)]
    if len(headings) <= _FEW:
        return []
    highest = min(_level(block) for block, _ in headings)
    return [Entry(key, _label(block), _level(block) > highest) for block, key in headings]


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.HEADING or (block.kind is BlockKind.PROVISION and block.level == 0 and len(block.number) >= _SHORTEST_WORDS)


def _level(block: Block) -> int:
    """Return the level of a heading; articles are below all of them."""
    return block.level if block.kind is BlockKind.HEADING else 7


def _label(block: Block) -> str:
    """Return the words of a heading, or the number of an article with its title, if a short paragraph before others is one."""
    title, _, more = NOTE_REFERENCE.sub("", notes_apart(block.markdown)[0]).partition("\n\n")
    words = plain_text_of(title, tables=False).partition("\n")[0].strip()
    if block.kind is BlockKind.HEADING:
        return words
    return f"{block.number} {words}" if more and len(words) <= _LONGEST_TITLE else block.number
