"""The public memoranda as the site map lists them."""

from __future__ import annotations

from coalition.memoranda.queries import in_newest_order
from coalition.memoranda.tables import Memorandum, Publicity
from coalition.notices.page_subjects import MEMORANDA, depends_on
from coalition.search.queries import ends_of_parts


async def newest_slugs(limit: int) -> list[str]:
    """Return the slugs of public memoranda, newest first, for the site map."""
    depends_on(MEMORANDA)
    query = Memorandum.select(Memorandum.slug).where(Memorandum.publicity == Publicity.PUBLIC.value)
    return await in_newest_order(query, "", limit).output(as_list=True)


async def slugs(limit: int, *, after: str) -> list[str]:
    """Return the slugs of public memoranda that follow one, for the site map."""
    depends_on(MEMORANDA)
    these = (Memorandum.publicity == Publicity.PUBLIC.value) & (Memorandum.slug > after)
    return await Memorandum.select(Memorandum.slug).where(these).order_by(Memorandum.slug).limit(limit).output(as_list=True)


async def ends_of_public(size: int) -> list[str]:
    """Return the last slug of each part of the public memoranda, for the site map."""
    depends_on(MEMORANDA)
    return await ends_of_parts("memorandum", f"publicity = '{Publicity.PUBLIC.value}'", size)
