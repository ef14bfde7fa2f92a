"""A forum is archived by a program, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.trail.tables import TrailEntry
from tests import factories

if TYPE_CHECKING:
    import httpx

pytestmark = pytest.mark.anyio

HERE = "/api/v1/forums/kyiv-2013"


async def test_a_program_archives_a_forum_and_takes_it_back(script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.forum()
    public = (await cleo.get(HERE)).content, (await cleo.get("/api/v1/forums")).content
    assert (await script.get(HERE)).json()["archived"] is False
    for archived in (True, False):
        answer = await script.post(f"{HERE}/archive", json={"archived": archived})
        assert (answer.status_code, answer.headers["location"], answer.json()["archived"]) == (201, HERE, archived)
        [forum] = (await watcher.get("/api/v1/forums")).json()["items"]
        assert (forum["slug"], forum["archived"]) == ("kyiv-2013", archived)
        assert ((await cleo.get(HERE)).content, (await cleo.get("/api/v1/forums")).content) == public
    recorded = await TrailEntry.select(TrailEntry.act).order_by(TrailEntry.id).output(as_list=True)
    assert recorded[-2:] == ["forum_archived", "forum_taken_back"]
    assert (await cleo.get(HERE)).json()["archived"] is None


async def test_what_does_not_fit_is_refused(script: httpx.AsyncClient, watcher: httpx.AsyncClient, cleo: httpx.AsyncClient) -> None:
    await factories.forum()
    for program, body, path, status in (
        (script, {}, HERE, 422),
        (script, {"archived": "perhaps"}, HERE, 422),
        (script, {"archived": True}, "/api/v1/forums/none", 404),
        (watcher, {"archived": True}, HERE, 403),
        (cleo, {"archived": True}, HERE, 401),
    ):
        assert (await program.post(f"{path}/archive", json=body)).status_code == status, (body, path)
