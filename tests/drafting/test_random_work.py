"""Random work on three languages: a provision is stale exactly if it was last compared with another text, and the wholes agree with it."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct, field

from coalition.drafting import agreement
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.comparing import confirm_provision
from coalition.drafting.forms import ProvisionForm
from coalition.drafting.translated_provisions import save_translated
from coalition.memoranda.beginning import begin
from coalition.memoranda.confirming_wordings import confirm_wording
from coalition.memoranda.forms import MemorandumForm, WordingForm
from coalition.memoranda.wording import save_wording
from coalition.memoranda.wording_agreement import digest_compared, to_confirm
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

AUTHENTIC, LANGUAGES, KEYS = ("en", "ru"), ("en", "ru", "ar"), ("title", "p1", "p2")
SEEDS, STEPS = range(6), 14


class Model(Struct):
    """What each provision says, and what it was compared with last: (language, other, key) to the words of the other."""

    words: dict[tuple[str, str], str]
    compared: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def others(self, language: str) -> list[str]:
        return [other for other in AUTHENTIC if other != language]

    def compare(self, language: str, key: str, others: list[str]) -> None:
        for other in others:
            self.compared[language, other, key] = self.words[other, key]
            if language in AUTHENTIC:
                self.compared[other, language, key] = self.words[language, key]

    def stale(self, language: str) -> set[str]:
        pairs = [(other, key) for other in self.others(language) for key in KEYS]
        return {key for other, key in pairs if self.compared.get((language, other, key)) != self.words[other, key]}


def text(language: str, key: str, variant: int) -> str:
    return f"{language} {key} {variant}" if key == "title" else f"{key[1:]}. {language} {variant}."


async def save_whole(memorandum: Memorandum, model: Model, language: str) -> None:
    title, *rest = (model.words[language, key] for key in KEYS)
    await save_wording(memorandum, language, WordingForm(title=title, body="\n\n".join(rest)))
    if language not in AUTHENTIC:
        for key in KEYS:
            model.compare(language, key, model.others(language))


async def step(memorandum: Memorandum, model: Model, choose: random.Random) -> None:
    """Do something at random, in the product and in the model."""
    language, key, work = choose.choice(LANGUAGES), choose.choice(KEYS), choose.choice(("whole", "provision", "confirm", "confirm", "confirm whole"))
    others = choose.sample(model.others(language), choose.randint(1, len(model.others(language))))
    draft = await draft_texts(memorandum)
    seen = {other: draft.digest(other, key) for other in others}
    own = draft.digest(language, key)
    if work == "whole":
        model.words[language, key] = text(language, key, choose.randrange(2))
        await save_whole(memorandum, model, language)
    elif work == "provision":
        model.words[language, key] = text(language, key, choose.randrange(2))
        assert await save_translated(memorandum, language, key, ProvisionForm(text=model.words[language, key], base=own), seen)
        model.compare(language, key, others)
    elif work == "confirm":
        await confirm_provision(memorandum, language, key, {language: own, **seen})
        model.compare(language, key, others)
    else:
        wording = draft.wording(language)
        assert wording
        await confirm_wording(memorandum, language, digest_compared(wording, draft.wordings))
        for each in KEYS:
            for other in model.others(language):
                model.compared[language, other, each] = model.words[other, each]


async def check(memorandum: Memorandum, model: Model) -> None:
    draft = await draft_texts(memorandum)
    asked = to_confirm(draft.edition, draft.wordings, draft.confirmations)
    for language in LANGUAGES:
        state = state_of(draft, language)
        assert {provision.key for provision in state.stale} == model.stale(language), language
        assert (language in asked, state.asks_whole) == (bool(state.stale), False), language


async def work(by: Coordinator, seed: int) -> None:
    """Begin a text and work on it at random; the model is compared after each step."""
    choose = random.Random(seed)
    form = MemorandumForm.parse({"slug": f"random-{seed}", "authentic_languages": list(AUTHENTIC)})
    memorandum = await begin(form, by.id)
    model = Model({(language, key): text(language, key, 0) for language in LANGUAGES for key in KEYS})
    for language in LANGUAGES:
        await save_whole(memorandum, model, language)
    for _ in range(STEPS):
        await step(memorandum, model, choose)
        await check(memorandum, model)


async def test_a_provision_is_stale_exactly_if_it_was_compared_with_another_text(ada_account: Coordinator) -> None:
    for seed in SEEDS:
        await work(ada_account, seed)


@pytest.mark.sqlite_only
async def test_a_build_in_which_a_change_makes_nothing_stale_differs_from_the_model(
    ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = mutated(agreement, "if comparisons[code](key) != digest]", "if comparisons[code](key) is None]")
    monkeypatch.setattr(agreement, "_provision", names["_provision"])
    with pytest.raises(AssertionError):
        await work(ada_account, 0)
