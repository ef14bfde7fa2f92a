"""An article as everybody will read it, in every language of the interface."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.articles.views import ShownArticle
from coalition.languages import own_language_name
from coalition.published.article_pages import article_on_page
from coalition.rendering import component
from coalition.settings import load

if TYPE_CHECKING:
    from markupsafe import Markup

_TITLE = 3  # the level of the title


class Shown(Struct, frozen=True):
    """What a change of a published article shows."""

    article: ShownArticle


class InLanguage(Struct, frozen=True):
    """What readers of one language get."""

    language: str
    name: str
    html: Markup


async def all_languages(shown: ShownArticle) -> list[InLanguage]:
    """Return what readers of each language of the interface will get."""
    previews = []
    for code in load().languages:
        on_page = await article_on_page(shown, code, id_prefix=f"{code}-", level=_TITLE + 1)
        if on_page:
            previews.append(InLanguage(code, own_language_name(code), component("records/article", code, on_page, _TITLE)))
    return previews
