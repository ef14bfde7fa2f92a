"""The rules of articles that can be broken."""

from coalition.errors import CoalitionError


class ArticleRule(CoalitionError):
    """A rule of articles was broken."""


class ArticleSlugTaken(ArticleRule):
    """Another article has the address name."""


class IsPublished(ArticleRule):
    """It is published already."""


class NotPublished(ArticleRule):
    """It is not published, so it cannot be withdrawn."""


class WasPublished(ArticleRule):
    """Everybody could read it once, so its record stays."""


class ConsentMissing(ArticleRule):
    """A story tells of people: each has to agree, or nobody in it can be recognised."""


class ConsentEnded(ArticleRule):
    """Somebody in it took their consent back, or the time that they agreed to is over."""


class PictureTextMissing(ArticleRule):
    """Its picture has no text in one of its languages for whoever does not see it."""


class PictureConsentMissing(ArticleRule):
    """Nobody agreed to be seen in its picture, and the coordinators do not say that nobody in it can be recognised."""


class ArticleNeedsApproval(ArticleRule):
    """It is about an organisation at risk, or a forum that asks for care: two coordinators decide."""
