"""What articles are found by: at the desk all of them, in public those that everybody reads, by their titles, summaries and bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.articles.queries import ids_from, published_texts, words_of
from coalition.database import transaction
from coalition.search.indexing import index
from coalition.search.search_entries import Entry, entries_follow, write_entries
from coalition.search.tables import Kind, Section
from coalition.text.markup import plain_text_of
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coalition.articles.views import ArticleTextView

AT_ONCE = 100


async def let_article_be_found(article_id: int) -> None:
    """Let an article be found by what it says now, and by nothing earlier, inside the caller's transaction."""
    await _index([article_id])
    await entries_follow(write_articles, article_id)


async def let_nobody_find(article_id: int) -> None:
    """Let a draft that is deleted be found by nothing, inside the caller's transaction."""
    await index(Kind.ARTICLE, {article_id: []})
    await index(Kind.PUBLIC_ARTICLE, {article_id: []})


async def write_articles(ids: Sequence[int]) -> int:
    """Write the search entries of some articles anew, inside the caller's transaction; one that not everybody reads has none."""
    texts = await published_texts(ids)
    titles = {number: [_title(texts[number])] if number in texts else [] for number in ids}
    passages = {number: [entry for text in texts.get(number, ()) for entry in _passages(text)] for number in ids}
    return await write_entries(Section.ARTICLE, titles) + await write_entries(Section.ARTICLE_TEXT, passages)


def _title(texts: Sequence[ArticleTextView]) -> Entry:
    return Entry([text.title for text in texts], frozenset(text.language for text in texts))


def _passages(text: ArticleTextView) -> Iterator[Entry]:
    words = [text.summary, *(plain_text_of(block.markdown, tables=block.has_tables) for block, _ in read(text.body))]
    for position, passage in enumerate(filter(None, words)):
        yield Entry([passage], frozenset({text.language}), language=text.language, position=position, text=passage)


async def rebuild_article_search() -> int:
    """Write every text that articles are found by and that is not stored as this version makes it; return how many."""
    changed, last = 0, 0
    while ids := await ids_from(last, AT_ONCE):
        last = ids[-1]
        async with transaction():
            changed += await _index(ids) + await write_articles(ids)
    return changed


async def _index(ids: Sequence[int]) -> int:
    shown = await index(Kind.PUBLIC_ARTICLE, await words_of(ids, only_published=True))
    return shown + await index(Kind.ARTICLE, await words_of(ids, only_published=False))
