"""The forms for articles and consents, shared by pages and API."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from coalition import clock
from coalition.articles.tables import ArticleKind
from coalition.consent_terms import LastDay
from coalition.fields import DateText, Form, LanguageTag, Line, LongText, Name, OldDateText, Paragraphs, Refused, Slug, Tick, Website
from coalition.languages import Message

LONGEST_SUMMARY = 1000
_MOST_LINKS = 100


def _not_to_come(value: str) -> str:
    if value > clock.today().isoformat()[: len(value)]:
        raise Refused(Message("Write a date that is not in the future."))
    return value


def _empty_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _none_is_empty(value: Any) -> Any:
    return {} if value is None else value


PastDate = Annotated[OldDateText, AfterValidator(_not_to_come)]
Slugs = Annotated[list[Slug], Field(max_length=_MOST_LINKS)]


class Source(Form):
    """Where it was first published; empty for what was written for this site."""

    name: Line = ""
    url: Annotated[Website | None, BeforeValidator(_empty_is_none)] = None


class ArticleTextForm(Form):
    """Title, summary and body in one language; the summary is plain text, the body Markdown as in memoranda."""

    missing = {"title": Message("Write the title.")}

    language: LanguageTag
    title: Name
    summary: Annotated[Paragraphs, Field(max_length=LONGEST_SUMMARY)] = ""
    body: LongText = ""
    picture_text: Annotated[Line, Field(max_length=500, description="What its picture shows, for whoever does not see it.")] = ""


def _of_each_language(texts: list[ArticleTextForm] | None) -> list[ArticleTextForm] | None:
    languages = [text.language for text in texts or ()]
    if len(languages) > len(set(languages)):
        raise Refused(Message("Each language can be there once."))
    return texts


PictureDigest = Annotated[
    str, Field(pattern=r"^([0-9a-f]{64})?$", description="The digest of a picture that was stored for this article; empty: no picture.")
]
Texts = Annotated[list[ArticleTextForm], Field(min_length=1, max_length=30), AfterValidator(_of_each_language)]


class ArticleForm(Form):
    """An article; `nobody_recognisable` says of a story, `picture_shows_nobody` of a picture that nobody in it can be recognised."""

    missing = {
        "slug": Message("Write a short address name."),
        "on": Message("Write the day, as far as it is known."),
        "texts": Message("Write the title in at least one language."),
    }

    slug: Slug
    kind: ArticleKind
    on: PastDate
    source: Annotated[Source, BeforeValidator(_none_is_empty)] = Source()
    texts: Texts
    organisations: Slugs = []
    forums: Slugs = []
    memoranda: Slugs = []
    nobody_recognisable: Tick = False
    picture: PictureDigest = ""
    picture_credit: Line = ""
    picture_shows_nobody: Tick = False


class ArticleChange(Form):
    """Some fields of an article, as a PATCH gives them; what is left out stays, and lists that are given replace what was there.

    `base` says what the program read of it.
    """

    kind: ArticleKind | None = None
    on: PastDate | None = None
    source: Source | None = None
    texts: Texts | None = None
    organisations: Slugs | None = None
    forums: Slugs | None = None
    memoranda: Slugs | None = None
    nobody_recognisable: Tick | None = None
    picture: PictureDigest | None = None
    picture_credit: Line | None = None
    picture_shows_nobody: Tick | None = None
    base: Annotated[str | None, Field(max_length=100, description="The `base` with which the article was read; null: whatever is saved now.")] = None


class ConsentForm(Form):
    """That a person in an article agreed to be in it."""

    missing = {
        "label": Message("Write a name or a mark by which you know who it is."),
        "agreed": Message("Write when they agreed."),
        "means": Message("Write how they agreed."),
        "purpose": Message("Write to what they agreed."),
    }

    label: Annotated[Name, Field(description="By which coordinators know who it is.")]
    agreed: Annotated[DateText, AfterValidator(_not_to_come)]
    means: Annotated[Name, Field(description="For example a signed paper, a letter, a talk on the telephone.")]
    purpose: Annotated[Name, Field(description="For example with their first name, on this site only.")]
    pictures: Annotated[Tick, Field(description="Whether they agreed to be seen in its picture too.")] = False
    until: Annotated[LastDay, Field(description="The last day for which they agreed; null: without end.")] = None
