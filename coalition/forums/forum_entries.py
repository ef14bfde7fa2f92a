"""What everybody finds forums by: their titles, countries and places as far as these are public, and what their summaries say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.forums.name_queries import public_texts, public_words
from coalition.search.search_entries import Entry, write_entries
from coalition.search.tables import Section

if TYPE_CHECKING:
    from collections.abc import Sequence


async def write_forums(ids: Sequence[int]) -> int:
    """Write the search entries of some forums anew, inside the caller's transaction; a deleted forum has none."""
    words, texts = await public_words(ids), await public_texts(ids)
    names = {number: [Entry(words[number], frozenset(texts[number]))] if number in words else [] for number in ids}
    summaries = {
        number: [Entry([text], frozenset({language}), language=language, text=text) for language, text in texts.get(number, {}).items() if text]
        for number in ids
    }
    return await write_entries(Section.FORUM, names) + await write_entries(Section.FORUM_TEXT, summaries)
