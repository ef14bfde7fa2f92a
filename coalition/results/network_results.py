"""Networks as results of their own: asked for as a kind, they are found as in their list, and lead to the page with their members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coalition.networks.queries import at_level
from coalition.organisations.names import name_for
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.results.result import Address, Result, ResultKind
from coalition.search.match_marks import Words

if TYPE_CHECKING:
    from coalition.organisations.views import OrganisationView
    from coalition.search.everywhere import Matches

MOST = 1000  # networks that are read for a place in the results


async def network_results(query: str, matches: Matches, language: str, readable_in: str, limit: int) -> list[Result]:
    """Return networks by name, with a name in a language if one is chosen; if the words find none, those that the nearest words find."""
    listed = visible_organisations(Viewer.EVERYBODY)
    for text in dict.fromkeys(filter(None, (query, matches.corrected))):
        page = await listed.page_with(at_level(None), text, language=language, limit=min(limit, MOST))
        shown = await listed.as_found([view for view in page.organisations if _is_readable(view, readable_in)], Words(text), language)
        if shown:
            return [_result(view, matches, Words(text), language) for view in shown]
    return []


def _is_readable(view: OrganisationView, language: str) -> bool:
    return not language or any(name.language == language for name in view.names)


def _result(view: OrganisationView, matches: Matches, words: Words, language: str) -> Result:
    name, address = name_for(view, language), Address("public.network.show", {"network": view.slug})
    other = words.other([name.name], view.every_name)
    return Result(ResultKind.NETWORK, view.slug, name.name, name.language, address, matches.terms, other)
