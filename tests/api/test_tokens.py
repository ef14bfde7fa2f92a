"""Who may do what with which token; what is somebody else's does not exist."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from uuid import UUID

import pytest

from coalition import clock
from coalition.addresses import ROUTES, Audience
from coalition.api.examples import BODIES
from coalition.people.accounts import add_token
from coalition.people.tables import ApiToken, Coordinator, Role, Scope
from tests import factories

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio
_FOR_TOKENS = [name for name, row in ROUTES.items() if row.audience in {Audience.TOKEN_READ, Audience.TOKEN_WRITE}]
_WRITING = [name for name, row in ROUTES.items() if row.audience is Audience.TOKEN_WRITE]
_OWN = [name for name in _FOR_TOKENS if "/memoranda/{slug}" in ROUTES[name].path]


async def _ask(client: httpx.AsyncClient, name: str, slug: str = "cooperation", body: object = None, **headers: str) -> httpx.Response:
    row = ROUTES[name]
    content = None if row.method == "GET" else json.dumps(body or {})
    given = {"slug": slug, "other": "b", "language": "en", "number": 1, "provision": "p1", "change": "x", "comment": 1, "entry": "e"}
    path = row.path.format(statement=UUID(int=1), **given)
    return await client.request(row.method, path, headers={"Content-Type": "application/json"} | headers, content=content)


@pytest.mark.sqlite_only
async def test_without_a_token_nothing_is_done(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    for name in _FOR_TOKENS:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}):
            answer = await _ask(cleo, name, **headers)
            assert (name, answer.status_code, answer.json()["type"]) == (name, 401, "/problems/token-needed")
            assert answer.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.sqlite_only
async def test_a_token_for_reading_does_not_write(watcher: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    for name in _WRITING:
        answer = await _ask(watcher, name)
        assert (name, answer.status_code, answer.json()["type"]) == (name, 403, "/problems/scope-too-narrow")
    assert (await _ask(watcher, "api.invitations.list")).status_code == 200


async def test_the_memorandum_of_others_does_not_exist(rival: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.organisation("kibhr")
    await factories.draft(ada_account, slug="draft")
    await factories.opened(ada_account, slug="opened")
    for name in _OWN:
        answers = [await _ask(rival, name, slug, BODIES.get(name)) for slug in ("missing", "draft", "opened")]
        assert (name, {answer.status_code for answer in answers}) == (name, {404})
        assert len({answer.content for answer in answers}) == 1


async def test_a_draft_is_read_by_those_who_work_on_it(
    cleo: httpx.AsyncClient, rival: httpx.AsyncClient, watcher: httpx.AsyncClient, ada_account: Coordinator
) -> None:
    await factories.draft(ada_account)
    for address in ("", "/wordings/en", "/signatories"):
        for stranger in (cleo, rival):
            assert (await stranger.get(f"/api/v1/memoranda/cooperation{address}")).status_code == 404
        own = await watcher.get(f"/api/v1/memoranda/cooperation{address}")
        assert (own.status_code, own.headers["Cache-Control"]) == (200, "no-store")
    assert (await cleo.get("/api/v1/memoranda")).json()["items"] == (await rival.get("/api/v1/memoranda")).json()["items"] == []
    assert [item["slug"] for item in (await watcher.get("/api/v1/memoranda")).json()["items"]] == ["cooperation"]


async def test_a_bad_token_is_refused_even_where_none_is_needed(cleo: httpx.AsyncClient) -> None:
    assert (await cleo.get("/api/v1/organisations")).status_code == 200
    assert (await cleo.get("/api/v1/organisations", headers={"Authorization": "Bearer wrong"})).status_code == 401


async def test_a_revoked_token_and_an_editors_token_open_nothing(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    edith = await factories.coordinator("edith@example.org", "Edith")
    of_editor = {"Authorization": f"Bearer {await add_token(edith.email, Scope.WRITE)}"}
    await Coordinator.update({Coordinator.role: Role.EDITOR.value}).where(Coordinator.id == edith.id)
    assert (await cleo.get("/api/v1/forums", headers=of_editor)).status_code == 403
    revoked = {"Authorization": f"Bearer {await add_token(ada_account.email, Scope.WRITE)}"}
    assert (await cleo.get("/api/v1/forums", headers=revoked)).status_code == 200
    await ApiToken.update({ApiToken.revoked_at: clock.now()}).where(ApiToken.coordinator == ada_account.id)
    assert (await cleo.get("/api/v1/forums", headers=revoked)).status_code == 401
