"""Ada and Edith bring in Word files as the text."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.desk.memoranda import word_uploads
from coalition.memoranda.edition_queries import latest_edition, wording
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.tables import Revision, RevisionKind
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.desk.conftest import follow, send
from tests.word_files.makers import with_everything
from tests.word_files.word_parts import paragraph, word_file

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

DRAFT = "/en/desk/memoranda/cooperation/draft"
UPLOAD = "/en/desk/memoranda/cooperation/word-file"


@pytest.fixture
async def memorandum(ada_account: Coordinator, edith_account: Coordinator) -> Memorandum:
    row = await factories.draft(ada_account)
    await add_member(row, edith_account.email)
    return row


async def body_of(memorandum: Memorandum, language: str) -> str:
    stored = await wording((await latest_edition(memorandum.id)).id, language)
    return stored.body if stored else ""


async def bring(browser: httpx.AsyncClient, content: bytes, **fields: str) -> httpx.Response:
    return await send(browser, UPLOAD, {"text": "en", **fields}, files={"file": ("Memo_v7_final.docx", content)})


def form_of(page: httpx.Response) -> dict[str, str]:
    """What the form of the text would send."""
    form = page.text[page.text.index('<form method="post" action="/en/desk/memoranda/cooperation/draft" id="form"') :]
    values = {name: unescape(value) for name, value in re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', form)}
    values["title"] = unescape(re.search(r'name="title"[^>]*value="([^"]*)"', form)[1])  # type: ignore[index]
    values["body"] = unescape(re.search(r'<textarea[^>]* name="body"[^>]*>\n?(.*?)</textarea>', form, re.DOTALL)[1])  # type: ignore[index]
    return {name: values[name] for name in ("text", "version", "others", "origin", "title", "body") if name in values}


async def test_edith_brings_in_a_file_reads_what_became_of_it_and_saves_it(edith: httpx.AsyncClient, memorandum: Memorandum) -> None:
    before = await body_of(memorandum, "en")
    assert "Bring in a Word file" in (await edith.get(DRAFT)).text
    page = await bring(edith, with_everything())
    assert page.status_code == 200
    for sentence in (
        "Hidden text was left out.",
        "A picture was left out.",
        "A list begins again",
        "Cleo Roth",
        "Which ones?",
        "at least twice a year",
    ):
        assert sentence in page.text
    assert "SECRET" not in page.text
    assert "What is saved now" in page.text
    assert await body_of(memorandum, "en") == before
    asked = await send(edith, DRAFT, form_of(page))
    assert (asked.status_code, "Is it a number?" in asked.text) == (422, True)
    answered = await send(edith, DRAFT, form_of(asked) | {"step": "text-all"})
    await follow(edith, await send(edith, DRAFT, form_of(answered)))
    assert "[§ Rule 2.] They meet at least twice a year in turn.[^1]" in await body_of(memorandum, "en")
    stored = await wording((await latest_edition(memorandum.id)).id, "en")
    assert stored
    assert stored.title == "Memorandum from a file"
    kinds = await Revision.select(Revision.kind).where(Revision.wording == stored.id).order_by(Revision.number)
    assert [row["kind"] for row in kinds][-1] == RevisionKind.READ_FROM_FILE


@pytest.mark.parametrize(
    ("tracked", "sentence"),
    [("accept", "They meet at least twice a year in turn."), ("reject", "They meet sometimes in turn."), ("keep", "They meet sometimes in turn.")],
)
async def test_tracked_changes_are_accepted_rejected_or_kept_apart(
    ada: httpx.AsyncClient, memorandum: Memorandum, tracked: str, sentence: str
) -> None:
    assert memorandum
    page = await bring(ada, with_everything(), tracked=tracked)
    assert sentence in form_of(page)["body"]
    assert "Tracked changes: 2" in page.text


async def test_what_was_typed_before_and_in_other_languages_is_not_lost(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    typed = {"text": "ru", "title": "Черновик", "body": "1. Набрано.", "version": "1", "step": "go-en"}
    page = await send(ada, DRAFT, typed)
    own = form_of(page) | {"title": "Typed title", "body": "1. Typed words."}
    asked = await send(ada, DRAFT, own | {"step": "word"})
    others = re.search(r'name="others" value="([^"]+)"', asked.text)[1]  # type: ignore[index]
    page = await bring(ada, with_everything(), others=others)
    assert "1. Typed words." in page.text
    assert "What you typed before, not saved" in page.text
    back = await send(ada, DRAFT, form_of(page) | {"step": "go-ru"})
    assert "1. Набрано." in form_of(back)["body"]
    assert "Typed" not in await body_of(memorandum, "en")


async def test_a_text_saved_meanwhile_is_not_overwritten(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await bring(ada, word_file(paragraph("A title") + paragraph("Of the file.")))
    await save_wording(memorandum, "en", WordingForm(title="Meanwhile", body="1. Of a colleague."))
    refused = await send(ada, DRAFT, form_of(page))
    assert (refused.status_code, "Of the file." in refused.text, "1. Of a colleague." in refused.text) == (409, True, True)
    assert await body_of(memorandum, "en") == "1. Of a colleague.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"# Markdown", "This is no Word file."), (b"PK\x03\x04 cut", "The Word file is damaged."), (b"", "This is no Word file.")],
)
async def test_what_is_no_word_file_is_refused_with_a_sentence(ada: httpx.AsyncClient, memorandum: Memorandum, content: bytes, sentence: str) -> None:
    assert memorandum
    page = await bring(ada, content, tracked="keep")
    assert (page.status_code, sentence in page.text) == (422, True)
    assert re.search(r'value="keep"[^>]*checked', page.text)


async def test_a_file_that_is_too_large_or_missing_is_refused(
    ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert memorandum
    monkeypatch.setattr(word_uploads, "LARGEST_UPLOAD", 1000)
    assert "larger than 3 MiB" in (await bring(ada, with_everything())).text
    missing = await send(ada, UPLOAD, {"text": "en"})
    assert (missing.status_code, "Choose a file." in missing.text) == (422, True)


@pytest.mark.changes_nothing
async def test_a_fixed_text_takes_no_file(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account)
    before = await body_of(memorandum, "en")
    for answer in (await ada.get(UPLOAD), await bring(ada, with_everything())):
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/en/desk/memoranda/cooperation/draft")
    assert await body_of(memorandum, "en") == before


async def test_strangers_get_nothing(dina: httpx.AsyncClient, memorandum: Memorandum) -> None:
    assert memorandum
    assert (await dina.get(UPLOAD)).status_code == 404
    assert (await bring(dina, with_everything())).status_code == 404
