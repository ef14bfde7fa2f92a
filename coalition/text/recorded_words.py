"""Words of a passage that are on record, and the tables in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.text.html import passage_parts, plain
from coalition.text.provisions import parse

if TYPE_CHECKING:
    from coalition.text.word_differences import Parts


def recorded_parts(words: str, source: str) -> Parts:
    """Return the recorded words of a passage in parts, with its tables if its Markdown, read today, says exactly these words.

    The words on record decide: a passage that older rules read without tables is shown as it was recorded.
    """
    if "|" not in source:
        return [words]
    blocks = parse(source)
    return passage_parts(blocks[0]) if len(blocks) == 1 and plain(blocks) == words else [words]
