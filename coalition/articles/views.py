"""Articles as pages, feeds and the API show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec import Struct

from coalition.articles.tables import ArticleKind, ArticleState
from coalition.cleaned_pictures import PictureView
from coalition.forums.views import ForumView
from coalition.memoranda.queries import MemorandumView
from coalition.organisations.views import OrganisationView
from coalition.partial_dates import PartialDate
from coalition.saved_states import base_of


class ArticleTextView(Struct, frozen=True):
    """An article in one language; lists do not read the body."""

    language: str
    title: str
    summary: str
    body: str = ""
    picture_text: str = ""


class ArticleView(Struct, frozen=True):
    """An article with its texts by language."""

    id: int
    slug: str
    kind: ArticleKind
    state: ArticleState
    dated: PartialDate
    place: str
    source_name: str
    source_url: str
    nobody_recognisable: bool
    published_on: date | None
    changed_on: date | None
    changes: int
    texts: Mapping[str, ArticleTextView]
    picture: PictureView | None = None
    picture_credit: str = ""
    picture_shows_nobody: bool = False

    def text(self, language: str) -> ArticleTextView:
        """Return the text in a language, else in English, else in any language."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))

    @property
    def is_published(self) -> bool:
        """Whether everybody reads it."""
        return self.state is ArticleState.PUBLISHED

    @property
    def titles(self) -> list[tuple[str, str]]:
        """The titles by language."""
        return [(text.language, text.title) for text in self.texts.values()]

    @property
    def source(self) -> str:
        """Where it was first published, as a link shows it: the name, else the host of the address; "" if that is not known."""
        return self.source_name or self.source_url.partition("://")[2].partition("/")[0]


class LinkedRecords(Struct, frozen=True):
    """What an article is about, as far as a viewer may know of it."""

    organisations: Sequence[OrganisationView] = ()
    forums: Sequence[ForumView] = ()
    memoranda: Sequence[MemorandumView] = ()

    def __bool__(self) -> bool:
        """Whether it is about anything."""
        return bool(self.organisations or self.forums or self.memoranda)


class LinkedSlugs(Struct, frozen=True):
    """The slugs of all that an article is about (for coordinators)."""

    organisations: Sequence[str]
    forums: Sequence[str]
    memoranda: Sequence[str]


class ShownArticle(Struct, frozen=True):
    """An article with what it is about: what everybody reads of it, or will read."""

    view: ArticleView
    linked: LinkedRecords


class ArticlesPage(Struct, frozen=True):
    """A page of articles, and where the next page begins; "" if there is none."""

    articles: Sequence[ArticleView]
    after: str


class ConsentView(Struct, frozen=True):
    """The consent of a person in an article (for coordinators)."""

    id: int
    label: str
    means: str
    purpose: str
    agreed: PartialDate
    until: date | None
    taken_back_on: date | None
    counts: bool
    pictures: bool


def base_of_article(view: ArticleView, slugs: LinkedSlugs) -> str:
    """Return the digest of what can be changed of an article."""
    texts = sorted((text.language, text.title, text.summary, text.body, text.picture_text) for text in view.texts.values())
    about = [sorted(each) for each in (slugs.organisations, slugs.forums, slugs.memoranda)]
    picture = (view.picture.digest if view.picture else "", view.picture_credit, view.picture_shows_nobody)
    return base_of(picture, view.kind, view.dated, view.source_name, view.source_url, view.nobody_recognisable, texts, about)
