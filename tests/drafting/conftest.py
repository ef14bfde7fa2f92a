"""Dilnoza translates into Russian; the fixtures of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import factories
from tests.conftest import sign_in, visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator


@pytest.fixture
async def dilnoza_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dilnoza@example.org", "Dilnoza", role="editor")


@pytest.fixture
async def dilnoza(app: ASGIApp, dilnoza_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(app) as browser:
        await sign_in(browser, dilnoza_account)
        yield browser
