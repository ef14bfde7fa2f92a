"""Dilnoza translates, on the pages of the desk: what waits, two languages side by side, the glossary, the reviser."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from coalition.drafting import saving_provisions, translated_provisions
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.tables import UnsavedText
from coalition.memoranda.forms import WordingForm
from coalition.memoranda.membership import add_member
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.desk.conftest import follow, send
from tests.mutants import mutated

if TYPE_CHECKING:
    import httpx

    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

HERE = "/en/desk/memoranda/cooperation"
LANGUAGES = f"{HERE}/draft/languages"
RUSSIAN = f"{LANGUAGES}/ru"
HIDDEN = re.compile(r'<input type="hidden" name="(provision|from|base|source)" value="([^"]*)"')


@pytest.fixture
async def memorandum(ada_account: Coordinator, dilnoza_account: Coordinator) -> Memorandum:
    """A text that is confirmed in both languages, and in which one provision of the English was changed."""
    await factories.forum()
    row = await factories.draft(ada_account, forum="kyiv-2013")
    await add_member(row, dilnoza_account.email)
    await confirm_all(row)
    await change(row, "twice a year", "three times a year")
    return row


async def confirm_all(memorandum: Memorandum) -> None:
    from coalition.memoranda.confirming_wordings import confirm_wording
    from coalition.memoranda.wording_agreement import digest_compared

    draft = await draft_texts(memorandum)
    for wording in draft.wordings:
        await confirm_wording(memorandum, wording.language, digest_compared(wording, draft.wordings))


async def change(memorandum: Memorandum, old: str, new: str) -> None:
    title, body = factories.TEXTS["en"]
    assert old in body
    await save_wording(memorandum, "en", WordingForm(title=title, body=body.replace(old, new)))


def fields_of(page: str) -> dict[str, str]:
    typed = re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert typed, page
    return dict(HIDDEN.findall(page)) | {"text": unescape(typed[1])}


async def test_dilnoza_goes_through_what_waits(ada: httpx.AsyncClient, dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await follow(ada, await send(ada, f"{RUSSIAN}/people", {"translator": "dilnoza@example.org", "reviser": "ada@example.org"}))
    today = (await dilnoza.get("/en/desk")).text
    assert "1 provision waits in Russian." in today

    page = (await dilnoza.get(LANGUAGES)).text
    assert ("What waits: Russian" in page, "1 provision waits." in page, "Dilnoza" in page) == (True, True, True)
    page = (await dilnoza.get(RUSSIAN)).text
    assert "<del>twice</del><ins>three times</ins>" in re.sub(r"\s+", " ", page)
    fields = fields_of(page)
    assert (fields["provision"], fields["from"]) == ("p2.1", "en")

    unsaved = await send(dilnoza, RUSSIAN, fields | {"text": "2.1 иначе;", "step": "confirm"})
    assert (unsaved.status_code, "2.1 иначе;" in unsaved.text) == (422, True)
    answer = await send(dilnoza, RUSSIAN, fields | {"text": fields["text"].replace("дважды", "трижды"), "step": "next"})
    page = (await follow(dilnoza, answer)).text
    assert ("Nothing waits in this language." in page, "Saved." in page) == (True, True)
    assert "трижды" in (await draft_texts(memorandum)).texts["ru"]["p2.1"].source
    assert "provision waits" not in (await dilnoza.get("/en/desk")).text
    assert "provisions wait for the reviser" in (await ada.get(f"{LANGUAGES}?text=ru")).text

    page = (await ada.get(f"{RUSSIAN}?provision=p1")).text
    answer = await send(ada, RUSSIAN, fields_of(page) | {"step": "confirm"})
    page = (await follow(ada, answer)).text
    assert 'value="p2"' in page
    assert ">revised<" in (await ada.get(f"{RUSSIAN}?provision=p1")).text


async def test_it_says_the_same(dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    fields = fields_of((await dilnoza.get(RUSSIAN)).text)
    page = await follow(dilnoza, await send(dilnoza, RUSSIAN, fields | {"step": "confirm"}))
    assert "The provision is confirmed." in page.text
    assert "to confirm" not in (await dilnoza.get(f"{HERE}/adoption")).text
    assert memorandum


async def test_nobody_confirms_what_changed_while_they_read(dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    fields = fields_of((await dilnoza.get(RUSSIAN)).text)
    await change(memorandum, "twice a year", "once a year")
    page = await send(dilnoza, RUSSIAN, fields | {"step": "confirm"})
    assert (page.status_code, "Nothing was confirmed" in page.text, "once" in page.text) == (409, True, True)
    page = await follow(dilnoza, await send(dilnoza, RUSSIAN, fields | {"text": "2.1 об общих приоритетах, однажды в год;", "step": "next"}))
    assert ("compare them again" in page.text, fields_of(page.text)["text"]) == (True, "2.1 об общих приоритетах, однажды в год;")


async def test_two_who_change_the_same_provision_see_both_texts(
    dilnoza: httpx.AsyncClient, ada: httpx.AsyncClient, memorandum: Memorandum, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = fields_of((await dilnoza.get(RUSSIAN)).text)
    await follow(ada, await send(ada, RUSSIAN, fields | {"text": "2.1 Ада;", "step": "save"}))
    page = await send(dilnoza, RUSSIAN, fields | {"text": "2.1 Дильноза;", "step": "next"})
    assert (page.status_code, "What is saved now" in page.text, page.text.count("2.1 Ада;")) == (409, True, 1)
    again = fields_of(page.text)
    assert again["text"] == "2.1 Дильноза;"
    await follow(dilnoza, await send(dilnoza, RUSSIAN, again | {"step": "save"}))
    assert (await draft_texts(memorandum)).texts["ru"]["p2.1"].source == "2.1 Дильноза;"

    names = mutated(saving_provisions, "raise ProvisionChanged(saved)\n    source", "pass\n    source")
    monkeypatch.setattr(translated_provisions, "save_provision", names["save_provision"])
    assert (await send(dilnoza, RUSSIAN, fields | {"text": "2.1 Кто-то другой;", "step": "next"})).status_code == 303


async def test_what_was_typed_beside_another_language_is_offered_again(
    dilnoza: httpx.AsyncClient, ada: httpx.AsyncClient, memorandum: Memorandum
) -> None:
    fields, here = fields_of((await dilnoza.get(RUSSIAN)).text), f"{RUSSIAN}?provision=p2.1"
    typed = {"language": "ru", "provision": "p2.1", "text": "2.1 Дильноза пиш", "base": fields["base"]}
    assert (await send(dilnoza, f"{HERE}/draft/unsaved", typed)).status_code == 204
    assert ("What stands below is what you typed" in (await ada.get(here)).text, typed["text"] in (await ada.get(here)).text) == (False, False)
    page = (await dilnoza.get(f"{here}&from=en")).text
    assert (fields_of(page)["text"], "What stands below is what you typed" in page) == (typed["text"], True)
    assert (await draft_texts(memorandum)).texts["ru"]["p2.1"].source != typed["text"]
    discarded = await send(dilnoza, f"{HERE}/draft/unsaved/removal", {"language": "ru", "provision": "p2.1", "from": "en"})
    page = (await follow(dilnoza, discarded)).text
    assert ("What you had typed is discarded." in page, fields_of(page)["text"]) == (True, fields["text"])
    await send(dilnoza, f"{HERE}/draft/unsaved", typed)
    await send(dilnoza, RUSSIAN, fields | {"text": "2.1 Дильноза;", "step": "save"})
    assert await UnsavedText.count() == 0


async def test_what_is_typed_goes_along_to_the_next_provision_and_waits_there(dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    fields = fields_of((await dilnoza.get(RUSSIAN)).text)
    page = await follow(dilnoza, await send(dilnoza, RUSSIAN, fields | {"text": "2.1 Дильноза пишет;", "step": "to-p1"}))
    assert (fields_of(page.text)["provision"], "Дильноза" in page.text) == ("p1", False)
    await send(dilnoza, RUSSIAN, fields_of(page.text) | {"step": "to-p2"})
    assert await UnsavedText.count() == 1
    page = await follow(dilnoza, await send(dilnoza, RUSSIAN, fields | {"text": "2.1 Дильноза пишет ещё;", "step": "beside-en"}))
    assert fields_of(page.text)["text"] == "2.1 Дильноза пишет ещё;"
    assert (await draft_texts(memorandum)).texts["ru"]["p2.1"].source == fields["text"]


async def test_what_cannot_be_saved_stays_in_the_form(dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    fields = fields_of((await dilnoza.get(RUSSIAN)).text)
    for status, typed, problem in (
        (409, "2.1 а\n\n5. б", "several provisions"),
        (422, "2.1 <b>а</b>", "HTML is not allowed"),
        (422, "", "Write the text."),
    ):
        page = await send(dilnoza, RUSSIAN, fields | {"text": typed, "step": "next"})
        assert (page.status_code, problem in page.text) == (status, True), typed
        assert fields_of(page.text)["text"] == typed
    for path in (f"{RUSSIAN}?provision=p99", f"{LANGUAGES}/xx", f"{LANGUAGES}/ru/people"):
        assert (await dilnoza.get(path)).status_code in {404, 405}
    assert (await send(dilnoza, RUSSIAN, fields | {"provision": "p99", "base": ""})).status_code == 404
    removed = await send(dilnoza, RUSSIAN, fields | {"provision": "p99", "text": "2.1 Стороны видятся."})
    assert (removed.status_code, "This provision was removed meanwhile" in removed.text, "Стороны видятся" in removed.text) == (409, True, True)
    assert memorandum


async def test_a_language_is_begun_provision_by_provision(dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = (await dilnoza.get(f"{LANGUAGES}/nb")).text
    assert fields_of(page)["provision"] == "title"
    page = (await follow(dilnoza, await send(dilnoza, f"{LANGUAGES}/nb", fields_of(page) | {"text": "Avtale", "step": "next"}))).text
    assert fields_of(page)["provision"] != "title"
    assert (await draft_texts(memorandum)).texts["nb"]["title"].source == "Avtale"


async def test_whoever_does_not_work_on_it_is_no_translator(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    page = await send(ada, f"{RUSSIAN}/people", {"translator": "cleo@example.org", "reviser": ""})
    assert (page.status_code, "Nobody with this address works on this memorandum" in page.text) == (422, True)
    assert memorandum


async def test_the_glossary_flags_what_one_side_lacks(dilnoza: httpx.AsyncClient, memorandum: Memorandum) -> None:
    glossary = f"{HERE}/draft/glossary"
    await follow(dilnoza, await send(dilnoza, glossary, {"text-en": "urgent cases", "text-ru": "срочные случаи", "note": "As in 2013"}))
    page = (await dilnoza.get(f"{RUSSIAN}?provision=p2.2")).text
    assert ("срочные случаи" in page, "As in 2013" in page) == (True, True)

    pasted = await send(dilnoza, f"{glossary}/table", {"own": "en", "other": "ru", "table": "priorities\tприоритеты\nmeeting\n"})
    assert (pasted.status_code, "meeting" in pasted.text, "1 new" in pasted.text) == (200, True, True)
    kazakh = {"text-en": "priorities", "text-ru": "", "further": "kk", "further_text": "басымдық"}
    found = (await dilnoza.get(f"{glossary}?q=prioritety")).text
    [number] = re.findall(r"glossary/(\d+)", found)
    assert "srochnye" not in found
    await follow(dilnoza, await send(dilnoza, f"{glossary}/{number}", kazakh))
    content = (await dilnoza.get(f"{glossary}.csv")).text
    assert content.removeprefix("\ufeff").splitlines() == ["en,kk,ru,note", "priorities,басымдық,,", "urgent cases,,срочные случаи,As in 2013"]
    wrong = await send(dilnoza, glossary, {"note": "Nothing"})
    assert (wrong.status_code, "Nothing" in wrong.text) == (422, True)
    await follow(dilnoza, await send(dilnoza, f"{glossary}/{number}/removal"))
    assert "priorities" not in (await dilnoza.get(glossary)).text
    assert memorandum


async def test_the_page_of_an_adoption_counts_what_is_left(ada: httpx.AsyncClient, memorandum: Memorandum) -> None:
    await send(ada, f"{RUSSIAN}/people", {"translator": "", "reviser": "dilnoza@example.org"})
    await send(ada, f"{HERE}/draft/glossary", {"text-en": "human rights", "text-ru": "права ребенка"})
    page = (await ada.get(f"{HERE}/adoption")).text
    for sentence in ("1 provision to compare.", "8 provisions are not revised.", "In 1 provision a word of the glossary stands on one side only"):
        assert sentence in page, sentence
    assert memorandum


async def test_a_memorandum_without_a_forum_has_no_glossary(ada: httpx.AsyncClient, ada_account: Coordinator) -> None:
    await factories.draft(ada_account)
    assert "Glossaries belong to forums" in (await ada.get(f"{HERE}/draft/glossary")).text
    assert (await ada.get(f"{HERE}/draft/glossary/new")).status_code == 404
