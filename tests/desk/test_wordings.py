"""Ada and Edith write the text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition.memoranda.edition_queries import latest_edition, wording
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.desk.conftest import follow, send

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

DRAFT = "/en/desk/memoranda/cooperation/draft"
ALIGNMENT = "/en/desk/memoranda/cooperation/alignment"


@pytest.fixture
async def memorandum(ada_account: Coordinator, edith_account: Coordinator) -> Memorandum:
    row = await factories.draft(ada_account)
    await add_member(row, edith_account.email)
    return row


async def body_of(memorandum: Memorandum, language: str) -> str:
    stored = await wording((await latest_edition(memorandum.id)).id, language)
    return stored.body if stored else ""


async def test_a_preview_shows_the_text_and_saves_nothing(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    before = await body_of(memorandum, "en")
    page = await send(ada, DRAFT, {"text": "en", "title": "New title", "body": "1. First *things*.", "version": "1", "step": "preview"})
    assert page.status_code == 200
    assert "<em>things</em>" in page.text
    assert 'value="New title"' in page.text
    assert await body_of(memorandum, "en") == before


async def test_every_problem_is_shown_with_its_line_and_the_text_is_kept(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    body = "1. First.\n\n1. Again.\n\n<b>bold</b>"
    for step, status in (("preview", 200), ("", 422)):
        page = await send(ada, DRAFT, {"text": "en", "title": "T", "body": body, "version": "1", "step": step})
        assert page.status_code == status
        assert "Line 3: The number 1. is used twice, on lines 1 and 3." in page.text
        assert "Line 5: HTML is not allowed." in page.text
        assert "&lt;b&gt;bold&lt;/b&gt;" in page.text
        assert "<b>bold</b>" not in page.text
    assert "Again" not in await body_of(memorandum, "en")


async def test_an_uncertain_line_is_asked_about_and_answered_without_scripts(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    fields = {"text": "en", "title": "T", "version": "1", "body": "1. Help.\n\n2013. It began.\n\nА. Иванов\n\nII. Aims"}
    for step, status in (("preview", 200), ("", 422)):
        page = await send(ada, DRAFT, fields | {"step": step})
        assert (page.status_code, "Is it a number?" in page.text) == (status, True)
        assert 'name="step" value="number-3"' in page.text
        assert 'name="step" value="text-5"' in page.text
    assert "Does line 3 begin with a number? Write “[§ 2013.] It began.” if it does, “[§] 2013. It began.” if it does not." in page.text
    assert "2013" not in await body_of(memorandum, "en")
    page = await send(ada, DRAFT, fields | {"step": "number-7"})
    assert (page.status_code, 'value="number-7"' in page.text, "[§ II.] Aims" in page.text) == (200, False, True)
    page = await send(ada, DRAFT, fields | {"step": "text-all"})
    assert "Is it a number?" not in page.text
    assert "[§] А. Иванов" in page.text
    for odd in ("number-", "text-99999999999", "number-x", "text-4"):
        assert (await send(ada, DRAFT, fields | {"step": odd})).status_code == 200
    body = "1. Help.\n\n[§] 2013. It began.\n\n[§] А. Иванов\n\n[§ II.] Aims"
    await follow(ada, await send(ada, DRAFT, fields | {"body": body}))
    assert await body_of(memorandum, "en") == body + "\n"
    page = await send(ada, DRAFT, fields | {"body": body, "step": "preview"})
    preview = page.text.partition('id="preview"')[2].partition("<form")[0]
    assert ("[§" in preview, ">II.</" in preview, "А. Иванов" in preview) == (False, True, True)


async def test_a_title_is_needed_and_the_text_is_kept(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await send(ada, DRAFT, {"text": "en", "title": " ", "body": "1. A sentence to keep.", "version": "1"})
    assert page.status_code == 422
    assert "Write the title." in page.text
    assert "1. A sentence to keep." in page.text


async def test_nobody_overwrites_what_another_saved_meanwhile(ada: httpx.AsyncClient, edith: httpx.AsyncClient, memorandum: Memorandum) -> None:
    first = {"text": "en", "title": "T", "version": "1"}
    await follow(edith, await send(edith, DRAFT, first | {"body": "1. What Edith saved."}))
    page = await send(ada, DRAFT, first | {"body": "1. What Ada wrote."})
    assert page.status_code == 409
    assert "1. What Ada wrote." in page.text
    assert "1. What Edith saved." in page.text
    assert await body_of(memorandum, "en") == "1. What Edith saved.\n"
    assert 'name="version" value="2"' in page.text
    await follow(ada, await send(ada, DRAFT, first | {"body": "1. Both.", "version": "2"}))
    assert await body_of(memorandum, "en") == "1. Both.\n"


async def test_a_translation_older_than_the_authentic_text_is_marked(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await save_wording(memorandum, "ar", WordingForm(title=factories.TEXTS["ar"][0], body=factories.ARABIC))
    assert "out of date" not in (await ada.get(f"{DRAFT}?text=en")).text
    await save_wording(memorandum, "ru", WordingForm(title=factories.TEXTS["ru"][0], body=f"{factories.RUSSIAN}\n3. Ещё.\n"))
    assert (await ada.get(f"{DRAFT}?text=en")).text.count("out of date") == 1
    assert "An authentic text was changed after this translation." in (await ada.get(f"{DRAFT}?text=ar")).text
    fields = {"text": "ar", "title": "عنوان", "body": factories.ARABIC, "version": "1", "status": "official"}
    page = await follow(ada, await send(ada, DRAFT, fields))
    assert "out of date" not in page.text
    assert "official translation" in page.text


async def test_a_fixed_text_is_read_only_and_a_translation_still_grows(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11-22"))
    page = await ada.get(f"{DRAFT}?text=en")
    assert "<textarea" not in page.text
    assert "sha256" in page.text
    refused = await send(ada, DRAFT, {"text": "en", "title": "T", "body": "1. Other.", "version": "1"})
    assert (refused.status_code, "1. Other." in refused.text) == (409, True)
    await follow(ada, await send(ada, DRAFT, {"text": "fr", "title": "Mémorandum", "body": "1. Un.", "version": "0", "status": "unofficial"}))
    assert await body_of(memorandum, "fr") == "1. Un.\n"


@pytest.mark.parametrize("language", ["xx-nowhere-at-all", "<b>", "e", "../../etc"])
async def test_a_language_that_is_none_is_not_found(ada: httpx.AsyncClient, memorandum: Memorandum, language: str) -> None:
    assert (await ada.get(DRAFT, params={"text": language})).status_code == 404
    assert (await send(ada, DRAFT, {"text": language, "title": "T", "body": "1. A."})).status_code == 404


async def test_passages_are_aligned_by_hand(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    edition = await latest_edition(memorandum.id)
    russian = await wording(edition.id, "ru")
    assert russian
    keys = await factories.keys_of(russian.id)
    swapped = [keys[1], keys[0], *keys[2:]]
    await follow(ada, await send(ada, ALIGNMENT, {"text": "ru", "passages": swapped}))
    assert await factories.keys_of(russian.id) == swapped
    page = await send(ada, ALIGNMENT, {"text": "ru", "passages": [keys[1], keys[1], *keys[2:]]})
    assert page.status_code == 422
    assert "Give every passage a different provision." in page.text
    assert all(page.text.count(f'name="passages" value="{key}"') == 1 for key in keys)
    assert await factories.keys_of(russian.id) == swapped


async def test_only_what_differs_is_shown_and_moved_by_arrows(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    edition = await latest_edition(memorandum.id)
    assert "Every passage has its provision" in (await ada.get(f"{ALIGNMENT}?text=ru")).text
    await save_wording(memorandum, "ru", WordingForm(title="Меморандум", body=f"{factories.RUSSIAN}\n2.3 о самих себе.\n"))
    russian = await wording(edition.id, "ru")
    assert russian
    keys = await factories.keys_of(russian.id)

    page = await ada.get(f"{ALIGNMENT}?text=ru")
    assert ("о самих себе" in page.text, "приоритетах, дважды" in page.text) == (True, False)
    assert "приоритетах, дважды" in (await ada.get(f"{ALIGNMENT}?text=ru&show=all")).text
    assert 'aria-label="Move up: Provision 2.3"' in page.text

    first = await send(ada, ALIGNMENT, {"text": "ru", "passages": keys, "move": f"{keys.index('p2.3')}-up"})
    shown = hidden_keys(first.text)
    assert shown == [*keys[:-2], keys[-1], keys[-2]]
    assert "Moved, and not saved yet." in first.text
    assert "?text=en" not in first.text, "no link to another language, which would forget what was moved"
    assert await factories.keys_of(russian.id) == keys
    again = hidden_keys((await send(ada, ALIGNMENT, {"text": "ru", "passages": shown, "move": "1-up"})).text)
    assert again == [keys[1], keys[0], *shown[2:]]
    await follow(ada, await send(ada, ALIGNMENT, {"text": "ru", "passages": again}))
    assert await factories.keys_of(russian.id) == again


def hidden_keys(page: str) -> list[str]:
    return re.findall(r'name="passages" value="([^"]+)"', page)


@pytest.mark.parametrize("move", ["0-up", "999-down", "x-up", "1-left", "-1-up", ""])
async def test_a_move_that_leads_nowhere_changes_nothing(ada: httpx.AsyncClient, memorandum: Memorandum, move: str) -> None:
    edition = await latest_edition(memorandum.id)
    russian = await wording(edition.id, "ru")
    assert russian
    keys = await factories.keys_of(russian.id)
    assert hidden_keys((await send(ada, ALIGNMENT, {"text": "ru", "passages": keys, "move": move})).text) == keys


async def test_the_alignment_of_a_fixed_text_cannot_be_changed(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await factories.authenticating.adopt(memorandum, factories.AdoptionForm(on="2026-11-22"))
    assert 'name="move"' not in (await ada.get(f"{ALIGNMENT}?text=ru&show=all")).text
    assert (await send(ada, ALIGNMENT, {"text": "ru", "passages": ["p1"]})).status_code == 422


PASTED = "Aims\n1. \u200fHelp\u00a0each other.\u000b\u2022 by word\u2028\u2022 by deed\nLast words of it."


async def test_a_pasted_text_is_cleaned_and_ada_is_told_what_and_where(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    answer = await send(ada, DRAFT, {"text": "en", "title": "Pact\u200e", "body": PASTED, "version": "1"})
    page = await follow(ada, answer)
    assert "Saved. 2 line or page breaks of a word processor became ends of lines. Lines: 2, 3." in page.text
    assert "1 non-breaking or other special space became a plain space. Lines: 2." in page.text
    assert "2 marks for the direction of text were removed. Lines: 2." in page.text
    assert await body_of(memorandum, "en") == "Aims\n1. Help each other.\n\u2022 by word\n\u2022 by deed\nLast words of it.\n"
    forged = await ada.get(f"{DRAFT}?done=saved&cleaned=space.2.<b>~direction_mark.1")
    assert "<b>" not in forged.text.partition('role="status"')[2][:200]


async def test_a_refused_character_is_said_with_its_line_and_place(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    before = await body_of(memorandum, "en")
    page = await send(ada, DRAFT, {"text": "en", "title": "T", "body": "\n\n1. \u200fa\n\n2. b\x07", "version": "1"})
    assert page.status_code == 422
    assert "Line 5: There is a hidden character at position 5 (U+0007). Delete it." in page.text
    assert "1 mark for the direction of text was removed." in page.text
    assert await body_of(memorandum, "en") == before


async def test_what_a_pasted_text_looks_like_is_offered_and_applied_only_when_it_is_ticked(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    before, form = await body_of(memorandum, "en"), {"text": "en", "title": "T", "body": PASTED, "version": "1"}
    page = await send(ada, DRAFT, form | {"step": "preview"})
    assert "Some lines look as if they were pasted" in page.text
    assert "Signs such as \u2022 become a list" in page.text
    assert "\u2022 by word\n\u2022 by deed" in page.text
    some = await send(ada, DRAFT, form | {"step": "apply", "offers": "bullets"})
    assert (some.status_code, "- by word\n- by deed" in some.text, "## Aims" in some.text) == (200, True, False)
    everything = await send(ada, DRAFT, form | {"step": "apply", "offers": ["bullets", "paragraphs", "headings"]})
    assert "## Aims\n\n1. Help each other.\n- by word\n- by deed\n\nLast words of it." in everything.text
    assert "<li>by word</li>" in everything.text
    assert "Some lines look" not in everything.text
    assert await body_of(memorandum, "en") == before
