"""Publishing articles, and withdrawing them: at once, whoever published them."""

from __future__ import annotations

from coalition import clock, trail
from coalition.articles import queries
from coalition.articles.errors import IsPublished, NotPublished
from coalition.articles.linked_record_queries import base_of_row, subjects_of
from coalition.articles.publication_rules import check_publication
from coalition.articles.searched_articles import let_article_be_found
from coalition.articles.tables import Article, ArticleState
from coalition.database import transaction
from coalition.notices.issuing import pages_change
from coalition.notices.page_subjects import ARTICLES, article
from coalition.saved_states import check_base
from coalition.trail import TrailAct


async def publish_article(row: Article, base: str = "", *, approved: bool = False) -> None:
    """Publish an article, or show a withdrawn one again; `base` is the digest of what the person read, `approved` says that two agree.

    Raises:
        IsPublished: it is published already.
        SavedMeanwhile: somebody changed it after the person read it.
        ConsentMissing, ConsentEnded, ArticleNeedsApproval: as `check_publication`.

    """
    async with transaction():
        now = await queries.locked(row.id)
        if now.state == ArticleState.PUBLISHED:
            raise IsPublished
        check_base(base, await base_of_row(now))
        await check_publication(now, approved=approved)
        state, day = ArticleState.PUBLISHED.value, now.published_on or clock.today()
        await Article.update({Article.state: state, Article.published_on: day}).where(Article.id == now.id)
        await let_article_be_found(now.id)
        await trail.record(TrailAct.ARTICLE_PUBLISHED, f"article:{now.id}")
        await pages_change(ARTICLES, article(now.id), *await subjects_of(now.id))


async def withdraw_article(row: Article) -> None:
    """Withdraw an article from the public: pages, feeds and the search show nothing of it any more, not from a cache either.

    Raises:
        NotPublished: it is not published.

    """
    async with transaction():
        if not await withdraw_if_published(row.id):
            raise NotPublished


async def withdraw_if_published(article_id: int) -> bool:
    """Withdraw an article inside the caller's transaction, if it is published; return whether it was."""
    now = await queries.locked(article_id)
    if now.state != ArticleState.PUBLISHED:
        return False
    await Article.update({Article.state: ArticleState.WITHDRAWN.value}).where(Article.id == now.id)
    await let_article_be_found(now.id)
    await trail.record(TrailAct.ARTICLE_WITHDRAWN, f"article:{now.id}")
    await pages_change()
    return True
