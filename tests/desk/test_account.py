"""Ada looks after her account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import sign_in, visitor
from tests.desk.conftest import follow, send

if TYPE_CHECKING:
    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator


async def test_ada_changes_her_name(ada: httpx.AsyncClient) -> None:
    page = await follow(ada, await send(ada, "/en/desk/account", {"name": "Ada Øvreland", "language": "nb"}))
    assert "Saved." in page.text
    assert "Ada Øvreland" in page.text


async def test_a_name_is_needed_and_what_was_chosen_is_kept(ada: httpx.AsyncClient) -> None:
    page = await send(ada, "/en/desk/account", {"name": "", "language": "ru"})
    assert page.status_code == 422
    assert "Write your name." in page.text
    assert '<option value="ru" selected>' in page.text


async def test_setting_a_password_ends_the_other_sessions(ada: httpx.AsyncClient, app: ASGIApp, ada_account: Coordinator) -> None:
    async with visitor(app) as elsewhere:
        await sign_in(elsewhere, ada_account)
        assert (await elsewhere.get("/en/desk")).status_code == 200
        short = await send(ada, "/en/desk/account/password", {"password": "short"})
        assert (short.status_code, "at least 14" in short.text) == (422, True)
        await follow(ada, await send(ada, "/en/desk/account/password", {"password": "four words make sense"}))
        assert ((await elsewhere.get("/en/desk")).status_code, (await ada.get("/en/desk")).status_code) == (303, 200)


async def test_ada_ends_her_other_sessions(ada: httpx.AsyncClient, app: ASGIApp, ada_account: Coordinator) -> None:
    async with visitor(app) as elsewhere:
        await sign_in(elsewhere, ada_account)
        assert "signed in on 2 devices" in (await ada.get("/en/desk/account")).text
        await follow(ada, await send(ada, "/en/desk/account/logins/removal"))
        assert (await elsewhere.get("/en/desk")).status_code == 303
        assert "signed in on 1 device" in (await ada.get("/en/desk/account")).text


@pytest.mark.parametrize("code", ["<script>", "reminded", "reminded&n=1e9", "reminded&n=٣٣٣٣٣٣٣٣", "nothing"])
async def test_a_notice_is_never_taken_from_the_address(ada: httpx.AsyncClient, code: str) -> None:
    page = await ada.get(f"/en/desk/account?done={code}")
    assert 'role="status"' not in page.text


async def test_ada_chooses_how_often_she_is_told_what_happened(ada: httpx.AsyncClient) -> None:
    assert '<option value="daily" selected>' in (await ada.get("/en/desk/account")).text
    page = await follow(ada, await send(ada, "/en/desk/account/news", {"rhythm": "weekly"}))
    assert "Saved." in page.text
    assert '<option value="weekly" selected>' in page.text
    refused = await send(ada, "/en/desk/account/news", {"rhythm": "hourly"})
    assert (refused.status_code, 'href="#rhythm"' in refused.text) == (422, True)
    assert '<option value="weekly" selected>' in (await ada.get("/en/desk/account")).text
