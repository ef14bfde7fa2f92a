"""The pictures of articles: stored by coordinators, shown once an article names one, sent as long as everybody reads the article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition import trail
from coalition.articles import queries
from coalition.articles.picture_queries import picture_of
from coalition.articles.tables import Picture
from coalition.database import put_rows, transaction
from coalition.trail import TrailAct

if TYPE_CHECKING:
    from coalition.articles.tables import Article
    from coalition.cleaned_pictures import CleanedPicture, PictureView


async def store_picture(article: Article, picture: CleanedPicture) -> PictureView:
    """Store a picture for an article. Only coordinators see it, until the article names its digest and is published like that."""
    async with transaction():
        row = await queries.locked(article.id)
        stored = await picture_of(row.id, picture.digest)
        if stored is not None:
            return stored
        await put_rows(Picture, [{"article": row.id, **picture.columns}])
        await trail.record(TrailAct.PICTURE_STORED, f"article:{row.id}")
        kept = await picture_of(row.id, picture.digest)
    if kept is None:  # pragma: no cover -- it was stored in this transaction
        raise LookupError(picture.digest)
    return kept


async def forget_other_pictures(article_id: int, digest: str) -> None:
    """Delete the pictures of an article that it does not name, inside the caller's transaction."""
    await Picture.delete().where((Picture.article == article_id) & (Picture.digest != digest))
