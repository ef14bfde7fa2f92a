"""What has to be true of an article that everybody reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.articles.consent_queries import counting
from coalition.articles.errors import ArticleNeedsApproval, ConsentEnded, ConsentMissing, PictureConsentMissing, PictureTextMissing
from coalition.articles.linked_record_queries import needs_care
from coalition.articles.picture_queries import lacks_picture_text
from coalition.articles.tables import ArticleKind

if TYPE_CHECKING:
    from coalition.articles.tables import Article


async def check_publication(article: Article, *, approved: bool, care: bool = False) -> None:
    """Check that everybody may read an article; `care` says that it was about something protected before, `approved` that two agree.

    Raises:
        ConsentMissing: it is a story of people who can be recognised, and nobody's consent is on record.
        ConsentEnded: a consent does not count any more.
        PictureConsentMissing: nobody agreed to be seen in its picture, and somebody in it may be recognised.
        PictureTextMissing: in one of its languages nothing says what its picture shows.
        ArticleNeedsApproval: it is about an organisation at risk, or a forum that asks for care.

    """
    await check_people(article)
    if article.picture and await lacks_picture_text(article.id):
        raise PictureTextMissing
    if not approved and (care or await needs_care(article.id)):
        raise ArticleNeedsApproval


async def check_people(article: Article) -> None:
    """Check that the people in an article agree to be in it.

    Raises:
        ConsentMissing, ConsentEnded, PictureConsentMissing: as `check_publication`.

    """
    consents = await counting(article.id)
    if not all(each.counts for each in consents):
        raise ConsentEnded
    if article.picture and not article.picture_shows_nobody and not any(each.pictures for each in consents):
        raise PictureConsentMissing
    if article.kind == ArticleKind.STORY and not consents and not article.nobody_recognisable:
        raise ConsentMissing
