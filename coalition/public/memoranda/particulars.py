"""The context that all pages of a memorandum share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list

from coalition.acts.act_kinds import explained
from coalition.addresses import url_for
from coalition.languages import Message, language_name, locale, own_language_name
from coalition.memoranda.tables import MemorandumKind
from coalition.public.memoranda.standing_sentences import standing, summary, tally
from coalition.published.citation import address_of, of_text
from coalition.published.citation_files import FORMATS
from coalition.published.rule_sentences import about_periods, who_may_sign
from coalition.settings import load

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from coalition.published.memorandum import PublicMemorandum, PublicText

    Tab = tuple[str, str, str, bool, str]


def particulars(public: PublicMemorandum, language: str) -> dict[str, Any]:
    """Return the context of every page of a memorandum, as at the day of its status."""
    view, counts, day = public.view, public.status.counts, public.status.as_at
    authentic = [language_name(code, language) for code in view.authentic_languages]
    return {
        "section": "memoranda",
        "public": public,
        "view": view,
        "kind": MemorandumKind(view.kind),
        "rule": who_may_sign(view),
        "periods": [] if view.historical else about_periods(view),
        "authentic": format_list(authentic, locale=locale(language)),
        "standing": standing(view, day),
        "summary": summary(public, day),
        "tally": tally(public),
        "explained": explained(),
        "listed": bool(public.status.lines or counts.parties or counts.supported),
        "address": address_of(view.slug, language),
        "list_address": list_address(view.slug, day, language),
        "cited": of_text(public, language).plain(language),
        "cite_files": citation_files(view.slug, language),
    }


def list_address(slug: str, day: date, language: str) -> str:
    """Return the address of the list as at a day."""
    return load().base_url + url_for("public.signatories.show", lang=language, memorandum=slug, at=day.isoformat())


def citation_files(slug: str, language: str, **part: str) -> list[tuple[str, str]]:
    """Return (ending, address) of the files in which a memorandum, or a part of it, is cited."""
    return [(ending, url_for("public.citation_file.show", file=f"{slug}.{ending}", **part, language=language)) for ending in FORMATS]


def language_tabs(texts: Sequence[PublicText], shown: PublicText | None, language: str, *, page: str, **places: Any) -> list[Tab]:
    """Return a tab for each language of a text (label, status, address, whether it is shown, its language); `page` is the address name."""
    return [
        (
            own_language_name(text.language),
            text.status.word.text(language),
            url_for(page, lang=language, text=text.language, **places),
            shown is not None and text.id == shown.id,
            text.language,
        )
        for text in texts
    ]


def text_tabs(public: PublicMemorandum, shown: PublicText | None, language: str) -> list[Tab]:
    """Return the tabs of a memorandum's page; with several languages there is a tab that shows two side by side."""
    slug = public.view.slug
    tabs = language_tabs(public.texts, shown, language, page="public.memorandum.show", memorandum=slug)
    if len(tabs) > 1:
        beside = url_for("public.comparison.show", lang=language, memorandum=slug)
        tabs.append((Message("Side by side").text(language), "", beside, False, ""))
    return tabs
