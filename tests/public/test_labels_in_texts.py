"""Readers find a provision by the number that the text in their language gives it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from coalition import clock
from coalition.acts.changing_rules import change_rules
from coalition.memoranda import authenticating, opening
from coalition.memoranda.edition_queries import latest_edition, wording
from coalition.memoranda.forms import AdoptionForm, OpeningForm
from coalition.memoranda.rule_forms import RulesChange
from coalition.memoranda.tables import Publicity
from tests import factories
from tests.public.reading import words

if TYPE_CHECKING:
    import httpx

    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

PAGE = "memoranda/cooperation"
BODIES = {
    "en": "1. We work.\n\n2. We consult:\n\n(a) on aims;\n\n(b) on cases.\n",
    "ru": "1. Мы работаем.\n\n2. Мы советуемся:\n\n(а) о целях;\n\n(б) о делах.\n",
    "ar": "١. نعمل.\n\n٢. نتشاور:\n\n(أ) بشأن الأهداف؛\n\n(ب) بشأن الحالات.\n",
}
LABELS = {"en": "2(b)", "ru": "2(б)", "ar": "٢(ب)", "nb": "2(b)"}  # there is no Norwegian text


@pytest.fixture(autouse=True)
def lettered(monkeypatch: pytest.MonkeyPatch) -> None:
    for language, body in BODIES.items():
        monkeypatch.setitem(factories.TEXTS, language, (factories.TEXTS[language][0], body))


def plain(html: str) -> str:
    return re.sub("[\u2066-\u2069]", "", words(html))


def labels_shown(text: str) -> set[str]:
    return {label for label in LABELS.values() if label in text}


async def test_pages_feeds_and_citations_use_the_number_of_the_readers_text(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.draft(ada_account, languages=("en", "ru", "ar"))
    effect = {"rule": "nth_signature", "number": 1, "provision": "2(б)"}  # as the Russian text has it
    await change_rules(memorandum, RulesChange.parse({"effect": effect}))
    await authenticating.adopt(memorandum, AdoptionForm(on=clock.today().isoformat()))
    await opening.open_for_signature(memorandum, OpeningForm(opens=clock.today(), closes=None, publicity=Publicity.PUBLIC))
    memorandum = await factories.reloaded(memorandum)
    party = await factories.signed(memorandum, await factories.organisation("alpha", "Alpha"))
    stated = await factories.stated(memorandum, party, provision="2(b)")
    paths = (f"{PAGE}/statements", f"{PAGE}/signatories", f"{PAGE}/citation?provision={stated.provision}")
    for language, label in LABELS.items():
        for path in paths:
            assert labels_shown(plain((await cleo.get(f"/{language}/{path}")).text)) == {label}, (language, path)
        assert labels_shown((await cleo.get("/feeds/memoranda/cooperation.atom", params={"lang": language})).text) == {label}
    assert (await cleo.get("/api/v1/memoranda/cooperation/statements")).json()["statements"][0]["provision"]["label"] == "2(b)"


@pytest.mark.sqlite_only
async def test_a_correction_names_the_passage_as_the_corrected_text_does(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, languages=("en", "ru"))
    text = await wording((await latest_edition(memorandum.id)).id, "ru")
    assert text is not None
    [*_, key] = await factories.keys_of(text.id)
    await factories.correction(memorandum, provision=key, after="(б) об общих делах.")
    for path in (f"/en/{PAGE}", "/feeds/memoranda/cooperation.atom"):
        assert labels_shown((await cleo.get(path)).text) >= {"2(б)"}, path


@pytest.mark.sqlite_only
async def test_changes_between_editions_use_the_number_of_the_compared_text(cleo: httpx.AsyncClient, ada_account: Coordinator) -> None:
    memorandum = await factories.opened(ada_account, languages=("en", "ru"))
    await factories.superseded(memorandum, "ru", old="о делах", new="о срочных делах")
    shown = plain((await cleo.get(f"/en/{PAGE}/editions/2/changes?from=1&text=ru")).text)
    assert labels_shown(shown) == {"2(б)"}
