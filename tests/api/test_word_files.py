"""A program takes a draft along as a Word file, and brings a Word file in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.api import idempotency
from coalition.api.drafting.word_files import LARGEST_WORD_FILE
from coalition.memoranda.tables import Revision
from coalition.word_files.reading_document import Tracked
from coalition.word_files.reading_markdown import markdown_of
from coalition.word_files.reading_word_files import read_word_file
from coalition.word_files.writing_files import MEDIA_TYPE
from tests.drafting.conftest import draft, key_of, provisions_of, wording_of  # noqa: F401 -- `draft` is a fixture
from tests.mutants import mutated
from tests.word_files.makers import by_word

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio
HERE = "/api/v1/memoranda/cooperation/wordings"


async def test_the_draft_is_taken_along_and_brought_in_again(script, watcher, rival, cleo, draft: Memorandum) -> None:  # noqa: F811 -- the fixture
    first = await key_of(draft, "1")
    base = (await provisions_of(draft))[first].digest
    await script.put(f"{HERE}/en/provisions/{first}", json={"text": "1. The parties meet twice.", "base": base})
    taken = await watcher.get(f"{HERE}/en/word")
    assert (taken.status_code, taken.headers["content-type"], taken.headers["cache-control"]) == (200, MEDIA_TYPE, "no-store")
    assert taken.headers["content-disposition"] == 'attachment; filename="cooperation-en-2.docx"'
    assert "1. The parties meet twice." in markdown_of(read_word_file(taken.content, Tracked.ACCEPT)).body.replace("\\", "")
    since = await watcher.get(f"{HERE}/en/word?against=1&lines=true")
    before = markdown_of(read_word_file(since.content, Tracked.REJECT))
    assert ("twice" in before.body, b"twice" in since.content) == (False, False)  # a file is packed
    for address, status in ((f"{HERE}/en/word?against=9", 404), (f"{HERE}/ar/word", 404), (f"{HERE}/en/word?against=x", 422)):
        assert (await watcher.get(address)).status_code == status
    assert [(await each.get(f"{HERE}/en/word")).status_code for each in (rival, cleo)] == [404, 401]
    assert [(await each.post(f"{HERE}/en/word", content=taken.content)).status_code for each in (watcher, rival, cleo)] == [403, 404, 401]

    brought = await script.post(f"{HERE}/en/word?version=2", content=taken.content, headers={"Content-Type": MEDIA_TYPE})
    assert (brought.status_code, brought.headers["location"]) == (201, f"{HERE}/en")
    assert (brought.json()["saved"], brought.json()["title"], brought.json()["version"]) == (True, "Memorandum", 3)
    assert (await provisions_of(draft))[first].number == "1."
    assert [row["kind"] for row in await Revision.select(Revision.kind).order_by(Revision.id, ascending=False).limit(1)] == ["read_from_file"]
    late = await script.post(f"{HERE}/en/word?version=2", content=taken.content)
    assert (late.status_code, late.json()["type"]) == (409, "/problems/changed-meanwhile")


async def test_the_answer_reports_what_became_of_a_file(script: httpx.AsyncClient, draft: Memorandum) -> None:  # noqa: F811 -- the fixture
    made = by_word()
    brought = await script.post(f"{HERE}/ru/word", content=made.content, headers={"Accept-Language": "ru"})
    answer = brought.json()
    assert (answer["report"][0]["outcome"], answer["report"][0]["count"]) == ("kept", len(made.printed))
    assert "какими их печатает" in answer["report"][0]["sentence"]
    assert answer["title"] == (await wording_of(draft, "ru")).title
    assert answer["body"].strip() == (await wording_of(draft, "ru")).body.strip()


@pytest.mark.changes_nothing
async def test_a_file_is_only_looked_at(script: httpx.AsyncClient, draft: Memorandum) -> None:  # noqa: F811 -- the fixture
    before = (await wording_of(draft)).version
    looked = await script.post(f"{HERE}/en/word?save=false&tracked=keep", content=by_word().content)
    assert (looked.status_code, looked.json()["saved"], looked.json()["version"]) == (201, False, before)
    assert (await wording_of(draft)).version == before


@pytest.mark.parametrize(("language", "sentence"), [("en", "no Word file"), ("ru", "не файл Word"), ("ar", "Word"), ("nb", "ingen Word-fil")])
async def test_what_is_no_word_file_is_refused(script: httpx.AsyncClient, draft: Memorandum, language: str, sentence: str) -> None:  # noqa: F811
    assert draft
    refused = await script.post(f"{HERE}/en/word", content=b"{}", headers={"Accept-Language": language})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "")
    assert sentence in refused.json()["errors"][0]["message"]
    if language == "en":
        assert (await script.post(f"{HERE}/en/word", content=b"0" * (LARGEST_WORD_FILE + 1))).status_code == 413
        assert (await script.post(f"{HERE}/en/word?tracked=burn", content=by_word().content)).status_code == 422
        assert (await script.post(f"{HERE}/xx-nowhere-1/word", content=by_word().content)).status_code == 404


async def test_a_key_belongs_to_the_query_too(script: httpx.AsyncClient, draft: Memorandum, monkeypatch) -> None:  # noqa: F811 -- the fixture
    assert draft
    content, key = by_word().content, {"Idempotency-Key": "k1"}
    assert (await script.post(f"{HERE}/en/word?tracked=accept", content=content, headers=key)).status_code == 201
    again = await script.post(f"{HERE}/en/word?tracked=accept", content=content, headers=key)
    assert again.headers["idempotency-replayed"] == "true"
    assert (await script.post(f"{HERE}/en/word?tracked=reject", content=content, headers=key)).status_code == 422
    monkeypatch.setattr(idempotency, "_digest", mutated(idempotency, "{request.url.path}{query}", "{request.url.path}")["_digest"])
    other = {"Idempotency-Key": "k2"}
    await script.post(f"{HERE}/en/word?tracked=accept", content=content, headers=other)
    assert (await script.post(f"{HERE}/en/word?tracked=reject", content=content, headers=other)).status_code == 201
