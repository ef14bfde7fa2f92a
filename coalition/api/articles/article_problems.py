"""The rules of articles as problems."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.api.problem_kind import Kind
from coalition.articles.errors import (
    ArticleSlugTaken,
    ConsentEnded,
    ConsentMissing,
    IsPublished,
    NotPublished,
    PictureConsentMissing,
    PictureTextMissing,
    WasPublished,
)
from coalition.languages import Message

if TYPE_CHECKING:
    from coalition.errors import CoalitionError

ARTICLE_RULES: dict[type[CoalitionError], Kind] = {
    ArticleSlugTaken: Kind(
        "slug-taken", 409, Message("The address name is taken"), Message("Choose another slug; this one belongs to another record.")
    ),
    IsPublished: Kind("article-published", 409, Message("It is published"), Message("Everybody reads this article already.")),
    WasPublished: Kind(
        "was-published", 409, Message("It was published"), Message("It was published once, so it stays. You can withdraw it from the public.")
    ),
    NotPublished: Kind("not-published", 409, Message("It is not published"), Message("Nobody but the coordinators reads it.")),
    ConsentMissing: Kind(
        "consent-missing",
        409,
        Message("Consent is missing"),
        Message("This is a story, and nobody's consent is on record. Record it, or say that nobody in it can be recognised."),
    ),
    PictureConsentMissing: Kind(
        "picture-consent-missing",
        409,
        Message("Consent is missing"),
        Message(
            "Nobody agreed to be seen in the picture. Record a consent that covers pictures, or say that nobody in the picture can be recognised."
        ),
    ),
    PictureTextMissing: Kind(
        "picture-text-missing",
        409,
        Message("The picture has no text alternative"),
        Message("Say in each language of the article what its picture shows, for people who do not see it."),
    ),
    ConsentEnded: Kind(
        "consent-ended",
        409,
        Message("A consent does not count any more"),
        Message(
            "Somebody in it took their consent back, or the time for which they agreed is over. Take them out of the text and remove the record of "
            "their consent, or record a new one in its place."
        ),
    ),
}
