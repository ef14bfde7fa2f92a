"""Which provisions have to be compared again, and that it agrees with which whole wordings have to be confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.drafting import comparing
from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.comparing import confirm_provision
from coalition.drafting.errors import ProvisionChanged, ProvisionRemoved, SeveralProvisions
from coalition.drafting.forms import ProvisionForm
from coalition.drafting.translated_provisions import save_translated
from coalition.editions.drafting import revise
from coalition.fields import InvalidForm
from coalition.memoranda import edition_queries
from coalition.memoranda.authenticating import adopt
from coalition.memoranda.beginning import begin
from coalition.memoranda.confirmation_queries import confirmations_of
from coalition.memoranda.confirming_wordings import _confirmed, _copied, confirm_wording
from coalition.memoranda.errors import ChangedMeanwhile, TextFrozen, WordingMissing
from coalition.memoranda.forms import AdoptionForm, MemorandumForm, WordingForm
from coalition.memoranda.tables import Revision
from coalition.memoranda.wording import save_wording
from coalition.memoranda.wording_agreement import digest_compared, to_confirm
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.drafting.agreement import LanguageState
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio

ENGLISH = {"title": "Memorandum", "p1": "1. Parties meet.", "p2": "2. Parties report.", "p3": "3. Parties publish."}
RUSSIAN = {"title": "Меморандум", "p1": "1. Стороны встречаются.", "p2": "2. Стороны отчитываются.", "p3": "3. Стороны публикуют."}


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take back what a mutated module registers."""
    for each in (_confirmed, _copied):
        monkeypatch.setattr(each, "steps", [*each.steps])


async def save(memorandum: Memorandum, language: str, texts: dict[str, str]) -> None:
    body = "\n\n".join(text for key, text in texts.items() if key != "title")
    await save_wording(memorandum, language, WordingForm(title=texts["title"], body=body))


async def begun(by: Coordinator, languages: tuple[str, ...] = ("en", "ru")) -> Memorandum:
    memorandum = await begin(MemorandumForm.parse({"slug": "cooperation", "authentic_languages": list(languages)}), by.id)
    await save(memorandum, "en", ENGLISH)
    await save(memorandum, "ru", RUSSIAN)
    return memorandum


async def whole(memorandum: Memorandum) -> set[str]:
    edition = await edition_queries.edition_worked_on(memorandum.id)
    return to_confirm(edition, await edition_queries.wordings(edition.id), await confirmations_of(edition.id))


async def confirm_whole(memorandum: Memorandum, language: str) -> None:
    draft = await draft_texts(memorandum)
    wording = draft.wording(language)
    assert wording
    await confirm_wording(memorandum, language, digest_compared(wording, draft.wordings))


async def state(memorandum: Memorandum, language: str) -> LanguageState:
    return state_of(await draft_texts(memorandum), language)


async def stale(memorandum: Memorandum, language: str) -> list[str]:
    return [provision.key for provision in (await state(memorandum, language)).stale]


async def seen(memorandum: Memorandum, key: str, *languages: str) -> dict[str, str]:
    draft = await draft_texts(memorandum)
    return {language: draft.digest(language, key) for language in languages}


async def confirm(memorandum: Memorandum, language: str, key: str, *others: str) -> None:
    await confirm_provision(memorandum, language, key, await seen(memorandum, key, language, *others))


