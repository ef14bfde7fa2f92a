"""The register of organisations; withheld signatures are not shown in it."""

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from coalition import database
from coalition.acts.queries import public_acts_of
from coalition.forums.queries import forums_of
from coalition.forums.tables import ForumRole
from coalition.languages import country_name, sort_key
from coalition.memoranda.queries import views_of
from coalition.organisations import queries
from coalition.organisations.event_queries import predecessors, views_with_events
from coalition.organisations.proof_queries import domain_proofs
from coalition.organisations.tables import OrganisationKind, OrganisationStatus, Reach
from coalition.public.loading import existing
from coalition.web.pages import public_page
from coalition.web.routing import AnyRequest, route

AT_ONCE = 50


@route("public.organisations.list")
async def list_organisations(
    request: AnyRequest,
    language: NamedDependency[str],
    q: FromQuery[str] = "",
    country: FromQuery[str] = "",
    after: FromQuery[str] = "",
) -> Response[bytes]:
    """Show organisations sorted by name, or search them by any name in any script."""
    async with database.reading():
        rows = await queries.search(q, country=country or None, after=after, limit=AT_ONCE + 1)
        codes = await queries.countries()
    countries = sorted(((code, country_name(code, language)) for code in codes), key=lambda country_and_name: sort_key(country_and_name[1]))
    more = f"{rows[AT_ONCE - 1].name_key}/{rows[AT_ONCE - 1].slug}" if len(rows) > AT_ONCE else None
    facts = {"q": q, "country": country, "after": after, "more": more, "countries": countries}
    return public_page(request, "public/organisations/list.html", section="organisations", organisations=rows[:AT_ONCE], **facts)


@route("public.organisation.show")
async def show_organisation(request: AnyRequest, organisation: FromPath[str]) -> Response[bytes]:
    """Show an organisation, its forums, and its public signatures."""
    async with database.reading():
        row = existing(await queries.by_slug(organisation))
        record = (await views_with_events([row.id]))[row.id]
        earlier = await predecessors(row.id)
        forums = [(ForumRole(role), forum) for role, forum in await forums_of(record.id)]
        acts = await public_acts_of(record.id)
        memoranda = await views_of(act.memorandum for act in acts)
        proved = (await domain_proofs([record])).get(record.id)
    words = {"kind": OrganisationKind(record.kind), "scope": Reach(record.scope), "condition": OrganisationStatus(record.status)}
    facts = {"forums": forums, "acts": acts, "memoranda": memoranda, "predecessors": earlier, "proved": proved}
    return public_page(request, "public/organisations/show.html", section="organisations", organisation=record, **facts, **words)
