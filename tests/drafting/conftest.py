"""A draft in two authentic languages, with a translation; Dilnoza translates into Russian."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.drafting.provision_texts import texts_of
from coalition.memoranda import beginning, edition_queries
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.recording_revisions import Recorded
from coalition.memoranda.tables import Revision
from coalition.memoranda.wording import save_wording
from coalition.text.divisions import Divided
from coalition.text.sources import read
from tests import factories
from tests.conftest import sign_in, visitor

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    import httpx
    from litestar.types import ASGIApp

    from coalition.drafting.provision_texts import ProvisionText
    from coalition.memoranda.tables import Memorandum, Wording
    from coalition.people.tables import Coordinator

ENGLISH = """The parties, meeting in Kyiv[^1],

# Aims

1. The parties meet.

2. The parties report:

(a) each year;

(b) as provision 3 says.

3. The parties publish.

[^1]: In 2013.
"""
RUSSIAN = """Стороны, собравшись в Киеве,

# Цели

1. Стороны встречаются.

2. Стороны отчитываются:

(а) каждый год;

(б) как сказано в пункте 3.

3. Стороны публикуют.
"""


@pytest.fixture
async def draft(ada_account: Coordinator) -> Memorandum:
    form = MemorandumForm.parse({"slug": "cooperation", "authentic_languages": ["en", "ru"]})
    memorandum = await beginning.begin(form, ada_account.id)
    await save_wording(memorandum, "en", WordingForm(title="Memorandum", body=ENGLISH))
    await save_wording(memorandum, "ru", WordingForm(title="Меморандум", body=RUSSIAN))
    return memorandum


async def wording_of(memorandum: Memorandum, language: str = "en") -> Wording:
    edition = await edition_queries.edition_worked_on(memorandum.id)
    wording = await edition_queries.wording(edition.id, language)
    assert wording is not None
    return wording


async def provisions_of(memorandum: Memorandum, language: str = "en") -> dict[str, ProvisionText]:
    wording = await wording_of(memorandum, language)
    return texts_of(wording.title, wording.body, await edition_queries.blocks_of(wording.id))


async def check_divided(wording: Wording) -> None:
    """Check that what is stored of how the texts of all revisions are divided is what reading them gives."""
    for row in await Revision.select(Revision.content, Revision.divided, Revision.rules).where(Revision.wording == wording.id):
        recorded = Recorded.of(row)
        assert recorded.divided == Divided.of(recorded.body)
        assert recorded.blocks == read(recorded.body)


async def key_of(memorandum: Memorandum, label: str, language: str = "en") -> str:
    return next(key for key, text in (await provisions_of(memorandum, language)).items() if text.block and text.block.label == label)


async def numbers_of(memorandum: Memorandum, language: str = "en") -> list[str]:
    return [text.number for text in (await provisions_of(memorandum, language)).values() if text.number]


@pytest.fixture
async def dilnoza_account(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("dilnoza@example.org", "Dilnoza", role="editor")


@pytest.fixture
async def dilnoza(app: ASGIApp, dilnoza_account: Coordinator) -> AsyncIterator[httpx.AsyncClient]:
    async with visitor(app) as browser:
        await sign_in(browser, dilnoza_account)
        yield browser
