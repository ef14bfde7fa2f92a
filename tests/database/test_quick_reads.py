"""Inside a block that reads SQLite, statements that are known to be quick run at once, and all others in a thread."""

from __future__ import annotations

import asyncio
from threading import get_ident
from typing import Any

import pytest

from coalition.database import one_row, prepared, prepared_for_thread, reading, sqlite_reader
from coalition.organisations.tables import Organisation
from tests import factories

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _only_sqlite(store: str) -> None:
    if store.startswith("postgres"):
        pytest.skip("PostgreSQL runs every statement elsewhere")


@prepared
def quick(slug: str) -> Any:
    return Organisation.select(Organisation.slug).where(Organisation.slug == slug)


@prepared_for_thread
def slow(slug: str) -> Any:
    return Organisation.select(Organisation.slug).where(Organisation.slug == slug)


SLOW = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 3000000) SELECT count(*) AS c FROM n"


async def test_only_quick_statements_run_in_the_thread_of_the_event_loop(store: str, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[bool] = []
    fetch = sqlite_reader.fetch_rows

    def noted(*of: Any) -> list[dict[str, Any]]:
        if "organisation" in of[1]:
            threads.append(get_ident() == here)
        return fetch(*of)

    here = get_ident()
    await factories.organisation("a")
    monkeypatch.setattr(sqlite_reader, "fetch_rows", noted)
    async with reading():
        await quick("a")
        await slow("b")
        await Organisation.select(Organisation.slug).where(Organisation.slug == "a")
        await one_row(Organisation, Organisation.slug == "a")
    assert threads == [True, False, False, True]


async def test_a_reader_whose_statement_was_cancelled_gives_back_a_connection_that_works(store: str) -> None:
    async def read_slowly() -> None:
        async with reading():
            await quick("a")
            await Organisation.raw(SLOW)

    await factories.organisation("a")
    for _ in range(2 * 4):
        task = asyncio.create_task(read_slowly())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with reading():
        assert await quick("a") == [{"slug": "a"}]


async def test_a_block_sees_one_state_whatever_others_commit(store: str) -> None:
    await factories.organisation("a")

    async def write() -> None:
        await factories.organisation("b")

    async with reading():
        assert await quick("b") == []
        await asyncio.create_task(_alone(write))
        assert await slow("b") == []
        assert await one_row(Organisation, Organisation.slug == "b") is None
    assert await quick("b") == [{"slug": "b"}]


async def _alone(work: Any) -> None:
    """Run work outside the block of the task that started it."""
    from coalition.database import current

    current().set_open_transaction(None)
    await work()
