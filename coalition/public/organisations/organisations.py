"""The public register of organisations; organisations that are not listed and withheld signatures are not shown in it."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.languages import countries_by_name
from coalition.organisations.visible_queries import Viewer, listed_countries, remaining_slug, visible_organisations
from coalition.public.list_filters import country_in, words_in
from coalition.public.loading import existing
from coalition.published.organisation_record import public_organisation
from coalition.web.pages import PLACES, alternates, language_of, moved, public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50
_listed = visible_organisations(Viewer.EVERYBODY)


@route("public.organisations.list")
async def list_organisations(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show organisations sorted by name, or search them by any name in any script; a code that is no country's is not found."""
    words, country = words_in(request.query_params), country_in(request.query_params)
    async with database.reading():
        page = await _listed.page_by_name(words.query, language=language, country=country or None, after=after, limit=AT_ONCE)
        shown, codes = await _listed.as_found(page.organisations, words, language), await listed_countries()
    facts = {"q": words.query, "words": words, "country": country, "after": after, "more": page.after}
    facts |= {"countries": countries_by_name(codes, language), "alternates": alternates(request, but=PLACES)}
    return public_page(request, "public/organisations/list.html", section="organisations", organisations=shown, **facts)


@route("public.organisation.show")
async def show_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show an organisation, its forums, and its public signatures; the address of a merged entry redirects to the one that remains."""
    async with database.reading():
        if remaining := await remaining_slug(organisation, Viewer.EVERYBODY):
            return moved("public.organisation.show", lang=language_of(request), organisation=remaining)
        shown = existing(await public_organisation(organisation))
    return public_page(request, "public/organisations/show.html", section="organisations", shown=shown)
