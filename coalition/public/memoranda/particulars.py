"""What the pages of a memorandum say about it beside its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from babel.lists import format_list

from coalition import clock
from coalition.addresses import url_for
from coalition.languages import Message, language_name, locale, own_language_name
from coalition.memoranda.tables import MemorandumKind, WordingStatus
from coalition.public.memoranda.sentences import standing, summary, tally
from coalition.published.citation import address_of, citation
from coalition.published.rule_sentences import who_may_sign

if TYPE_CHECKING:
    from coalition.memoranda.tables import Wording
    from coalition.published.memorandum import Published


def particulars(found: Published, language: str) -> dict[str, Any]:
    """Return what every page of a memorandum is given."""
    view, counts = found.view, found.status.counts
    authentic = [language_name(code, language) for code in view.authentic_languages]
    return {
        "section": "memoranda",
        "found": found,
        "view": view,
        "kind": MemorandumKind(view.kind),
        "rule": who_may_sign(view),
        "authentic": format_list(authentic, locale=locale(language)),
        "standing": standing(view, clock.today()),
        "summary": summary(found, clock.today()),
        "tally": tally(found),
        "listed": bool(found.status.lines or counts.signed or counts.supported),
        "address": address_of(view.slug, language),
        "cited": citation(found, language),
    }


def text_tabs(found: Published, shown: Wording | None, language: str) -> list[tuple[str, str, str, bool, str]]:
    """Return the tabs of the languages of a text (label, what it is worth, address, whether it is shown, its language)."""
    slug = found.view.slug
    tabs = [
        (
            own_language_name(one.language),
            WordingStatus(one.status).word.text(language),
            url_for("public.memorandum.show", lang=language, memorandum=slug, text=one.language),
            shown is not None and one.id == shown.id,
            one.language,
        )
        for one in found.wordings
    ]
    if len(tabs) > 1:
        beside = url_for("public.comparison.show", lang=language, memorandum=slug)
        tabs.append((Message("Side by side").text(language), "", beside, False, ""))
    return tabs
