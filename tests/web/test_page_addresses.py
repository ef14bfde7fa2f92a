"""A public page has one canonical address: what is not a parameter of it reaches neither the cache nor the handler."""

from __future__ import annotations

from inspect import signature
from typing import Any

import pytest
from litestar.routes import HTTPRoute

from coalition.addresses import ROUTES, Audience
from coalition.api.operations import OPERATIONS
from coalition.web import page_addresses
from coalition.web.audiences import Audiences
from coalition.web.page_addresses import address_of
from tests import factories
from tests.mutants import mutated
from tests.web.caches import Watched

pytestmark = [pytest.mark.anyio, pytest.mark.sqlite_only]

# Read from the query as a whole: their names are no names in Python, or those of a form.
READ_AS_A_FORM = {
    "public.appeals.list": {"q", "state"},
    "public.articles.list": {"q", "kind", "organisation", "forum", "memorandum"},
    "public.changes.show": {"from"},
    "public.citation.show": {"edition", "provision", "at", "line", "statement", "q", "after"},
    "public.citation_file.show": {"edition", "provision", "at", "line", "statement", "language"},
    "public.drafting.show": {"q", "after"},
    "public.editions.list": {"q"},
    "public.forum.show": {"role", "q", "after"},
    "public.forums.list": {"q", "year", "country"},
    "public.memoranda.list": {"q", "state", "kind"},
    "public.network.show": {"q", "country", "after", "former", "memoranda", "memorandum", "signed", "others"},
    "public.networks.list": {"q", "level"},
    "public.notification_citation.show": {"language"},
    "public.notifications.list": {"q", "year", "kind"},
    "public.organisation.show": {"q", "acts", "forums", "networks", "partnerships"},
    "public.organisations.list": {"q", "country"},
    "public.partners.list": {"q", "state", "country", "theme", "kind", "programme"},
    "public.search.show": {"q", "kind", "language"},
    "public.signatories.show": {"after", "line", "earlier", "q", "country", "kind", "state", "changed"},
    "public.timeline.show": {"q", "after"},
    "public.statements.list": {"at", "provision", "number", "q", "after"},
    "desk.statements.list": {"after"},
}


def parameters_of(handler: Any) -> set[str]:
    """Return the names of the parameters of a query that a handler takes."""
    name = str(handler.name)
    query = OPERATIONS[name].query if name in OPERATIONS else None
    named = {at for at, given in signature(handler.fn).parameters.items() if given.default == ""}
    return named | READ_AS_A_FORM.get(name, set()) | set(query.model_fields if query else ())


async def test_the_table_names_the_parameters_that_handlers_take(app: Any) -> None:
    while not isinstance(app, Audiences):
        app = app.app
    routes = [each for part in await app.applications() for each in part.routes if isinstance(each, HTTPRoute)]
    taken = {str(handler.name): parameters_of(handler) for each in routes for handler in each.route_handlers if handler.name}
    public = {name: row for name, row in ROUTES.items() if row.method == "GET" and row.audience in {Audience.PUBLIC, Audience.ANYONE_ASKING}}
    assert {name: set(row.parameters) for name, row in public.items()} == {name: taken[name] for name in public}


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("/en/memoranda/cooperation?utm_source=letter", "/en/memoranda/cooperation"),
        ("/en/memoranda/cooperation/?text=ru&fbclid=1", "/en/memoranda/cooperation?text=ru"),
        ("/en?x=1", "/en/"),
        ("/en/organisations?country=KZ&q=a&country=KG", "/en/organisations?q=a&country=KZ"),
        ("/en/organisations?q=&country=&after=", "/en/organisations"),
        ("/en/organisations?q=%D0%B0", "/en/organisations?q=%D0%B0"),
        ("/sitemap.xml?a=b", "/sitemap.xml"),
        ("/api/v1/forums?limit=5&after=kyiv", "/api/v1/forums?after=kyiv&limit=5"),
        ("/api/v1/forums?limit=5&colour=red", None),
        ("/api/v1/forums?limit=5&limit=6", None),
        ("/api/v1/forums?after=", None),
        ("/en/desk", None),
        ("/en/sign-in", None),
        ("/de/memoranda", None),
        ("/en/signing/signature", None),
        ("/en/memoranda/cooperation/request/abc", None),
    ],
)
async def test_canonical_addresses(asked: str, canonical: str | None) -> None:
    path, _, query = asked.partition("?")
    address = address_of(path, query.encode())
    assert (address and address.key) == canonical


@pytest.mark.parametrize("asked", ["/", "/health/live", "/en/notifications/subscription?memorandum=a&b=c", "/en/memoranda/cooperation/request"])
async def test_what_depends_on_the_reader_or_the_moment_is_not_cached(asked: str) -> None:
    path, _, query = asked.partition("?")
    address = address_of(path, query.encode())
    assert address is not None
    assert (address.cached, "b=c" in address.query) == (False, False)


async def one_page_for_all(watched: Watched) -> None:
    """Every way to write an address is one page, and its links have none of what was added."""
    async with watched.reader() as cleo:
        answers = [
            await cleo.get(f"/en/organisations{query}") for query in ("?q=bir&country=KG", "?country=KG&utm=secret&q=bir", "/?q=bir&q=x&country=KG")
        ]
        assert {answer.status_code for answer in answers} == {200}
        assert len({answer.content for answer in answers}) == 1
        assert ("secret" in answers[1].text, "/ru/organisations?q=bir&amp;country=KG" in answers[1].text) == (False, True)
        assert (await cleo.get("/api/v1/organisations?limit=5&utm=secret")).status_code == 422
        assert (await cleo.get("/en/organisations?q=%00")).status_code == 404
    assert [key for key in watched.cache.store.pages if "organisations" in key] == ["/en/organisations?q=bir&country=KG"]


async def test_unknown_parameters_reach_no_handler(handlers: Any, store: str) -> None:
    assert store
    await factories.organisation("bir-duino", "Bir Duino", country="KG")
    await one_page_for_all(Watched(handlers))


async def test_a_build_that_passes_unknown_parameters_on_is_noticed(handlers: Any, store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert store
    await factories.organisation("bir-duino", "Bir Duino", country="KG")
    query = mutated(page_addresses, "[(name, values[name]) for name in row.parameters if values.get(name)]", "pairs")["_query"]
    monkeypatch.setattr(page_addresses, "_query", query)
    with pytest.raises(AssertionError):
        await one_page_for_all(Watched(handlers))
