"""The upgrade goes on counting changes of public pages where the version before it was."""

from __future__ import annotations

import pytest

from coalition import migrating
from coalition.database import execute
from coalition.notices.issuing import pages_change
from coalition.notices.page_queries import changes_after, published_version
from coalition.notices.page_subjects import FORUMS

pytestmark = pytest.mark.anyio

BEFORE = "2026-11-28T15:41:00:000000"


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_the_count_of_changes_survives_the_upgrade(old_installation: None) -> None:
    await execute("UPDATE publication SET version = 41, steps = 7 WHERE id = 1")
    await migrating.migrate()
    assert await published_version() == 41
    await pages_change(FORUMS)
    assert (await published_version(), await changes_after(41)) == (42, [(42, FORUMS)])
    assert [row["steps"] for row in await execute("SELECT steps FROM publication")] == [7]
