"""The wording that is shown, and two wordings side by side."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

from markupsafe import Markup
from msgspec import Struct

from coalition.languages import Message, direction, language_name
from coalition.memoranda import edition_queries
from coalition.text.html import render
from coalition.text.provisions import parse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.published.memorandum import PublicMemorandum, PublicText
    from coalition.statements.queries import Stated


_NOTES_BEGIN = '<section class="notes"'


def chosen(public: PublicMemorandum, wanted: str, language: str) -> PublicText | None:
    """Return the wording asked for; when none is, the one in the page's language, else the first authentic one."""
    if wanted:
        return public.text(wanted)
    return public.text(language) or next(iter(public.texts), None)


async def text_html(wording: PublicText, statements: Sequence[Stated], language: str) -> Markup:
    """Return a wording as HTML, its notes labelled in the page's language, provisions marked with the statements about them."""
    keys = await edition_queries.keys_of(wording.id)
    return Markup(_rendered(wording.body, tuple(keys), wording.language, language, tuple(_marks(statements, language).items())))  # noqa: S704 -- cleaned by render


@lru_cache(maxsize=16)
def _rendered(body: str, keys: Sequence[str], text: str, language: str, marks: Sequence[tuple[str, str]]) -> str:
    """Render a text that stays the same while its page is made anew for every signature."""
    return render(parse(body), keys, text, labels=_labels(text, language), marks=dict(marks))


def _marks(statements: Sequence[Stated], language: str) -> Mapping[str, str]:
    """Return, by provision, a line in the page's language that leads to the statements about it."""
    links = defaultdict(list)
    for one in statements:
        links[one.provision].append(_link(one, language))
    opening = f'<p class="stated" lang="{language}" dir="{direction(language)}">'
    return {key: f"{opening}{' · '.join(found)}</p>" for key, found in links.items()}


def _link(one: Stated, language: str) -> str:
    title = escape(one.title.text(language))
    return f'<a href="#statement-{one.id}">{title if one.stands else f"<s>{title}</s>"}</a>'


def _labels(text: str, language: str) -> Mapping[str, str]:
    """Name the notes of one text so that two texts on a page stay apart."""
    return {
        "language": language,
        "notes": Message("Notes, {language}", language=language_name(text, language)).text(language),
        "back": Message("{note}: back to the text", note="{note}").text(language),
    }


class Pair(Struct, frozen=True):
    """A provision in two languages; a side it does not have is empty."""

    key: str
    left: Markup
    right: Markup


async def side_by_side(left: PublicText, right: PublicText, language: str) -> Sequence[Pair]:
    """Return the provisions of two wordings in the edition's order, then their notes."""
    ones, others = await _pieces(left, "left-", language), await _pieces(right, "right-", language)
    keys = [provision.key for provision in await edition_queries.provisions(left.edition)]
    nothing = Markup()
    rows = [Pair(key, ones.get(key, nothing), others.get(key, nothing)) for key in [*keys, "notes"]]
    return [row for row in rows if row.left or row.right]


async def _pieces(wording: PublicText, prefix: str, language: str) -> dict[str, Markup]:
    """Cut a rendered text at its blocks, and its notes off the last one."""
    keys = await edition_queries.keys_of(wording.id)
    html = render(parse(wording.body), keys, wording.language, labels=_labels(wording.language, language), id_prefix=prefix)
    body, found, notes = html.partition(_NOTES_BEGIN)
    starts = [body.rindex("<", 0, body.index(f' id="{prefix}{key}"')) for key in keys]
    pieces = {key: Markup(body[start:end]) for key, start, end in zip(keys, starts, [*starts[1:], len(body)], strict=True)}  # noqa: S704 -- as above
    return pieces | ({"notes": Markup(found + notes)} if found else {})  # noqa: S704 -- as above
