"""Every address stands in one table with who may use it, and a stranger gets no further than the table says."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from litestar.routes import HTTPRoute

from coalition import clock
from coalition.addresses import ROUTES, Audience, url_for
from coalition.articles.publishing_articles import publish_article
from coalition.cleaned_pictures import LARGEST_PICTURE
from coalition.deliveries.evidence_files import add_file
from coalition.http_connections import LARGEST_HEADER, LARGEST_MESSAGE
from coalition.rendering import static_name
from coalition.web.audiences import Audiences
from tests import factories
from tests.appeals import appealed
from tests.deliveries import told
from tests.drafting_record import recorded_lines
from tests.house.tree import modules, name_of, templates
from tests.signing.walking import everything

if TYPE_CHECKING:
    from collections.abc import Iterable

    import httpx
    from litestar.types import ASGIApp

    from coalition.addresses import Route
    from coalition.people.tables import Coordinator

PLACE = re.compile(r"{(\w+)}")
NAMED = re.compile(r"""\b(?:url_for|redirect|route)\(\s*["']([a-z_]+(?:\.[a-z_]+)+)["']""")
EMPTY_FORM = {"content-type": "application/x-www-form-urlencoded"}

Row = tuple[str, str, str]


def rows_of_table(table: dict[str, Route]) -> list[Row]:
    return [(name, row.method, row.path.rstrip("/")) for name, row in table.items()]


async def rows_of(app: Any) -> list[Row]:
    while not isinstance(app, Audiences):
        app = app.app
    return [
        (str(handler.name), method, route.path_format.rstrip("/"))
        for part in await app.applications()
        for route in part.routes
        if isinstance(route, HTTPRoute)
        for handler in route.route_handlers
        for method in handler.http_methods
        if method not in {"HEAD", "OPTIONS"}
    ]


def differences(registered: Iterable[Row], table: Iterable[Row]) -> set[tuple[Row, int, int]]:
    served, listed = Counter(registered), Counter(table)
    return {(row, served[row], listed[row]) for row in served | listed if not served[row] == listed[row] == 1}


def unknown_names(text: str) -> set[str]:
    return set(NAMED.findall(text)) - set(ROUTES)


@pytest.mark.sqlite_only
async def test_every_route_has_one_row_and_every_row_one_route(app: ASGIApp) -> None:
    assert differences(await rows_of(app), rows_of_table(ROUTES)) == set()


def test_a_route_without_a_row_is_found() -> None:
    one, two = ("public.home.show", "GET", "/{lang}"), ("public.forgotten.show", "GET", "/{lang}/forgotten")
    assert differences([one, two], [one]) == {(two, 1, 0)}
    assert differences([one], [one, two]) == {(two, 0, 1)}
    assert differences([one, one], [one]) == {(one, 2, 1)}


def test_every_name_of_an_address_is_in_the_table() -> None:
    findings = {name_of(path): unknown_names(path.read_text()) for path in [*modules(), *templates()]}
    assert {name: unknown for name, unknown in findings.items() if unknown} == {}
    assert unknown_names("{{ url_for('public.nowhere.show') }}") == {"public.nowhere.show"}


@pytest.fixture
async def places(ada_account: Coordinator) -> dict[str, dict[str, object]]:
    """Return what fills the places of each address: all of it exists, and the memorandum is public and open."""
    forum = await factories.forum()
    memorandum = await factories.opened(ada_account, forum=forum.slug)
    organisation = await factories.organisation("steppe")
    await factories.signed(memorandum, organisation)
    await recorded_lines.put_line(memorandum, organisation)
    await told.addressee(memorandum)
    entry, scan = await told.scanned(memorandum, remark="A draft.")
    await add_file(memorandum, entry.key, "stamp.pdf", b"%PDF-")
    acceding = await factories.open_for_accession(ada_account, "acceding")
    await factories.correction(memorandum)
    article = await factories.article()
    picture = await factories.picture(article)
    await publish_article(article)
    common = {
        "lang": "en",
        "memorandum": memorandum.slug,
        "forum": forum.slug,
        "organisation": organisation.slug,
        "slug": memorandum.slug,
        "language": "en",
        "year": clock.today().year,
        "number": 1,
        "edition": 1,
        "entry": entry.key,
        "token": "A" * 43,
        "article": article.slug,
        "picture": f"{picture}.jpg",
        "network": (await factories.network(members=[organisation.slug])).slug,
    }
    return {
        "": common,
        **{f"{audience}.entry_scan.show": {"picture": f"{scan}.jpg"} for audience in ("public", "desk")},
        "public.static.show": {"file": static_name("coalition.css")},
        "public.memorandum_file.show": {"file": f"{memorandum.slug}.json"},
        "public.citation_file.show": {"file": f"{memorandum.slug}.bib"},
        "desk.wording_file.show": {"file": "en.docx"},
        "public.notification_citation.show": {"year": clock.today().year, "file": "1.ris"},
        **{f"public.{noun}.{step}": {"memorandum": acceding.slug} for noun in ("request", "accession") for step in ("new", "create")},
        "public.memorandum_feed.show": {"file": f"{memorandum.slug}.atom"},
        "api.forum.show": {"slug": forum.slug},
        "api.network.show": {"slug": "net"},
        "api.appeal.show": {"slug": (await appealed.sent(ada_account)).slug},
        "api.organisation.show": {"slug": organisation.slug},
        "api.article.show": {"slug": "a-story"},
    }


def filled(name: str, places: dict[str, dict[str, object]]) -> str:
    known = places[""] | places.get(name, {})
    wanted = PLACE.findall(ROUTES[name].path)
    return url_for(name, **{place: known.get(place, "1") for place in wanted})


async def ask(stranger: httpx.AsyncClient, name: str, places: dict[str, dict[str, object]], **more: Any) -> httpx.Response:
    row = ROUTES[name]
    given = {} if row.method == "GET" else {"content": b"", "headers": EMPTY_FORM}
    return await stranger.request(row.method, filled(name, places), **(given | more))


def names_for(*audiences: Audience) -> list[str]:
    return [name for name, row in ROUTES.items() if row.audience in audiences]


@pytest.mark.sqlite_only
async def test_a_stranger_reads_what_is_public_without_a_cookie(cleo: httpx.AsyncClient, places: dict[str, dict[str, object]]) -> None:
    answers = {name: await ask(cleo, name, places) for name in names_for(Audience.PUBLIC)}
    expected = {name: 303 if name == "public.start.show" else 200 for name in answers}
    assert {name: answer.status_code for name, answer in answers.items()} == expected
    assert [name for name, answer in answers.items() if "set-cookie" in answer.headers] == []


@pytest.mark.sqlite_only
async def test_a_draft_does_not_exist_for_a_stranger(cleo: httpx.AsyncClient, ada_account: Coordinator, places: dict[str, dict[str, object]]) -> None:
    draft = await factories.draft(ada_account, "secret-draft")
    files = {name: {"file": str(known["file"]).replace("cooperation", draft.slug)} for name, known in places.items() if "file" in known}
    places = places | files | {"": places[""] | {"memorandum": draft.slug, "slug": draft.slug}}
    asked = (
        "memorandum",
        "signatories",
        "comparison",
        "verification",
        "editions",
        "edition",
        "changes",
        "correction",
        "memorandum_file",
        "memorandum_feed",
        "wording",
    )
    names = [name for name in names_for(Audience.PUBLIC) if name.split(".")[1] in asked and "{" in ROUTES[name].path]
    assert {name: (await ask(cleo, name, places)).status_code for name in names} == dict.fromkeys(names, 404)


@pytest.mark.sqlite_only
async def test_a_stranger_is_sent_from_the_desk_to_sign_in(cleo: httpx.AsyncClient, places: dict[str, dict[str, object]]) -> None:
    names = names_for(Audience.EDITOR, Audience.COORDINATOR)
    answers = {name: await ask(cleo, name, places) for name in names}
    sent = {name: (answer.status_code, answer.headers.get("location"), answer.content) for name, answer in answers.items()}
    assert sent == dict.fromkeys(names, (303, url_for("desk.sign_in.new", lang="en"), b""))


@pytest.mark.sqlite_only
@pytest.mark.parametrize("authorization", [None, "Bearer " + "A" * 43, "Basic YWRhOmFkYQ=="])
async def test_a_stranger_is_refused_where_a_token_is_needed(
    cleo: httpx.AsyncClient, places: dict[str, dict[str, object]], authorization: str | None
) -> None:
    names = names_for(Audience.TOKEN_READ, Audience.TOKEN_WRITE)
    headers = {"content-type": "application/json"} | ({"authorization": authorization} if authorization else {})
    answers = {name: await ask(cleo, name, places, headers=headers) for name in names}
    assert {name: answer.status_code for name, answer in answers.items()} == dict.fromkeys(names, 401)
    assert {answer.headers["www-authenticate"].split()[0] for answer in answers.values()} == {"Bearer"}


@pytest.mark.sqlite_only
@pytest.mark.parametrize("cookie", [None, "A" * 43])
async def test_a_stranger_without_a_link_cannot_sign(cleo: httpx.AsyncClient, places: dict[str, dict[str, object]], cookie: str | None) -> None:
    if cookie:
        cleo.cookies.set("signing", cookie, domain="127.0.0.1")
    answers = {name: await ask(cleo, name, places) for name in names_for(Audience.LINK)}
    expected = {name: 404 if "{token}" in ROUTES[name].path else 403 for name in answers}
    expected |= {"signing.fresh_link.create": 303, "signing.fresh_link.show": 200}  # the answer is the same for every token, known or not
    expected |= {"signing.delegation.show": 200, "signing.link_end.show": 200}  # what follows the end of a session, and names nothing
    expected |= {"signing.saved_answers.show": 404}  # no day is said
    assert {name: answer.status_code for name, answer in answers.items()} == expected
    assert [name for name, answer in answers.items() if "set-cookie" in answer.headers] == []


@pytest.mark.sqlite_only
async def test_signing_in_with_nothing_opens_nothing(cleo: httpx.AsyncClient, places: dict[str, dict[str, object]]) -> None:
    answers = {name: await ask(cleo, name, places) for name in names_for(Audience.ANYONE_SIGNING_IN)}
    assert [name for name, answer in answers.items() if answer.status_code >= 500] == []
    assert [name for name, answer in answers.items() if "set-cookie" in answer.headers or "desk" in answer.headers.get("location", "")] == []


@pytest.mark.sqlite_only
async def test_who_asks_with_nothing_changes_nothing(cleo: httpx.AsyncClient, places: dict[str, dict[str, object]]) -> None:
    before = await everything()
    answers = {name: await ask(cleo, name, places) for name in names_for(Audience.ANYONE_ASKING)}
    assert {name: answer.status_code for name, answer in answers.items()} == {name: 200 if ROUTES[name].method == "GET" else 422 for name in answers}
    assert [name for name, answer in answers.items() if "set-cookie" in answer.headers] == []
    assert {answer.headers["cache-control"] for answer in answers.values()} == {"no-store"}
    elsewhere = {"headers": EMPTY_FORM | {"sec-fetch-site": "cross-site"}}
    posts = [name for name in answers if ROUTES[name].method == "POST"]
    assert {(await ask(cleo, name, places, **elsewhere)).status_code for name in posts} == {403}
    assert await everything() == before


def test_every_audience_is_walked() -> None:
    assert set(Audience) == {row.audience for row in ROUTES.values()}


async def test_the_server_reads_the_largest_body_that_a_route_takes(app: Any) -> None:
    """A body that is larger than what the server reads ends the connection, and nobody is told why."""
    while not isinstance(app, Audiences):
        app = app.app
    handlers = [each for part in await app.applications() for route in part.routes if isinstance(route, HTTPRoute) for each in route.route_handlers]
    largest = max(handler.resolve_request_max_body_size() for handler in handlers)
    assert largest > LARGEST_PICTURE
    assert largest + LARGEST_HEADER <= LARGEST_MESSAGE
