"""The page that shows a text in two languages side by side."""

from __future__ import annotations

import re

import pytest

from coalition.memoranda import authenticating, opening
from coalition.memoranda.forms import AdoptionForm, OpeningForm, WordingForm
from coalition.memoranda.wording import save_wording
from tests import factories
from tests.public.reading import words

pytestmark = pytest.mark.anyio

PAGE = "/en/memoranda/cooperation/compare"


async def test_provisions_stand_beside_each_other(cleo, ada_account):
    await factories.opened(ada_account)
    page = (await cleo.get(PAGE, params={"left": "en", "right": "ru"})).text
    pair = page.partition('<div class="pair" id="p2.1">')[2].partition('<div class="pair"')[0]
    shown = " ".join(re.sub(r"<[^>]+>", " ", pair).split())
    assert shown == "2.1 on common priorities, twice a year; 2.1 об общих приоритетах, дважды в год;"
    keys = re.findall(r'<div class="pair" id="([^"]+)">', page)
    assert keys == ["preamble-1", "preamble-2", "preamble-3", "h1", "p1", "p2", "p2.1", "p2.2"]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


@pytest.mark.sqlite_only
async def test_a_reader_without_a_choice_gets_the_first_text_and_the_own_language(cleo, ada_account):
    await factories.opened(ada_account, languages=("en", "ru", "ar"))
    assert "English نص ذو حجية العربية نص ذو حجية" in words((await cleo.get("/ar/memoranda/cooperation/compare")).text)
    assert "English authentic text Русский authentic text" in words((await cleo.get(PAGE)).text)


@pytest.mark.sqlite_only
async def test_a_language_the_text_does_not_have_does_not_exist(cleo, ada_account):
    await factories.opened(ada_account)
    for query in ({"left": "de"}, {"right": "de"}, {"left": "en", "right": ""}, {"left": "\0"}):
        assert (await cleo.get(PAGE, params=query)).status_code == (404 if "right" not in query or query["right"] else 200)


@pytest.mark.sqlite_only
async def test_notes_come_last_on_their_own_side(cleo, ada_account):
    memorandum = await factories.draft(ada_account)
    with_note = factories.ENGLISH.replace("twice a year;", "twice a year;[^1]") + "\n[^1]: In spring and in autumn.\n"
    await save_wording(memorandum, "en", WordingForm(title="Memorandum on cooperation", body=with_note))
    await authenticating.adopt(memorandum, AdoptionForm(on="2026-11-01"))
    await opening.open_for_signature(memorandum, OpeningForm(opens="2026-11-01"))
    page = (await cleo.get(PAGE)).text
    last = page.partition('<div class="pair" id="notes">')[2]
    assert "In spring and in autumn." in last
    assert page.count("In spring and in autumn.") == 1
