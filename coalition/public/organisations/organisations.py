"""The public register of organisations; organisations that are not listed and withheld signatures are not shown in it."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.languages import country_codes, country_name, sort_key
from coalition.organisations.visible_queries import Viewer, listed_countries, visible_organisations
from coalition.public.loading import existing
from coalition.published.organisation_record import public_organisation
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50
_listed = visible_organisations(Viewer.EVERYBODY)


@route("public.organisations.list")
async def list_organisations(
    request: AnyRequest,
    language: NamedDependency[str],
    q: FromQuery[str] = "",
    country: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Response[bytes]:
    """Show organisations sorted by name, or search them by any name in any script; a code that is no country's is not found."""
    if country and country not in country_codes():
        raise NotFoundException
    async with database.reading():
        page = await _listed.page_by_name(q, language=language, country=country or None, after=after, limit=AT_ONCE)
        codes = await listed_countries()
    countries = sorted(((code, country_name(code, language)) for code in codes), key=lambda country_and_name: sort_key(country_and_name[1]))
    facts = {"q": q, "country": country, "after": after, "more": page.after, "countries": countries}
    return public_page(request, "public/organisations/list.html", section="organisations", organisations=page.organisations, **facts)


@route("public.organisation.show")
async def show_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show an organisation, its forums, and its public signatures."""
    async with database.reading():
        shown = existing(await public_organisation(organisation))
    return public_page(request, "public/organisations/show.html", section="organisations", shown=shown)
