"""People at the desk: Dina coordinates other memoranda, Edith edits texts."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import httpx
import pytest

from coalition.people.signing_in import desk_form_token
from coalition.people.tokens import hash_of
from tests import factories
from tests.conftest import sign_in, visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator


@pytest.fixture
async def dina_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dina@example.org", "Dina")


@pytest.fixture
async def dina(app: ASGIApp, dina_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    """Dina coordinates, but not what Ada does."""
    async with visitor(app) as browser:
        await sign_in(browser, dina_account)
        yield browser


@pytest.fixture
async def edith_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("edith@example.org", "Edith", role="editor")


@pytest.fixture
async def edith(app: ASGIApp, edith_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    """Edith edits texts."""
    async with visitor(app) as browser:
        await sign_in(browser, edith_account)
        yield browser


async def send(browser: httpx.AsyncClient, path: str, fields: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
    """Post a form of the desk as its page would."""
    token = desk_form_token(hash_of(browser.cookies["desk"]))
    return await browser.post(path, data={"form_token": token, **(fields or {})}, **more)


def next_page(html: str) -> dict[str, str] | None:
    """Return the parameters of the next page of a list: of its link, or of the button in its place that takes along what is ticked."""
    link = re.search(r'rel="next" href="[^"?]*\?([^"]+)"', html)
    button = re.search(r'class="plain next"[^>]* name="(show|from)" value="([^"]+)"', html)
    if button and button[1] == "from":
        looked_for = re.search(r'name="q" value="([^"]*)"', html)
        return {"q": looked_for[1] if looked_for else "", "after": button[2]}
    query = link[1] if link else button[2] if button else ""
    return dict(parse_qsl(unescape(query))) or None


def hidden_in(page: str) -> dict[str, str]:
    """Return the hidden fields that say which record a form of the desk is about, and what it was when the form was shown."""
    return dict(re.findall(r'type="hidden" name="(mark|organisation|programme)" value="([^"]*)"', page))


async def send_seen(browser: httpx.AsyncClient, path: str, fields: Mapping[str, Any] | None = None) -> httpx.Response:
    """Post a form whose page first shows what everybody will see, and post it again as that page asks."""
    page = await send(browser, path, fields)
    shown = re.search(r'name="seen" value="(\w+)"', page.text)
    assert page.status_code == 200, page.text
    assert shown
    return await send(browser, path, {**(fields or {}), "seen": shown[1], "confirmed": "yes"})


async def send_sure(browser: httpx.AsyncClient, path: str, fields: Mapping[str, Any] | None = None) -> httpx.Response:
    """Post a form of something that cannot be undone, and the page that asks about it with its tick."""
    page = await send(browser, path, fields)
    assert (page.status_code, 'name="confirmed"' in page.text) == (200, True), page.text
    assert "This cannot be undone." in page.text
    return await send(browser, path, {**(fields or {}), "asked": "yes", "confirmed": "yes"})


async def adopt(browser: httpx.AsyncClient, memorandum: str, fields: Mapping[str, Any] | None = None) -> httpx.Response:
    """Read the page of an adoption (the address of the memorandum is given), tick everything on it and adopt the text."""
    page = await browser.get(f"{memorandum}/adoption")
    assert page.status_code == 200, page.text
    hidden = dict(re.findall(r'name="(digest|versions)" value="([^"]*)"', page.text))
    ticked = {"obstacles": re.findall(r'name="obstacles" value="([^"]*)"', page.text), "read": "yes"}
    return await send(browser, f"{memorandum}/adoption", {"rule": "consensus", "on": "2026-11"} | hidden | ticked | dict(fields or {}))


async def follow(browser: httpx.AsyncClient, answer: httpx.Response) -> httpx.Response:
    """Go where a form leads."""
    assert answer.status_code == 303, answer.text
    return await browser.get(answer.headers["location"])
