"""The operations on articles and on the consent of the people in them."""

from __future__ import annotations

from coalition.api.articles import models
from coalition.api.articles.forms import ArticlePublication, PartOfArticles
from coalition.api.operation import Operation
from coalition.approvals.errors import AlreadyAsked, NobodyToApprove
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
from coalition.articles.forms import ArticleChange, ArticleForm, ConsentForm
from coalition.cleaned_pictures import TAKEN_TYPES
from coalition.saved_states import SavedMeanwhile

_PEOPLE = (ConsentMissing, ConsentEnded, PictureConsentMissing)
_ASKING = (SavedMeanwhile, *_PEOPLE, PictureTextMissing, AlreadyAsked, NobodyToApprove)
_TWO = "About an organisation at risk, or a forum that asks for care, another coordinator has to approve it: the answer is 202."

ARTICLE_OPERATIONS: dict[str, Operation] = {
    "api.articles.list": Operation(
        "articles",
        "List articles",
        models.ArticlePage,
        query=PartOfArticles,
        description="News, stories, reports and guides, newest first. Everybody reads those that are published; a token of a coordinator, all.",
        withdrawable=True,
    ),
    "api.article.show": Operation("articles", "Show an article", models.Article, withdrawable=True),
    "api.article.create": Operation(
        "articles",
        "Write an article",
        models.Article,
        ArticleForm,
        rules=(ArticleSlugTaken,),
        description="Only coordinators read it until it is published.",
    ),
    "api.article.update": Operation(
        "articles",
        "Change an article",
        models.ChangedArticle,
        ArticleChange,
        rules=_ASKING,
        asked=models.ChangedArticle,
        description=f"Of a published one everybody reads the change at once, with its day. {_TWO}",
    ),
    "api.article.remove": Operation(
        "articles", "Delete a draft", models.Article, rules=(WasPublished,), description="What was published once stays; withdraw it instead."
    ),
    "api.article.publish": Operation(
        "articles",
        "Publish an article",
        models.ChangedArticle,
        ArticlePublication,
        rules=(IsPublished, *_ASKING),
        asked=models.ChangedArticle,
        description=f"Only as it was read: with another `base` nothing is published. {_TWO}",
    ),
    "api.article.withdraw": Operation(
        "articles",
        "Withdraw an article from the public",
        models.ChangedArticle,
        rules=(NotPublished,),
        description="Its address answers 410, and it can be published again.",
    ),
    "api.article_picture.create": Operation(
        "articles",
        "Store a picture for an article",
        models.StoredPicture,
        takes_file=TAKEN_TYPES,
        description="The body is a JPEG, PNG or WebP file of at most 8 MiB, whatever its `Content-Type`. Change the article to name its digest.",
    ),
    "api.consents.list": Operation("articles", "List who agreed to be in an article", models.Consents, description="That this was read is recorded."),
    "api.consent.create": Operation(
        "articles",
        "Record that a person agreed to be in an article",
        models.ConsentRecord,
        ConsentForm,
        description="Stored encrypted; the answer leaves the words out.",
    ),
    "api.consent_end.create": Operation(
        "articles",
        "Record that a person took their consent back",
        models.ConsentRecord,
        description="The article is withdrawn from the public at once, whoever published it.",
    ),
    "api.consent.remove": Operation(
        "articles",
        "Remove the record of a consent",
        models.ConsentRecord,
        rules=_PEOPLE,
        description="When the article does not tell of this person any more.",
    ),
}
