"""The public register of organisations; organisations that are not listed and withheld signatures are not shown in it."""

from functools import partial

from litestar import Response
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.articles.queries import About, newest_about
from coalition.languages import countries_by_name
from coalition.organisations.letter_groups import Section, by_letter, places_of
from coalition.organisations.visible_queries import Viewer, listed_countries, listed_letters, remaining_slug, visible_organisations
from coalition.public.list_filters import country_in, words_in
from coalition.public.loading import existing
from coalition.public.organisations.sections import AT_ONCE, Contents, by_country
from coalition.published.list_heights import fitted, heights_of
from coalition.published.organisation_record import LISTS, RecordAsked, public_organisation
from coalition.search.match_marks import Words
from coalition.web.pages import PLACES, alternates, moved, public_page
from coalition.web.routing import AnyRequest, route

_BY_COUNTRY = "country"
_listed = visible_organisations(Viewer.EVERYBODY)


@route("public.organisations.list")
async def list_organisations(
    request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "", order: FromQuery[str] = ""
) -> Response[bytes]:
    """Show organisations by name or by country (`?order=country`), or search them by any name in any script."""
    words, country = words_in(request.query_params), country_in(request.query_params)
    narrowed = bool(words or country)
    if order not in {"", _BY_COUNTRY}:
        raise NotFoundException
    async with database.reading():
        contents = await (by_country(language, after) if order and not narrowed else _by_name(words, country, language, after))
        codes = await listed_countries()
    facts = {"q": words.query, "words": words, "country": country, "after": after, "order": order, "narrowed": narrowed}
    facts |= {"countries": countries_by_name(codes, language), "alternates": alternates(request, but=PLACES)}
    return public_page(request, "public/organisations/list.html", section="organisations", contents=contents, **facts)


async def _by_name(words: Words, country: str, language: str, after: str) -> Contents:
    """Return a page of organisations under letters; those that are looked for stand together, and in a whole list letters lead on."""
    read = partial(_listed.page_by_name, words.query, language=language, country=country or None, after=after)
    page = await fitted(lambda limit: read(limit=limit), lambda page: heights_of(page.organisations, language, words=words), AT_ONCE)
    shown = await _listed.as_found(page.organisations, words, language)
    if words:
        return Contents([Section("", shown)] if shown else [], page.after)
    has_more = bool(page.after or after) and not country
    return Contents(by_letter(shown, language), page.after, places_of(await listed_letters(language)) if has_more else ())


@route("public.organisation.show")
async def show_organisation(request: AnyRequest, language: NamedDependency[str], organisation: FromPath[str]) -> Response[bytes]:
    """Show an organisation, its forums, and its public signatures; the address of a merged entry redirects to the one that remains.

    Words choose what each list shows by titles and names; each list shows what follows a place.
    """
    query = request.query_params
    asked = RecordAsked(words_in(query), **{name: query.get(name, "") for name in LISTS})
    async with database.reading():
        if remaining := await remaining_slug(organisation, Viewer.EVERYBODY):
            return moved("public.organisation.show", lang=language, organisation=remaining)
        shown = existing(await public_organisation(organisation, asked, language))
        articles = await newest_about(About(organisations=[shown.record.id, *(entry.organisation.id for entry in shown.merged)]))
    facts = {"shown": shown, "articles": articles, "asked": asked, "alternates": alternates(request)}
    return public_page(request, "public/organisations/show.html", section="organisations", **facts)
