"""A program takes a draft along in one of the five ways to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.trail.tables import TrailEntry
from tests.amendments import proposed
from tests.amendments.conftest import consulted, draft  # noqa: F401 -- fixtures
from tests.amendments.view_file_reader import WordFile, markdown, word

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation/wordings/en/proposals"


async def test_a_program_reads_what_the_desk_reads(script, watcher, rival, cleo, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    links = await proposed.sessions(consulted, "ben")
    await proposed.handed_in(links["ben"], await proposed.replacing(consulted, "1", "The parties meet twice."), disclosure="coordinators")
    file = await word(watcher, HERE, "proposals")
    assert (file.changes, [author for author, _, _ in file.comments]) == ([("ins", "Party ben", " twice")], ["Party ben"])
    assert file == WordFile((await watcher.get(f"{HERE}.docx")).content)
    assert (await watcher.get(f"{HERE}.docx")).headers["content-disposition"] == 'attachment; filename="cooperation-en-proposals.docx"'
    assert "1. The parties meet.\n" in await markdown(script, HERE, "result")
    for address, status in ((f"{HERE}.md?view=other", 422), (HERE.replace("/en/", "/ar/") + ".docx", 404), (f"{HERE}.pdf", 404)):
        assert (await watcher.get(address)).status_code == status
    assert [(await each.get(f"{HERE}.docx")).status_code for each in (rival, cleo)] == [404, 401]


async def test_reading_the_names_is_recorded_and_reading_a_text_is_not(watcher: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811
    links = await proposed.sessions(consulted, "ben")
    await proposed.handed_in(links["ben"], await proposed.replacing(consulted, "1", "The parties meet twice."))
    await markdown(watcher, HERE, "difference")
    assert await TrailEntry.count().where(TrailEntry.about == "page:proposals") == 0
    await markdown(watcher, HERE, "proposals")
    assert await TrailEntry.count().where(TrailEntry.about == "page:proposals") == 1
