"""Frozen texts as pages show them: rendered, and divided into passages that a comment can be about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.text.apart import apart_if_long
from coalition.text.html import plain, render
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.rounds.seat_scenes import FrozenText
    from coalition.text.html import RenderedText

_LONGEST_NAME = 60  # characters of a passage that has no number


class Passage(Struct, frozen=True):
    """A block of the text: the key of its provision, what it is called, and its words."""

    key: str
    name: str
    words: str


async def rendered_text(text: FrozenText) -> RenderedText:
    """Return a frozen text as HTML."""
    return await apart_if_long(text.content.body, _rendered, text)


def _rendered(text: FrozenText) -> RenderedText:
    blocks = [block for block, _ in read(text.content.body)]
    return render(blocks, _keys(text, len(blocks)), text.language)


def _keys(text: FrozenText, number: int) -> list[str]:
    """Return a key for each block; those that the revision does not know are numbered."""
    known = text.content.keys[:number]
    return known + [f"block-{at}" for at in range(len(known) + 1, number + 1)]


def blocks_in(text: FrozenText) -> Sequence[Passage]:
    """Return the passages of a frozen text, in order."""
    blocks = [block for block, _ in read(text.content.body)]
    words = [plain([block]) for block in blocks]
    keys = _keys(text, len(blocks))
    return [Passage(key, block.number or said[:_LONGEST_NAME], said) for key, block, said in zip(keys, blocks, words, strict=True)]
