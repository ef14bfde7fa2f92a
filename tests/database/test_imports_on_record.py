"""What the upgrade makes of tables that waited for their coordinator or for a job when imports could not be undone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from coalition import migrating
from coalition.database import execute
from coalition.imports.queries import import_of
from coalition.imports.uploads import choices_of, sheets_of
from coalition.spreadsheets.sheets import Row, Sheet
from tests.upgrades import insert, last_before

pytestmark = pytest.mark.anyio

BEFORE = last_before("2026-11-28T20:10:00:000000")
NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_tables_that_wait_survive_the_upgrade(old_installation: None) -> None:
    ada = await insert("coordinator", email="ada@example.org", name="Ada", created_at=NOW)
    text = 'slug;name_en\naral;"Aral; Lamp"\n\nosh;Osh\n'
    numbers = [await insert("import", coordinator=ada, file_name="list.csv", content=content, created_at=NOW) for content in (text, "", 'a,b\n"c')]

    await migrating.migrate()

    waiting, imported, broken = [await import_of(number, ada) for number in numbers]
    assert waiting
    assert imported
    assert broken
    rows = (Row(1, ("slug", "name_en")), Row(2, ("aral", "Aral; Lamp")), Row(4, ("osh", "Osh")))
    assert (sheets_of(waiting), sheets_of(imported)) == ([Sheet("", rows)], [])
    assert sheets_of(broken)[0].rows[0] == Row(1, ("a", "b"))
    assert choices_of(waiting).answers == {}
    jobs = await execute("SELECT payload FROM job WHERE kind = {}", "preview_import")
    assert {json.loads(job["payload"])["import"] for job in jobs} == {numbers[0], numbers[2]}
