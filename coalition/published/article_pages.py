"""An article as it stands on a page: its text in one language, and what it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.addresses import url_for
from coalition.articles.views import ArticleTextView, ShownArticle
from coalition.languages import own_language_name
from coalition.remembered import WHOLE_TEXTS, bounded_cache
from coalition.rendering import component
from coalition.settings import load
from coalition.text.apart import apart_if_long
from coalition.text.html import render
from coalition.text.sources import read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

LEVEL = 2  # of the highest heading of a body, below the title


class ArticleOnPage(Struct, frozen=True):
    """An article for readers of a language: the text that they get, its body as HTML; `others` are (language, own name) of the other texts.

    `at_desk` says that its picture is read at the desk, where it is not public.
    """

    shown: ShownArticle
    text: ArticleTextView
    body: Markup
    others: Sequence[tuple[str, str]]
    at_desk: bool = False

    def picture_address(self, file: str) -> str:
        """Return the address of a file of its picture; the desk sends the same in every language."""
        if self.at_desk:
            return url_for("desk.article_picture.show", lang=load().languages[0], article=self.shown.view.slug, picture=file)
        return url_for("public.article_picture.show", article=self.shown.view.slug, picture=file)


async def article_on_page(shown: ShownArticle, language: str, wanted: str = "", *, id_prefix: str = "", level: int = LEVEL) -> ArticleOnPage | None:
    """Return an article for a page; `wanted` is the language of a text that is asked for: None if it has none in it.

    The desk shows an article several times and gives each an `id_prefix`, so that no id occurs twice; it shows pictures that are not public.
    """
    if wanted and wanted not in shown.view.texts:
        return None
    text = shown.view.text(wanted or language)
    body = await apart_if_long(text.body, _body, text.body, text.language, language, id_prefix, level)
    others = [(code, own_language_name(code)) for code in shown.view.texts if code != text.language]
    return ArticleOnPage(shown, text, body, others, bool(id_prefix))


@bounded_cache(*WHOLE_TEXTS)
def _body(body: str, text_language: str, language: str, id_prefix: str, level: int) -> Markup:
    blocks = [block for block, _ in read(body)]
    keys = [f"text-{at}" for at in range(1, len(blocks) + 1)]
    return component("memoranda/text", language, render(blocks, keys, text_language, heading_level=level, id_prefix=id_prefix))
