"""A program hands over Word files with tracked changes, which become amendments of an organisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.api.drafting.word_files import LARGEST_WORD_FILE
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.wording import save_wording
from tests.amendments import tracked_files
from tests.amendments.conftest import consulted, draft  # noqa: F401 -- fixtures
from tests.drafting.conftest import ENGLISH, key_of

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation/amendments"
FILE = f"{HERE}/word?organisation=ben&language=en&disclosure=named"
FUND = "They fund it."


async def numbers(script: httpx.AsyncClient) -> list[int]:
    return [each["number"] for each in (await script.get(HERE)).json()["items"]]


async def test_the_changes_of_a_file_are_entered_once(script, watcher, rival, cleo, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    content = tracked_files.by_word(FUND)
    assert [(await each.post(FILE, content=content)).status_code for each in (watcher, rival, cleo)] == [403, 404, 401]
    entered = await script.post(FILE, content=content, headers={"Idempotency-Key": "once"})
    again = await script.post(FILE, content=content, headers={"Idempotency-Key": "once"})
    assert (entered.status_code, again.json(), await numbers(script)) == (201, entered.json(), [1, 2, 3])
    assert [each["number"] for each in entered.json()["proposals"]] == [1, 2, 3]
    shown = (await script.get(f"{HERE}/1")).json()
    assert (shown["organisation"], shown["disclosure"], shown["provision"]) == ("ben", "named", await key_of(consulted, "1"))


@pytest.mark.changes_nothing
async def test_a_file_is_only_looked_at(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811 -- the fixture
    assert consulted
    looked = await script.post(f"{FILE}&save=false", content=tracked_files.by_word(FUND, comment="Who pays?"))
    answer = looked.json()
    assert (looked.status_code, answer["saved"], answer["comment_count"], answer["left_out"], await numbers(script)) == (201, False, 1, [], [])
    assert [(each["number"], each["operation"], each["text"]) for each in answer["proposals"]] == [
        (None, "replace", "The parties meet twice a year."),
        (None, "delete", ""),
        (None, "insert_after", FUND),
    ]


async def test_what_the_draft_does_not_say_any_more_is_named(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811
    body = ENGLISH.replace("The parties meet.", "The parties meet in Kyiv.")
    await save_wording(consulted, "en", WordingForm(title="Memorandum", body=body, version=1))
    answer = (await script.post(FILE, content=tracked_files.by_word(), headers={"Accept-Language": "nb"})).json()
    assert [each["operation"] for each in answer["proposals"]] == ["delete"]
    assert answer["left_out"] == [
        {
            "passage": "1. The parties meet.",
            "provision": await key_of(consulted, "1"),
            "reason": "changed_since",
            "sentence": "Utkastet sier noe annet her nå.",
        }
    ]


@pytest.mark.changes_nothing
async def test_what_cannot_be_read_is_refused(script: httpx.AsyncClient, consulted: Memorandum) -> None:  # noqa: F811
    assert consulted
    untracked = tracked_files.written_here(ENGLISH)
    for address, content, status in (
        (FILE, untracked, 422),
        (FILE, b"{}", 422),
        (FILE.replace("=en", "=ar"), untracked, 422),
        (FILE.replace("=ben", "=nobody"), tracked_files.by_word(), 422),
        (FILE.replace("=named", "=all"), untracked, 422),
        (f"{HERE}/word", untracked, 422),
        (FILE, b"0" * (LARGEST_WORD_FILE + 1), 413),
    ):
        assert (await script.post(address, content=content)).status_code == status, address
    assert await numbers(script) == []
