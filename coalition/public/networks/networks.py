"""Networks of the public register: their members as far as they are shown, and which of them signed what."""

from functools import partial

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.languages import Message, countries_by_name
from coalition.networks.queries import at_level, number_shown, shown_countries
from coalition.organisations.tables import Reach
from coalition.organisations.visible_queries import Viewer, visible_organisations
from coalition.public.list_filters import asked_in, choice_in, country_in, words_in
from coalition.public.loading import existing
from coalition.published.list_heights import fitted, heights_of
from coalition.published.network_record import MembersAsked, public_network
from coalition.web.pages import PLACES, alternates, public_page
from coalition.web.routing import AnyRequest, route
from coalition.words import for_each

AT_ONCE = 40
_LEVELS = for_each(
    Reach,
    {
        Reach.LOCAL: Message("Local networks"),
        Reach.NATIONAL: Message("National networks"),
        Reach.REGIONAL: Message("Regional networks"),
        Reach.INTERNATIONAL: Message("International networks"),
    },
)
_PLACES = PLACES | {"former", "signed", "others"}
_listed = visible_organisations(Viewer.EVERYBODY)


@route("public.networks.list")
async def list_networks(request: AnyRequest, language: NamedDependency[str], after: FromQuery[str] = "") -> Response[bytes]:
    """Show networks by level, or those that words find, each with the number of its listed members."""
    query = request.query_params
    words, level = words_in(query), choice_in(query, "level", Reach)
    async with database.reading():
        read = partial(_listed.page_with, at_level(level), words.query, language=language, after=after)
        page = await fitted(lambda limit: read(limit=limit), lambda page: heights_of(page.organisations, language, " ", words=words), AT_ONCE)
        shown = await _listed.as_found(page.organisations, words, language)
        numbers = await number_shown(network.id for network in shown)
    facts = {"networks": shown, "numbers": numbers, "words": words, "level": level, "levels": _LEVELS, "after": after, "more": page.after}
    facts |= {"asked": asked_in(query, "q", "level"), "alternates": alternates(request, but=PLACES)}
    return public_page(request, "public/networks/list.html", section="networks", **facts)


@route("public.network.show")
async def show_network(request: AnyRequest, language: NamedDependency[str], network: FromPath[str]) -> Response[bytes]:
    """Show a network: its members by country, the networks inside it and around it, and who of them is among the signatories of what."""
    query = request.query_params
    places = {name: query.get(name, "") for name in ("after", "former", "memoranda", "memorandum", "signed", "others")}
    asked = MembersAsked(words_in(query), country_in(query), **places)
    async with database.reading():
        shown = existing(await public_network(network, language, asked))
        countries = countries_by_name(await shown_countries(shown.record.id), language)
    facts = {"shown": shown, "members_asked": asked, "countries": countries, "asked": asked_in(query, "q", "country")}
    return public_page(request, "public/networks/show.html", section="networks", alternates=alternates(request, but=_PLACES), **facts)
