"""The register under headings: by the first letter of names, or by country."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from coalition.languages import Message, countries_by_name
from coalition.organisations.letter_groups import Section
from coalition.organisations.visible_queries import Viewer, listed_countries, visible_organisations
from coalition.published.list_heights import fitted, heights_of

if TYPE_CHECKING:
    from collections.abc import Sequence


AT_ONCE = 35
_HEADING = 60  # pixels
MOST_COUNTRIES = 10  # on a page: each is read by itself
_NONE, _BETWEEN = "-", "."  # in an address: that no country is represented; between a country and a place in its list
_NO_COUNTRY = Message("No country")


class Contents(Struct, frozen=True):
    """A page of the register, where the next page begins, and the places to begin a page: (title, place)."""

    sections: Sequence[Section]
    more: str = ""
    places: Sequence[tuple[str, str]] = ()

    def heights(self, language: str) -> Sequence[int]:
        """Return the heights of its organisations on a phone, the first of each section with its heading."""
        heights = list[int]()
        for section in self.sections:
            first, *others = heights_of(section.organisations, language)
            heights += [first + _HEADING, *others]
        return heights


async def by_country(language: str, after: str) -> Contents:
    """Return a page of the register by country with as many organisations as fit on a phone."""
    return await fitted(lambda limit: _by_country(language, after, limit), lambda contents: contents.heights(language), AT_ONCE)


async def _by_country(language: str, after: str, limit: int) -> Contents:
    """Return a page of the register by country, in the order of a language; organisations that represent none come last."""
    listed, codes = visible_organisations(Viewer.EVERYBODY), await listed_countries()
    titles = dict(countries_by_name(codes, language)) | {_NONE: _NO_COUNTRY.text(language)}
    order, (first, _, begin) = list(titles), after.partition(_BETWEEN)
    following = order[order.index(first) :] if first in titles else order
    sections, left, more = list[Section](), limit, ""
    for at, code in enumerate(following):
        if not left or at == MOST_COUNTRIES:
            more = code
            break
        page = await listed.page_in_country(code.strip(_NONE), language=language, after=begin if code == first else "", limit=left)
        sections += [Section(titles[code], page.organisations)] if page.organisations else []
        left -= len(page.organisations)
        if page.after:
            more = f"{code}{_BETWEEN}{page.after}"
            break
    return Contents(sections, more, [(title, code) for code, title in titles.items()])
