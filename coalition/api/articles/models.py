"""Models of articles in responses."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from coalition.answers import Answer
from coalition.api.models import Listed
from coalition.articles.tables import ArticleKind, ArticleState


class ArticleSource(Answer):
    """Where an article was first published."""

    name: str
    url: str | None


class ArticleTitle(Answer):
    """What lists show of an article in one language."""

    language: str
    title: str
    summary: str


class ArticleText(ArticleTitle):
    """An article in one language; `body` is the Markdown of memoranda, `picture_text` says what its picture shows."""

    body: str
    picture_text: str


class StoredPicture(Answer):
    """A picture that is stored for an article: JPEG, without anything that was written into the file."""

    digest: str = Field(description="The SHA-256 of the file: give it as `picture` of the article, and everybody sees it once that is published.")
    bytes: int
    width: int = Field(description="In pixels.")
    height: int


class ArticlePicture(StoredPicture):
    """The picture of an article."""

    url: str = Field(description="The address of the file, as long as everybody reads the article with this picture.")
    small_url: str
    credit: str
    shows_nobody: bool | None = Field(description="Whether nobody in it can be recognised. Told to coordinators only.")


class ArticleInList(Answer):
    """An article in a list."""

    slug: str
    kind: ArticleKind
    state: ArticleState = Field(description="Without a token always `published`.")
    on: str = Field(description="A partial date.")
    source: ArticleSource
    texts: list[ArticleTitle]
    published: date | None
    changed: date | None = Field(description="The day of the last change after it was published.")


class ArticlePage(Listed[ArticleInList]):
    """A page of articles, newest first."""


class Article(Answer):
    """An article with its texts, and the slugs of what it is about."""

    slug: str
    kind: ArticleKind
    state: ArticleState
    on: str = Field(description="A partial date.")
    source: ArticleSource
    texts: list[ArticleText]
    picture: ArticlePicture | None
    organisations: list[str] = Field(description="Without a token only those that everybody may know of; so are `forums` and `memoranda`.")
    forums: list[str]
    memoranda: list[str]
    published: date | None
    changed: date | None = Field(description="The day of the last change after it was published.")
    nobody_recognisable: bool | None = Field(description="Told to coordinators only, null for everybody else.")
    base: str | None = Field(description="The digest of all that can be changed: send it with what you do. Told to coordinators only.")


class ChangedArticle(Answer):
    """What was done with an article; `article` is null where another coordinator has to approve it first."""

    made: str = Field(description="`at_once`, `unchecked` (nobody else could check it) or `asked`.")
    article: Article | None


class ConsentRecord(Answer):
    """That a person in an article agreed to be in it, without the words about it."""

    number: int
    agreed: str = Field(description="A partial date.")
    until: date | None
    taken_back: date | None
    counts: bool
    pictures: bool = Field(description="Whether they agreed to be seen in the picture too.")


class Consent(ConsentRecord):
    """The consent of a person in an article."""

    label: str
    means: str
    purpose: str


class Consents(Answer):
    """The consents of an article, in the order in which they were entered."""

    items: list[Consent]
