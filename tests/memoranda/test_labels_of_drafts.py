"""A page of a draft names its provisions as it would if it read the texts in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.memoranda import beginning, edition_queries, label_queries
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.label_queries import labels_of, labels_of_draft
from coalition.memoranda.wording import save_wording
from coalition.settings import SUPPORTED_LANGUAGES
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

BODIES = {
    "ar": "١. تجتمع الأطراف.\n\n(أ) مرتين.\n",
    "en": "1. Parties meet.\n\n(a) Twice.\n\n2. Parties report.\n",
    "ru": "1. Стороны встречаются.\n\n(а) Дважды.\n",
}


@pytest.fixture
async def draft(ada_account: Coordinator) -> Memorandum:
    form = MemorandumForm.parse({"slug": "cooperation", "authentic_languages": ["ar", "en"]})
    memorandum = await beginning.begin(form, ada_account.id)
    for language, body in BODIES.items():
        await save_wording(memorandum, language, WordingForm(title="T", body=body))
    return memorandum


async def names(memorandum: Memorandum, language: str, *, blocks_are_known: bool) -> tuple[list[str], list[str]]:
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wordings = await edition_queries.wordings(edition.id)
    known = {wording.id: await edition_queries.blocks_of(wording.id) for wording in wordings if blocks_are_known}
    every, read = await labels_of([edition.id]), await label_queries.labels_of_draft(edition.id, wordings, language, known)
    assert every.shared == read.shared
    return [every.name(key).text(language) for key in every.shared], [read.name(key).text(language) for key in every.shared]


async def test_provisions_have_the_names_that_reading_every_text_gives(draft):
    for language in SUPPORTED_LANGUAGES:
        for blocks_are_known in (True, False):
            every, read = await names(draft, language, blocks_are_known=blocks_are_known)
            assert read == every
    assert any("\N{ARABIC-INDIC DIGIT ONE}" in name for name in (await names(draft, "ar", blocks_are_known=False))[1])


@pytest.mark.sqlite_only
async def test_a_build_that_reads_only_the_text_of_the_language_names_them_otherwise(draft, monkeypatch):
    changed = mutated(label_queries, "if wording is first or wording.language == language]", "if wording.language == language]")
    monkeypatch.setattr(label_queries, labels_of_draft.__name__, changed[labels_of_draft.__name__])
    every, read = await names(draft, "nb", blocks_are_known=False)
    assert read != every
