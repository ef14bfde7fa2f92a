"""Publishing and changing articles with two coordinators: what is checked, carried out and read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.addresses import url_for
from coalition.approvals.errors import CannotBeDone
from coalition.approvals.facts import PictureFact
from coalition.articles import publishing_articles, writing_articles
from coalition.articles import queries as articles
from coalition.articles.forms import ArticleChange, ArticleForm
from coalition.articles.linked_record_queries import base_of_row
from coalition.languages import Message, date_text, language_name
from coalition.partial_dates import PartialDate
from coalition.saved_states import check_base

if TYPE_CHECKING:
    from coalition.approvals.facts import Facts, Values
    from coalition.articles.tables import Article
    from coalition.people.tables import Coordinator


async def _article(about: str) -> Article:
    row = await articles.by_id(_number(about))
    if row is None:
        raise CannotBeDone
    return row


def _number(about: str) -> int:
    return int(about.partition(":")[2])


async def publish_article(about: str, values: Values, _: Coordinator) -> None:
    """Publish an article as it was read."""
    await publishing_articles.publish_article(await _article(about), values["base"], approved=True)


async def change_article(about: str, values: Values, _: Coordinator) -> None:
    """Change an article that was read."""
    await writing_articles.change_article(await _article(about), ArticleForm.parse(dict(values["form"])), values["base"], approved=True)


async def is_as_it_was_read(about: str, values: Values) -> None:
    """Refuse to ask about an article that is not the one that was read; everything else was checked when it was tried."""
    check_base(values["base"], await base_of_row(await _article(about)))


def _picture(row: Article, form: ArticleForm, language: str) -> PictureFact:
    address = url_for("desk.article_picture.show", lang=language, article=row.slug, picture=f"{form.picture}.jpg")
    texts = {text.language: text.picture_text for text in form.texts}
    return PictureFact(address, texts.get(language) or next(iter(texts.values())))


async def article_facts(about: str, values: Values, language: str) -> Facts:
    """Show the article as it will be: all its texts, and all that it is about; of a draft that was deleted meanwhile, nothing."""
    row = await articles.by_id(_number(about))
    if row is None:
        return ()
    form = ArticleForm.parse(dict(values["form"])) if "form" in values else await writing_articles.form_with(row, ArticleChange())
    facts: list[tuple[Message, str | PictureFact]] = [
        (Message("Address name"), form.slug),
        (Message("Kind"), form.kind.word.text(language)),
        (Message("Day"), date_text(PartialDate(form.on), language)),
        (Message("Source"), " · ".join(filter(None, (form.source.name, form.source.url)))),
        (Message("What it is about"), " · ".join((*form.organisations, *form.forums, *form.memoranda))),
    ]
    facts += [(Message("Picture"), _picture(row, form, language)), (Message("Whose picture it is"), form.picture_credit)] if form.picture else []
    texts = [(text.language, "\n\n".join(filter(None, (text.title, text.summary, text.body, text.picture_text)))) for text in form.texts]
    return [*facts, *((Message("Text, {language}", language=language_name(code, language)), words) for code, words in texts)]
