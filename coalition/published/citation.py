"""The citation of a memorandum."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.addresses import url_for
from coalition.languages import Message, date_text
from coalition.settings import load

if TYPE_CHECKING:
    from coalition.published.memorandum import PublicMemorandum


def citation(public: PublicMemorandum, language: str) -> list[tuple[str, str]]:
    """Return the parts of a citation as (language, text): title, forum, date, symbol, edition, address; unknown ones are left out."""
    view = public.view
    day = view.adopted or view.announced
    parts = [view.title(language)]
    if public.forum:
        words = public.forum.text(language)
        parts.append((words.language, words.title))
    if day:
        parts.append((language, date_text(day, language)))
    if view.symbol:
        parts.append(("en", view.symbol))
    if view.digest:
        parts.append((language, Message("edition {number}", number=view.edition).text(language)))
    return [*parts, ("en", address_of(view.slug, language))]


def address_of(slug: str, language: str) -> str:
    """Return the whole address of a memorandum's page."""
    return load().base_url + url_for("public.memorandum.show", lang=language, memorandum=slug)
