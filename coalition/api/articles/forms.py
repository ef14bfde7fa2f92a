"""Queries and bodies about articles that the domain does not have."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from coalition.api.forms import Limit
from coalition.articles.tables import ArticleKind, ArticleState
from coalition.fields import Form, LanguageTag, Slug


class PartOfArticles(Form):
    """Which articles, newest first."""

    after: Annotated[
        str, Field(max_length=100, pattern=r"^(\d{4}(-\d{2}){0,2}/[a-z0-9-]{1,80})?$", description="The cursor from `next` of the page before.")
    ] = ""
    limit: Limit = 50
    q: Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$", description="Words of the title or the text, in any script.")] = ""
    kind: ArticleKind | None = None
    state: Annotated[ArticleState | None, Field(description="With a token; everybody else finds what is published.")] = None
    language: Annotated[LanguageTag | None, Field(description="Those that have a text in this language.")] = None
    organisation: Annotated[Slug | None, Field(description="Those about an organisation.")] = None
    forum: Annotated[Slug | None, Field(description="Those about a forum.")] = None
    memorandum: Annotated[Slug | None, Field(description="Those about a memorandum.")] = None


class ArticlePublication(Form):
    """That an article is to be published as it was read."""

    base: Annotated[str, Field(min_length=1, max_length=100, description="The `base` with which the article was read.")]
