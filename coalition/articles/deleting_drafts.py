"""Deleting articles that nobody but coordinators ever read."""

from __future__ import annotations

from coalition import trail
from coalition.articles import queries
from coalition.articles.errors import WasPublished
from coalition.articles.searched_articles import let_nobody_find
from coalition.articles.tables import Article
from coalition.database import transaction
from coalition.trail import TrailAct


async def delete_draft(row: Article) -> None:
    """Delete an article that was never published, with its texts and the consents on record.

    Raises:
        WasPublished: it is or was published.

    """
    async with transaction():
        now = await queries.locked(row.id)
        if now.published_on is not None:
            raise WasPublished
        await let_nobody_find(now.id)
        await Article.delete().where(Article.id == now.id)
        await trail.record(TrailAct.ARTICLE_DELETED, f"article:{now.id}")
