"""Marking the feed of a memorandum as changed where its title changes without a notification."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from coalition.memoranda.queries import text_on_record
from coalition.memoranda.tables import Publicity
from coalition.notices.issuing import mark_feed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from coalition.memoranda.tables import Memorandum


@asynccontextmanager
async def feed_follows_titles(row: Memorandum) -> AsyncIterator[None]:
    """Mark the feed of a public memorandum if the block changes its titles in any language, inside the caller's transaction."""
    if row.publicity != Publicity.PUBLIC:
        yield
        return
    before = (await text_on_record(row.id)).titles
    yield
    if (await text_on_record(row.id)).titles != before:
        mark_feed(row.slug)
