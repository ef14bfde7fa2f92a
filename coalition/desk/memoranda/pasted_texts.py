"""A text that was pasted: what was cleaned in it, what its lines look like, and the text with the offers that the editor ticked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from coalition.desk.cleaned_notes import cleaned_in, sentences
from coalition.text import html, provisions
from coalition.text.apart import apart_if_long
from coalition.text.pasted_lines import Offer, Suggestion, applied, suggestions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Offered(Struct, frozen=True):
    """What a text looks like, and the text as it would be if all of it were applied."""

    suggestions: Sequence[Suggestion]
    result: html.RenderedText


async def offered(body: str, code: str) -> Offered | None:
    """Return what a text looks like; None if nothing is offered."""
    return await apart_if_long(body, _offered, body, code)


def _offered(body: str, code: str) -> Offered | None:
    suggested = suggestions(body)
    if not suggested:
        return None
    blocks = provisions.parse(applied(body, list(Offer)))
    keys = [f"passage-{number}" for number in range(1, len(blocks) + 1)]
    return Offered(suggested, html.render(blocks, keys, code, heading_level=3, id_prefix="o-"))


def ticked(names: Sequence[str]) -> list[Offer]:
    """Return the offers that were ticked."""
    return [offer for offer in Offer if offer.value in names]


def notes(given: Mapping[str, Any], language: str) -> list[str]:
    """Say what was cleaned in the title and the text."""
    return sentences(cleaned_in((name, given.get(name, "")) for name in ("title", "body")), language)
