"""Builds the response models of articles from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from coalition.addresses import url_for
from coalition.api.articles import models
from coalition.articles.linked_record_queries import linked_slugs, public_links
from coalition.articles.queries import view_of
from coalition.articles.views import LinkedSlugs, base_of_article
from coalition.organisations.visible_queries import Viewer
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.articles.tables import Article
    from coalition.articles.views import ArticleTextView, ArticleView, ConsentView
    from coalition.cleaned_pictures import PictureView


async def article(row: Article, viewer: Viewer) -> models.Article:
    """Return an article as somebody may read it."""
    view, known = await view_of(row), viewer is Viewer.COORDINATOR
    slugs = await linked_slugs(row.id) if known else await _public_slugs(row.id)
    return models.Article(
        **_facts(view),
        texts=[_text(text) for text in view.texts.values()],
        picture=_picture(view, known=known),
        organisations=list(slugs.organisations),
        forums=list(slugs.forums),
        memoranda=list(slugs.memoranda),
        nobody_recognisable=view.nobody_recognisable if known else None,
        base=base_of_article(view, slugs) if known else None,
    )


def _text(text: ArticleTextView) -> models.ArticleText:
    return models.ArticleText(language=text.language, title=text.title, summary=text.summary, body=text.body, picture_text=text.picture_text)


def _picture(view: ArticleView, *, known: bool) -> models.ArticlePicture | None:
    picture = view.picture
    if picture is None:
        return None
    url, small = (url_for("public.article_picture.show", article=view.slug, picture=file) for file in (picture.file, picture.small_file))
    shows_nobody = view.picture_shows_nobody if known else None
    said = {"url": load().base_url + url, "small_url": load().base_url + small, "credit": view.picture_credit, "shows_nobody": shows_nobody}
    return models.ArticlePicture(**dict(stored_picture(picture)), **said)


def stored_picture(picture: PictureView) -> models.StoredPicture:
    """Return a picture that is stored for an article."""
    return models.StoredPicture(digest=picture.digest, bytes=picture.bytes, width=picture.width, height=picture.height)


async def _public_slugs(article_id: int) -> LinkedSlugs:
    linked = await public_links(article_id)
    return LinkedSlugs(*([view.slug for view in views] for views in (linked.organisations, linked.forums, linked.memoranda)))


def in_list(view: ArticleView) -> models.ArticleInList:
    """Return an article in a list."""
    texts = [models.ArticleTitle(language=text.language, title=text.title, summary=text.summary) for text in view.texts.values()]
    return models.ArticleInList(**_facts(view), texts=texts)


def _facts(view: ArticleView) -> dict[str, Any]:
    return {
        "slug": view.slug,
        "kind": view.kind,
        "state": view.state,
        "on": str(view.dated),
        "source": models.ArticleSource(name=view.source_name, url=view.source_url or None),
        "published": view.published_on,
        "changed": view.changed_on,
    }


def consent(view: ConsentView) -> models.Consent:
    """Return a consent with the words about it."""
    return models.Consent(**_record(view), label=view.label, means=view.means, purpose=view.purpose)


def consent_record(view: ConsentView) -> models.ConsentRecord:
    """Return a consent without the words about it, which no stored answer repeats."""
    return models.ConsentRecord(**_record(view))


def _record(view: ConsentView) -> dict[str, Any]:
    return {
        "number": view.id,
        "agreed": str(view.agreed),
        "until": view.until,
        "taken_back": view.taken_back_on,
        "counts": view.counts,
        "pictures": view.pictures,
    }
