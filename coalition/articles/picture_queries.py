"""Reads of the pictures of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.articles.tables import Article, ArticleState, ArticleText, Picture
from coalition.cleaned_pictures import PictureView, digest_in
from coalition.database import among, one_row
from coalition.notices import page_subjects
from coalition.notices.page_subjects import depends_on

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_COLUMNS = (Picture.article, Picture.digest, Picture.bytes, Picture.width, Picture.height, Picture.small_width, Picture.small_height)


async def picture_of(article_id: int, digest: str) -> PictureView | None:
    """Return a picture that is stored for an article (for coordinators and rules)."""
    row = await Picture.select(*_COLUMNS).where((Picture.article == article_id) & (Picture.digest == digest)).first()
    return _view(row) if row else None


async def pictures_of(rows: Sequence[Mapping[str, Any]]) -> dict[int, PictureView]:
    """Return the pictures that some articles (rows) name, by the id of the article."""
    named = {row["id"]: row["picture"] for row in rows if row["picture"]}
    stored = await Picture.select(*_COLUMNS).where(among(Picture.article, named))
    return {row["article"]: _view(row) for row in stored if row["digest"] == named[row["article"]]}


def _view(row: Mapping[str, Any]) -> PictureView:
    return PictureView(**{name: value for name, value in row.items() if name != "article"})


async def lacks_picture_text(article_id: int) -> bool:
    """Return whether an article has a text in a language that says nothing of its picture (for rules)."""
    return await ArticleText.exists().where((ArticleText.article == article_id) & (ArticleText.picture_text == ""))


async def picture_file(article: Article, name: str) -> bytes | None:
    """Return a picture of an article by the name of its file (for coordinators)."""
    digest, is_small = digest_in(name) or ("", False)
    row = await one_row(Picture, (Picture.article == article.id) & (Picture.digest == digest))
    return bytes(row.small if is_small else row.content) if row else None


async def public_picture_file(slug: str, name: str) -> bytes | None:
    """Return a picture by the name of its file, if everybody reads an article that names it."""
    article = await one_row(Article, (Article.slug == slug) & (Article.state == ArticleState.PUBLISHED.value))
    if article is None or not name.startswith(article.picture or "-"):
        return None
    depends_on(page_subjects.article(article.id))
    return await picture_file(article, name)