async def test_a_change_of_one_provision_makes_that_provision_stale_in_the_other_language(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    assert await stale(memorandum, "ru") == ["title", "p1", "p2", "p3"]
    for language in ("en", "ru"):
        await confirm_whole(memorandum, language)
    assert (await stale(memorandum, "ru"), await stale(memorandum, "en"), await whole(memorandum)) == ([], [], set())

    await save(memorandum, "en", ENGLISH | {"p2": "2. Parties report twice a year."})
    assert (await stale(memorandum, "ru"), await stale(memorandum, "en")) == (["p2"], [])

    await confirm(memorandum, "ru", "p2", "en")
    assert (await stale(memorandum, "ru"), await whole(memorandum)) == ([], set())


async def test_a_text_that_is_changed_back_is_stale_where_the_other_followed_the_change(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    await confirm_whole(memorandum, "ru")
    await save(memorandum, "en", ENGLISH | {"p1": "1. Parties write.", "p2": "2. Parties speak."})
    await confirm(memorandum, "ru", "p1", "en")
    await save(memorandum, "en", ENGLISH)
    assert (await stale(memorandum, "ru"), "ru" in await whole(memorandum)) == (["p1"], True)


@pytest.mark.sqlite_only
@pytest.mark.usefixtures("steps")
async def test_a_build_that_trusts_the_whole_after_a_single_provision_fails(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    names = mutated(comparing, "if draft.whole.get(code) == digest}", "}")
    monkeypatch.setattr(comparing, "_doubt_whole", names["_doubt_whole"])
    with pytest.raises(AssertionError):
        await test_a_text_that_is_changed_back_is_stale_where_the_other_followed_the_change(ada_account)


async def test_the_whole_is_confirmed_after_single_provisions(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    await confirm(memorandum, "ru", "p1", "en")
    await save(memorandum, "en", ENGLISH | {"p1": "1. Parties write."})
    await confirm_whole(memorandum, "ru")
    await save(memorandum, "en", ENGLISH | {"p1": "1. Parties write.", "p2": "2. Parties speak."})
    assert await stale(memorandum, "ru") == ["p2"]


@pytest.mark.sqlite_only
async def test_a_build_that_remembers_single_provisions_fails(ada_account: Coordinator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coalition.memoranda.confirming_wordings._confirmed.steps", [])
    with pytest.raises(AssertionError):
        await test_the_whole_is_confirmed_after_single_provisions(ada_account)


async def test_agreement_is_symmetric_and_the_last_provision_confirms_both_wordings(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    for key in ("p3", "title", "p1"):
        await confirm(memorandum, "ru", key, "en")
        assert await whole(memorandum) == {"en", "ru"}
    assert (await stale(memorandum, "ru"), await stale(memorandum, "en")) == (["p2"], ["p2"])
    await confirm(memorandum, "ru", "p2", "en")
    assert await whole(memorandum) == set()


async def test_a_saved_provision_says_the_same_as_what_was_read_beside_it(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    for language in ("en", "ru"):
        await confirm_whole(memorandum, language)
    await save(memorandum, "en", ENGLISH | {"p2": "2. Parties report twice a year."})
    known = await seen(memorandum, "p2", "ru", "en")
    form = ProvisionForm(text="2. Стороны отчитываются дважды в год.", base=known.pop("ru"))
    assert await save_translated(memorandum, "ru", "p2", form, known)
    assert await whole(memorandum) == set()
    wording = (await draft_texts(memorandum)).wording("ru")
    assert wording
    assert "дважды" in wording.body
    rows = await Revision.objects().where(Revision.wording == wording.id).order_by(Revision.number)
    assert (rows[-1].kind, rows[-1].provision) == ("provision_saved", "p2")


async def test_what_was_read_beside_it_changed_meanwhile(ada_account: Coordinator) -> None:
    """The words are saved, and have to be compared with the newer text."""
    memorandum = await begun(ada_account)
    await confirm_whole(memorandum, "ru")
    known = await seen(memorandum, "p2", "ru", "en")
    await save(memorandum, "en", ENGLISH | {"p2": "2. Parties report twice a year."})
    form = ProvisionForm(text="2. Стороны сообщают.", base=known.pop("ru"))
    assert not await save_translated(memorandum, "ru", "p2", form, known)
    assert (await stale(memorandum, "ru"), await stale(memorandum, "en")) == (["p2"], ["title", "p1", "p2", "p3"])
    with pytest.raises(ProvisionChanged) as broken:
        await save_translated(memorandum, "ru", "p2", form, known)
    assert broken.value.saved.source == "2. Стороны сообщают."


async def test_a_provision_that_is_missing_is_added_at_its_place(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    await save(memorandum, "ru", {key: text for key, text in RUSSIAN.items() if key != "p2"})
    states = await state(memorandum, "ru")
    assert [provision.key for provision in states.missing] == ["p2"]
    known = await seen(memorandum, "p2", "en")
    with pytest.raises(SeveralProvisions):
        await save_translated(memorandum, "ru", "p2", ProvisionForm(text="2. Один.\n\n4. Два."), known)
    with pytest.raises(ProvisionRemoved):
        await save_translated(memorandum, "ru", "p9", ProvisionForm(text="9. Один."), known)
    assert await save_translated(memorandum, "ru", "p2", ProvisionForm(text=RUSSIAN["p2"]), known)
    draft = await draft_texts(memorandum)
    assert list(draft.texts["ru"]) == ["title", "p1", "p2", "p3"]
    assert draft.texts["ru"]["p2"].source == RUSSIAN["p2"]


async def test_a_language_is_begun_with_its_title_and_written_provision_by_provision(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    states = await state(memorandum, "ar")
    assert ([provision.key for provision in states.missing], states.stale) == (["title", "p1", "p2", "p3"], [])
    with pytest.raises(InvalidForm):
        await save_translated(memorandum, "ar", "p1", ProvisionForm(text="1. تجتمع الأطراف."), await seen(memorandum, "p1", "en"))
    for key, text in (("title", "مذكرة"), ("p3", "3. تنشر الأطراف."), ("p1", "1. تجتمع الأطراف."), ("p2", "2. تقدم الأطراف تقارير.")):
        assert await save_translated(memorandum, "ar", key, ProvisionForm(text=text), await seen(memorandum, key, "en", "ru"))
    draft = await draft_texts(memorandum)
    assert list(draft.texts["ar"]) == ["title", "p1", "p2", "p3"]
    assert ("ar" in await whole(memorandum), await stale(memorandum, "ar")) == (False, [])


async def test_the_order_of_provisions_is_confirmed_as_a_whole(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    await confirm_whole(memorandum, "ru")
    await save(memorandum, "en", {key: ENGLISH[key] for key in ("title", "p1", "p3", "p2")})
    states = await state(memorandum, "ru")
    assert (states.stale, states.asks_whole, "ru" in await whole(memorandum)) == ([], True, True)


async def test_what_was_adopted_needs_no_confirmation_and_a_translation_does(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    await save(memorandum, "ar", {"title": "مذكرة", "p1": "1. تجتمع الأطراف."})
    await adopt(memorandum, AdoptionForm(on="2026-11"))
    with pytest.raises(TextFrozen):
        await confirm(memorandum, "ru", "p1", "en")
    with pytest.raises(TextFrozen):
        await save_translated(memorandum, "ru", "p1", ProvisionForm(text="1. Иначе."))
    with pytest.raises(WordingMissing):
        await confirm(memorandum, "nb", "p1", "en")
    with pytest.raises(WordingMissing):
        await save_translated(memorandum, "nb", "title", ProvisionForm(text="Memorandum"))
    assert await save_translated(memorandum, "ar", "p2", ProvisionForm(text="2. تقارير."), await seen(memorandum, "p2", "en"))


@pytest.mark.usefixtures("steps")
async def test_nobody_confirms_what_they_were_not_shown(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account)
    await confirm_whole(memorandum, "ru")
    await save(memorandum, "en", ENGLISH | {"p2": "2. Parties report twice a year."})
    shown = await seen(memorandum, "p2", "ru", "en")
    await save(memorandum, "en", ENGLISH | {"p2": "2. Parties never report."})
    with pytest.raises(ChangedMeanwhile):
        await confirm_provision(memorandum, "ru", "p2", shown)
    assert await stale(memorandum, "ru") == ["p2"]

    names = mutated(comparing, "draft.digest(code, key) != digest for", "False for")
    await names["confirm_provision"](memorandum, "ru", "p2", shown)
    assert await stale(memorandum, "ru") == []


async def test_a_further_edition_begins_with_what_was_compared(ada_account: Coordinator) -> None:
    memorandum = await begun(ada_account, ("en",))
    await save(memorandum, "en", ENGLISH | {"p1": "1. Parties write.", "p2": "2. Parties speak."})
    await confirm(memorandum, "ru", "p1", "en")
    await adopt(memorandum, AdoptionForm(on="2026-11"))
    assert await stale(memorandum, "ru") == ["p2"]
    await revise(memorandum)
    draft = await draft_texts(memorandum)
    assert (draft.edition.number, await stale(memorandum, "ru"), await stale(memorandum, "en")) == (2, ["p2"], [])
