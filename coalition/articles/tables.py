"""Articles, their texts, what they are about, and the consent of the people in them."""

from piccolo.columns import Boolean, Bytea, Date, ForeignKey, Integer, Serial, Text, Timestamptz, Varchar
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from coalition.forums.tables import Forum
from coalition.keys import encrypted_columns
from coalition.languages import Message
from coalition.memoranda.tables import Memorandum
from coalition.organisations.tables import Organisation
from coalition.words import Word


class ArticleKind(Word):
    """What sort of text it is."""

    NEWS = "news", Message("news item")
    STORY = "story", Message("story")
    REPORT = "report", Message("report")
    GUIDE = "guide", Message("guide")


class ArticleState(Word):
    """Who reads it."""

    DRAFT = "draft", Message("draft")
    PUBLISHED = "published", Message("published")
    WITHDRAWN = "withdrawn", Message("withdrawn from the public")


class Article(Table):
    """A news item, a story, a report or a guide.

    `dated` is the partial date that it bears, `place` orders lists: the date, then the slug. `source_name` and `source_url` say where it was
    first published. `nobody_recognisable` is what the coordinators say of a story that tells of nobody who can be recognised.
    `picture` is the digest of its picture, "" if it has none, and `picture_credit` says whose it is; `picture_shows_nobody` is what the
    coordinators say of a picture in which nobody can be recognised. `changes` counts how often it was changed while everybody read it,
    `changed_on` is the day of the last of these changes.
    """

    id: Serial
    slug = Varchar(80, null=False, unique=True)
    kind = Varchar(10, null=False)
    state = Varchar(10, null=False, default=ArticleState.DRAFT.value)
    dated = Varchar(10, null=False)
    place = Varchar(100, null=False, unique=True)
    source_name = Varchar(300, null=False, default="")
    source_url = Varchar(500, null=False, default="")
    nobody_recognisable = Boolean(null=False, default=False)
    picture = Varchar(64, null=False, default="")
    picture_credit = Varchar(300, null=False, default="")
    picture_shows_nobody = Boolean(null=False, default=False)
    published_on = Date(null=True, default=None)
    changed_on = Date(null=True, default=None)
    changes = Integer(null=False, default=0)
    created_at = Timestamptz(null=False)
    updated_at = Timestamptz(null=False)


class ArticleText(Table):
    """An article in one language; the body is Markdown, `picture_text` says what its picture shows to whoever does not see it."""

    id: Serial
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    language = Varchar(35, null=False)
    title = Varchar(300, null=False)
    summary = Text(null=False, default="")
    body = Text(null=False, default="")
    picture_text = Varchar(500, null=False, default="")


class Picture(Table):
    """A picture that coordinators stored for an article, as JPEG in two sizes; `digest` is the SHA-256 of `content`, `bytes` its length."""

    id: Serial
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    digest = Varchar(64, null=False)
    bytes = Integer(null=False)
    width = Integer(null=False)
    height = Integer(null=False)
    small_width = Integer(null=False)
    small_height = Integer(null=False)
    content = Bytea(null=False)
    small = Bytea(null=False)


class ArticleOrganisation(Table):
    """An organisation that an article is about."""

    id: Serial
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    organisation = ForeignKey(Organisation, null=False, on_delete=OnDelete.restrict, index=True)


class ArticleForum(Table):
    """A forum that an article is about."""

    id: Serial
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    forum = ForeignKey(Forum, null=False, on_delete=OnDelete.restrict, index=True)


class ArticleMemorandum(Table):
    """A memorandum that an article is about."""

    id: Serial
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    memorandum = ForeignKey(Memorandum, null=False, on_delete=OnDelete.restrict, index=True)


class Consent(Table):
    """That a person in an article agreed to be in it; only coordinators read it.

    `label` says who it is, `means` how they agreed and `purpose` to what: encrypted. `key` is random and names the row to the encryption.
    `pictures` says that they agreed to be seen in its picture too. The consent counts until the day `until`, or without end; it does not
    count any more once it is taken back.
    """

    id: Serial
    article = ForeignKey(Article, null=False, on_delete=OnDelete.cascade, index=True)
    key = Varchar(32, null=False, unique=True)
    label = Text(null=False, default="")
    means = Text(null=False, default="")
    purpose = Text(null=False, default="")
    agreed = Varchar(10, null=False)
    pictures = Boolean(null=False, default=False)
    until = Date(null=True, default=None)
    taken_back_on = Date(null=True, default=None)


[CONSENT_LABEL, CONSENT_MEANS, CONSENT_PURPOSE] = encrypted_columns(Consent, Consent.label, Consent.means, Consent.purpose, row=Consent.key)
