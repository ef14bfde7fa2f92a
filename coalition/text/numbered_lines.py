"""A text in lines of our own, so that each line has the same number on every paper."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from coalition.text.html import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coalition.text.blocks import Block

WIDTH = 72  # characters; a longer word has a line of its own


def numbered_lines(title: str, blocks: Sequence[Block]) -> list[list[str]]:
    """Return the words of the title and of each block, broken into lines."""
    passages = [title, *(plain([block]) for block in blocks)]
    return [[line for row in passage.split("\n") for line in _broken(row)] for passage in passages if passage]


def _broken(row: str) -> list[str]:
    return textwrap.wrap(row, WIDTH, break_long_words=False, break_on_hyphens=False, drop_whitespace=True) or [""]
