"""The partners of the host and of programmes: how many in each country, who they are, and how many have no name here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromQuery

from coalition import database
from coalition.languages import countries_by_name
from coalition.organisations.tables import OrganisationKind
from coalition.organisations.themes import Theme
from coalition.organisations.visible_queries import Viewer
from coalition.partners.queries import Chosen, numbers_without_names, partner_menus, partner_numbers, partners_page
from coalition.partners.tables import PartnerState
from coalition.public.list_filters import asked_in, choice_in, country_in, words_in
from coalition.published.list_heights import fitted, heights_of
from coalition.web.pages import PLACES, alternates, public_page
from coalition.web.routing import AnyRequest, route

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from coalition.organisations.views import OrganisationView
    from coalition.partners.views import PartnerMenus, Partnership, PartnersPage
    from coalition.search.match_marks import Words

AT_ONCE = 30


@route("public.partners.list")
async def list_partners(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show partners, the present ones or the former ones, or those that words, a country, a theme, a kind and a programme find."""
    query, words = request.query_params, words_in(request.query_params)
    async with database.reading():
        menus = await partner_menus(Viewer.EVERYBODY)
        chosen = _chosen_in(query, menus)
        read = partial(partners_page, chosen, Viewer.EVERYBODY, words.query, language=language, after=after)
        page = await fitted(lambda limit: read(limit=limit), lambda page: _heights(page, language, words), AT_ONCE)
        numbers = await partner_numbers(chosen, Viewer.EVERYBODY)
        unnamed = await numbers_without_names(chosen.programme)
    facts: dict[str, Any] = {"chosen": chosen, "words": words, "page": page, "numbers": numbers, "unnamed": unnamed, "menus": menus, "after": after}
    facts |= {"asked": asked_in(query, "q", "state", "country", "theme", "kind", "programme"), "alternates": alternates(request, but=PLACES)}
    return public_page(request, "public/partners/list.html", section="partners", **facts, **_in_language(facts, language))


def _in_language(facts: Mapping[str, Any], language: str) -> dict[str, Any]:
    """Return what the page shows in the order of names of countries; a list that is on the page as a whole is grouped by them."""
    chosen, page = facts["chosen"], facts["page"]
    is_whole = not (facts["after"] or page.after or facts["words"] or chosen.country)
    return {
        "is_former": chosen.state == PartnerState.FORMER,
        "countries": countries_by_name(facts["menus"].countries, language),
        "by_country": countries_by_name(facts["numbers"].by_country, language),
        "groups": _by_country(page, language) if is_whole else [("", page.organisations)],
    }


def _heights(page: PartnersPage, language: str, words: Words) -> Sequence[int]:
    below = [[_line(each, language) for each in page.of.get(view.id, ())] for view in page.organisations]
    return [heights_of([view], language, *lines, words=words)[0] for view, lines in zip(page.organisations, below, strict=True)]


def _line(partnership: Partnership, language: str) -> str:
    programme = partnership.programme.name(language)[1] if partnership.programme else ""
    return f"{programme}{' ' * 60}{partnership.source}"


def _chosen_in(query: Mapping[str, str], menus: PartnerMenus) -> Chosen:
    """Return the partners that an address asks for.

    Raises:
        NotFoundException: a value is in no menu; a programme whose partners nobody may know of is not found either.

    """
    slug = query.get("programme", "")
    programmes = {programme.slug: programme.id for programme in menus.programmes}
    if slug and slug not in programmes:
        raise NotFoundException
    return Chosen(
        state=choice_in(query, "state", PartnerState) or PartnerState.PRESENT,
        country=country_in(query),
        theme=choice_in(query, "theme", Theme) or "",
        kind=choice_in(query, "kind", OrganisationKind) or "",
        programme=programmes.get(slug),
    )


def _by_country(page: PartnersPage, language: str) -> Sequence[tuple[str, Sequence[OrganisationView]]]:
    """Return the organisations of each country in which they work together, in the order of its name; last those of no certain country."""
    codes = {view.id: {code for each in page.of.get(view.id, ()) for code in each.countries} for view in page.organisations}
    every = dict.fromkeys(code for each in codes.values() for code in each)
    groups = [(code, [view for view in page.organisations if code in codes[view.id]]) for code, _ in countries_by_name(every, language)]
    elsewhere = [view for view in page.organisations if not codes[view.id]]
    return [*groups, *([("", elsewhere)] if elsewhere else [])]
