"""Random work on a draft in two languages against a model: ids stay with their text, and what is stored is what is read."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

import pytest

from coalition.drafting import errors
from coalition.drafting.arranging_provisions import add_provision, move_provision, remove_provision, with_below
from coalition.drafting.dividing_provisions import divide_provision, join_provisions
from coalition.drafting.forms import DivisionForm, JoinForm, MoveForm, NewProvisionForm, ProvisionForm
from coalition.drafting.returning import undo_change
from coalition.drafting.saving_provisions import save_provision
from coalition.memoranda import edition_queries
from coalition.text.blocks import BlockKind
from coalition.text.pieces import with_number
from coalition.text.sources import read
from tests.budget import SEQUENCES
from tests.drafting.conftest import check_divided, provisions_of, wording_of

if TYPE_CHECKING:
    from coalition.drafting.arranging_provisions import Arranged
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio

LANGUAGES = ("en", "ru")
LAST_PART = re.compile(r"\([^)]*\)|[^()]+")
REFUSALS = (errors.CannotMove, errors.CannotJoin, errors.NumbersUncertain, errors.ProvisionRemoved, errors.NumberTwice, errors.OtherNumber)


class Model:
    """The words of each provision by language, without numbers; every provision has words of its own."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words: dict[str, dict[str, str]] = {language: {} for language in LANGUAGES}
        self.last: tuple[str, dict[str, dict[str, str]], dict[str, tuple[str, list[str]]]] | None = None
        self.count = 0

    def new_words(self) -> str:
        self.count += 1
        return f"word{self.count} word{self.count}"

    def copy(self) -> dict[str, dict[str, str]]:
        return {language: dict(words) for language, words in self.words.items()}


async def stored(memorandum: Memorandum) -> dict[str, tuple[str, list[str]]]:
    """Return the text of each language with the keys of its blocks."""
    texts = {}
    for language in LANGUAGES:
        wording = await wording_of(memorandum, language)
        texts[language] = (wording.body, [block.key for block in await edition_queries.blocks_of(wording.id)])
    return texts


async def words_of(memorandum: Memorandum, language: str) -> dict[str, str]:
    """Return what each provision says, without its number."""
    texts = (await provisions_of(memorandum, language)).values()
    return {text.key: "\n".join(with_number(text.source.splitlines(), text.number, "") or [text.source]).strip() for text in texts if text.block}


async def check(memorandum: Memorandum, model: Model) -> None:
    labels: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        assert await words_of(memorandum, language) == model.words[language]
        wording = await wording_of(memorandum, language)
        blocks = await edition_queries.blocks_of(wording.id)
        assert [(block.block, block.lines) for block in blocks] == read(wording.body)
        await check_divided(wording)
        provisions = [block for block in blocks if block.block.kind is BlockKind.PROVISION]
        labels[language] = {block.key: LAST_PART.findall(block.block.label)[-1] for block in provisions}
    both = labels["en"].keys() & labels["ru"].keys()
    assert {key: labels["en"][key] for key in both} == {key: labels["ru"][key] for key in both}


async def step(memorandum: Memorandum, model: Model) -> None:
    act = model.chance.choice([save, add, move, remove, divide, join, undo])
    before, texts = model.copy(), await stored(memorandum)
    try:
        arranged = await act(memorandum, model)
    except REFUSALS:
        model.words = before
        assert await stored(memorandum) == texts
        return
    if arranged:
        model.last = (arranged.change, before, texts)


async def save(memorandum: Memorandum, model: Model) -> None:
    language = model.chance.choice(LANGUAGES)
    texts = await provisions_of(memorandum, language)
    key = model.chance.choice([key for key, text in texts.items() if text.block])
    model.last = None
    words = model.new_words()
    number = f"{texts[key].number} " if texts[key].number else ""
    model.words[language][key] = words if number else f"# {words}" if texts[key].source.startswith("#") else words
    await save_provision(memorandum, language, key, ProvisionForm(text=number + model.words[language][key], base=texts[key].digest))


async def add(memorandum: Memorandum, model: Model) -> Arranged:
    language = model.chance.choice(LANGUAGES)
    beside, place = model.chance.choice([*model.words[language]]), model.chance.choice(["before", "after"])
    words = model.new_words()
    texts = await provisions_of(memorandum, language)
    if not texts[beside].number:
        raise errors.CannotMove
    arranged = await add_provision(memorandum, NewProvisionForm(language=language, text=words, beside=beside, place=place))
    assert arranged.key not in model.words["en"].keys() | model.words["ru"].keys()
    model.words[language][arranged.key] = words
    return arranged


async def move(memorandum: Memorandum, model: Model) -> Arranged:
    keys = [*model.words["en"]]
    form = MoveForm(way=model.chance.choice(["up", "down", "after"]), after=model.chance.choice(keys))
    return await move_provision(memorandum, model.chance.choice([key for key in keys if key.startswith("p") and "preamble" not in key] or keys), form)


async def remove(memorandum: Memorandum, model: Model) -> Arranged:
    key = model.chance.choice([*model.words["en"]])
    if len(model.words["en"]) < len("seven") or not key.startswith("p") or "preamble" in key:
        raise errors.CannotMove
    below = with_below(await edition_queries.blocks_of((await wording_of(memorandum)).id), key)
    arranged = await remove_provision(memorandum, key)
    for language in LANGUAGES:
        for goes in below:
            model.words[language].pop(goes, None)
    return arranged


async def divide(memorandum: Memorandum, model: Model) -> Arranged:
    language = model.chance.choice(LANGUAGES)
    key = model.chance.choice([*model.words[language]])
    texts = await provisions_of(memorandum, language)
    if not texts[key].number:
        raise errors.CannotMove
    first, second = model.new_words(), model.new_words()
    keeps = model.chance.choice(["first", "second"])
    form = DivisionForm(language=language, first=first, second=second, base=texts[key].digest, keeps=keeps)
    arranged = await divide_provision(memorandum, key, form)
    (new,) = {*(await provisions_of(memorandum, language))} - {*texts}
    model.words[language] |= {key: first, new: second} if keeps == "first" else {new: first, key: second}
    return arranged


async def join(memorandum: Memorandum, model: Model) -> Arranged:
    key, keeps = model.chance.choice([*model.words["en"]]), model.chance.choice(["first", "second"])
    texts = [text for text in (await provisions_of(memorandum)).values() if text.block]
    place = next(index for index, text in enumerate(texts) if text.key == key)
    if place + 1 == len(texts) or not texts[place].number:
        raise errors.CannotJoin
    following = texts[place + 1].key
    arranged = await join_provisions(memorandum, key, JoinForm(keeps=keeps))
    stays, goes = (key, following) if keeps == "first" else (following, key)
    for language in LANGUAGES:
        words = model.words[language]
        both = [words[each] for each in (key, following) if each in words]
        if both:
            words.pop(goes, None)
            words[stays] = "\n\n".join(both)
    return arranged


async def undo(memorandum: Memorandum, model: Model) -> None:
    if model.last is None:
        raise errors.CannotMove
    change, words, texts = model.last
    await undo_change(memorandum, change)
    model.words, model.last = words, None
    assert await stored(memorandum) == texts


@pytest.mark.parametrize("seed", range(SEQUENCES))
async def test_random_work_keeps_every_text_under_its_id(draft, seed):
    model = Model(seed)
    for language in LANGUAGES:
        model.words[language] = await words_of(draft, language)
    for _ in range(12):
        await step(draft, model)
        await check(draft, model)
