"""Programs that use the API: Ada's script, a watcher that only reads, and a rival's script."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from coalition.people.accounts import add_token
from coalition.people.tables import Scope
from tests import factories
from tests.conftest import visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from litestar.types import ASGIApp

    from coalition.people.tables import Coordinator


@asynccontextmanager
async def program(app: ASGIApp, email: str, scope: Scope) -> AsyncIterator[httpx.AsyncClient]:
    token = await add_token(email, scope)
    async with visitor(app) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


@pytest.fixture
async def script(app: ASGIApp, ada_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    """Ada's script may write."""
    async with program(app, ada_account.email, Scope.WRITE) as client:
        yield client


@pytest.fixture
async def watcher(app: ASGIApp, ada_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    """Ada's other script only reads."""
    async with program(app, ada_account.email, Scope.READ) as client:
        yield client


@pytest.fixture
async def rival(app: ASGIApp) -> AsyncIterator[httpx.AsyncClient]:
    """Rita coordinates other memoranda."""
    await factories.coordinator("rita@example.org", "Rita")
    async with program(app, "rita@example.org", Scope.WRITE) as client:
        yield client
