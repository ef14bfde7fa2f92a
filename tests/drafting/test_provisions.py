"""Provisions are changed one at a time; what others changed stays, ids stay with their text, and numbers follow the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.drafting import errors
from coalition.drafting.arranging_provisions import add_provision, move_provision, remove_provision
from coalition.drafting.dividing_provisions import divide_provision, join_provisions
from coalition.drafting.forms import DivisionForm, JoinForm, MoveForm, NewProvisionForm, ProvisionForm, ReturnForm
from coalition.drafting.returning import return_revision, undo_change
from coalition.drafting.saving_provisions import save_provision
from coalition.fields import InvalidForm
from coalition.memoranda import edition_queries
from coalition.memoranda.errors import ChangedMeanwhile, UncertainLines
from tests.drafting.conftest import ENGLISH, RUSSIAN, key_of, numbers_of, provisions_of, wording_of

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum

pytestmark = pytest.mark.anyio


async def form_for(memorandum: Memorandum, key: str, text: str, language: str = "en") -> ProvisionForm:
    return ProvisionForm(text=text, base=(await provisions_of(memorandum, language))[key].digest)


async def labels_by_key(memorandum: Memorandum, language: str) -> dict[str, str]:
    return {key: text.block.label for key, text in (await provisions_of(memorandum, language)).items() if text.block}


async def test_people_who_change_different_provisions_are_merged(draft):
    first, third = await key_of(draft, "1"), await key_of(draft, "3")
    ada, bo = await form_for(draft, first, "1. The parties meet twice."), await form_for(draft, third, "3. The parties publish all.")
    await save_provision(draft, "en", first, ada)
    await save_provision(draft, "en", third, bo)
    body = (await wording_of(draft)).body
    assert body == ENGLISH.replace("parties meet.", "parties meet twice.").replace("publish.", "publish all.")


async def test_the_second_to_change_a_provision_gets_both_texts(draft):
    key = await key_of(draft, "1")
    form = await form_for(draft, key, "1. The parties meet twice.")
    await save_provision(draft, "en", key, form)
    with pytest.raises(errors.ProvisionChanged) as raised:
        await save_provision(draft, "en", key, ProvisionForm(text="1. The parties meet thrice.", base=form.base))
    assert raised.value.saved.source == "1. The parties meet twice."
    assert "thrice" not in (await wording_of(draft)).body


async def test_a_note_stays_where_it_is_written(draft):
    key = await key_of(draft, "preamble 1")
    source = (await provisions_of(draft))[key].source
    assert source.endswith("[^1]: In 2013.")
    await save_provision(draft, "en", key, await form_for(draft, key, source.replace("2013", "February 2013")))
    assert (await wording_of(draft)).body == ENGLISH.replace("In 2013", "In February 2013")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("1. The parties meet.\n\n2. They talk.", errors.SeveralProvisions),
        ("7. The parties meet.", errors.OtherNumber),
        ("The parties meet.", errors.OtherNumber),
        ("# The parties meet", errors.OtherNumber),
        ("1. The <b>parties</b> meet.", InvalidForm),
        ("1. The parties meet in\n\n2013. Or so.", UncertainLines),
    ],
)
async def test_a_text_that_would_be_another_provision_is_refused(draft, text, error):
    key = await key_of(draft, "1")
    with pytest.raises(error):
        await save_provision(draft, "en", key, await form_for(draft, key, text))
    assert (await wording_of(draft)).body == ENGLISH


async def test_a_removed_provision_is_said_to_be_removed(draft):
    key = await key_of(draft, "3")
    form = await form_for(draft, key, "3. The parties print.")
    await remove_provision(draft, key)
    with pytest.raises(errors.ProvisionRemoved):
        await save_provision(draft, "en", key, form)
    assert "publish" not in (await wording_of(draft)).body
    assert "публикуют" not in (await wording_of(draft, "ru")).body


async def test_a_moved_provision_takes_its_id_and_all_languages_along(draft):
    before = await labels_by_key(draft, "en")
    second = await key_of(draft, "2")
    arranged = await move_provision(draft, second, MoveForm(way="down"))
    after = {language: await labels_by_key(draft, language) for language in ("en", "ru")}
    keys = {label: key for key, label in before.items()}
    assert after["en"] == after["ru"]
    assert [after["en"][keys[label]] for label in ("1", "2", "2(a)", "2(b)", "3")] == ["1", "3", "3(a)", "3(b)", "2"]
    assert arranged.numbers == {"en": {"2.": "3.", "3.": "2."}, "ru": {"2.": "3.", "3.": "2."}}
    assert "2. The parties publish.\n\n3. The parties report:\n\n(a)" in (await wording_of(draft)).body
    await move_provision(draft, second, MoveForm(way="up"))
    assert [(await wording_of(draft, language)).body for language in ("en", "ru")] == [ENGLISH, RUSSIAN]


async def test_a_provision_goes_after_another_with_what_stands_below_it(draft):
    first, second = await key_of(draft, "1"), await key_of(draft, "2")
    await move_provision(draft, first, MoveForm(after=second))
    assert await numbers_of(draft) == ["1.", "(a)", "(b)", "2.", "3."]
    with pytest.raises(errors.CannotMove):
        await move_provision(draft, second, MoveForm(way="up"))
    with pytest.raises(errors.CannotMove):
        await move_provision(draft, second, MoveForm(after=await key_of(draft, "1(a)")))


async def test_numbers_that_cannot_follow_stay_only_if_somebody_says_so(draft):
    below, third = await key_of(draft, "2(a)"), await key_of(draft, "3")
    with pytest.raises(errors.NumbersUncertain):
        await move_provision(draft, below, MoveForm(after=third))
    await move_provision(draft, below, MoveForm(after=third, as_they_are=True))
    assert await numbers_of(draft) == ["1.", "2.", "(b)", "3.", "(a)"]


async def test_a_new_provision_gets_its_number_and_its_place_in_other_languages_stays_free(draft):
    first = await key_of(draft, "1")
    arranged = await add_provision(draft, NewProvisionForm(language="en", text="The parties talk.", beside=first))
    assert await numbers_of(draft) == ["1.", "2.", "3.", "(a)", "(b)", "4."]
    assert await numbers_of(draft, "ru") == ["1.", "3.", "(а)", "(б)", "4."]
    await save_provision(draft, "ru", arranged.key, ProvisionForm(text="Стороны говорят."))
    assert (await labels_by_key(draft, "ru"))[arranged.key] == "2"
    assert await labels_by_key(draft, "ru") == await labels_by_key(draft, "en")


async def test_the_number_of_a_place_that_is_free_follows_when_provisions_move(draft):
    first, third = await key_of(draft, "1"), await key_of(draft, "3")
    added = (await add_provision(draft, NewProvisionForm(language="en", text="2. The parties talk.", beside=first))).key
    await move_provision(draft, third, MoveForm(after=first))
    english, russian = await labels_by_key(draft, "en"), await labels_by_key(draft, "ru")
    assert english[added] == "3"
    assert russian == {key: label for key, label in english.items() if key != added}


@pytest.mark.parametrize("keeps", ["first", "second"])
async def test_one_part_of_a_divided_provision_keeps_the_id(draft, keeps):
    key = await key_of(draft, "1")
    base = (await provisions_of(draft))[key].digest
    form = DivisionForm(language="en", first="1. The parties", second="meet.", base=base, keeps=keeps)
    await divide_provision(draft, key, form)
    texts = await provisions_of(draft)
    assert texts[key].source == ("1. The parties" if keeps == "first" else "2. meet.")
    assert await numbers_of(draft) == ["1.", "2.", "3.", "(a)", "(b)", "4."]
    assert (await labels_by_key(draft, "ru"))[key] == texts[key].block.label


@pytest.mark.parametrize("keeps", ["first", "second"])
async def test_one_of_two_joined_provisions_keeps_its_id(draft, keeps):
    first, second = await key_of(draft, "2(a)"), await key_of(draft, "2(b)")
    await join_provisions(draft, first, JoinForm(keeps=keeps))
    key = first if keeps == "first" else second
    texts = [await provisions_of(draft, language) for language in ("en", "ru")]
    assert texts[0][key].source == "(a) each year;\n\nas provision 3 says."
    assert texts[1][key].source == "(а) каждый год;\n\nкак сказано в пункте 3."
    assert not {first, second} - {key} & set(texts[0])
    with pytest.raises(errors.CannotJoin):
        await join_provisions(draft, key, JoinForm())


async def test_paragraphs_and_headings_are_divided_and_joined_too(draft):
    key = await key_of(draft, "preamble 1")
    text = (await provisions_of(draft))[key]
    form = DivisionForm(language="en", first="The parties,", second="meeting in Kyiv[^1],\n\n[^1]: In 2013.", base=text.digest, keeps="second")
    await divide_provision(draft, key, form)
    texts = await provisions_of(draft)
    assert texts[key].source == "meeting in Kyiv[^1],\n\n[^1]: In 2013."
    await join_provisions(draft, next(iter([*texts][1:])), JoinForm(keeps="second"))
    assert (await provisions_of(draft))[key].source == "The parties,\nmeeting in Kyiv[^1],\n\n[^1]: In 2013."


async def test_an_id_is_not_given_again(draft):
    key = await key_of(draft, "3")
    await remove_provision(draft, key)
    added = await add_provision(draft, NewProvisionForm(language="en", text="3. The parties print.", beside=await key_of(draft, "2")))
    assert added.key != key
    assert (await labels_by_key(draft, "en"))[added.key] == "3"


async def test_a_text_can_be_emptied_and_filled_again(draft):
    while keys := [key for key in await provisions_of(draft) if key != "title"]:
        await remove_provision(draft, keys[0])
    assert [(await wording_of(draft, language)).body for language in ("en", "ru")] == ["", ""]
    await add_provision(draft, NewProvisionForm(language="en", text="1. The parties meet.", beside=""))
    assert (await wording_of(draft)).body == "1. The parties meet.\n"


async def test_a_change_is_undone_in_all_its_languages_and_that_is_undone_too(draft):
    arranged = await move_provision(draft, await key_of(draft, "2"), MoveForm(way="down"))
    moved = [(await wording_of(draft, language)).body for language in ("en", "ru")]
    await undo_change(draft, arranged.change)
    assert [(await wording_of(draft, language)).body for language in ("en", "ru")] == [ENGLISH, RUSSIAN]
    from coalition.drafting.draft_revision_queries import last_revisions

    (undone,) = {line.change for line in await last_revisions([(await wording_of(draft)).id, (await wording_of(draft, "ru")).id], 2)}
    await undo_change(draft, undone)
    assert [(await wording_of(draft, language)).body for language in ("en", "ru")] == moved


async def test_what_somebody_saved_after_a_change_is_not_undone_with_it(draft):
    arranged = await move_provision(draft, await key_of(draft, "2"), MoveForm(way="down"))
    key = await key_of(draft, "1", "ru")
    await save_provision(draft, "ru", key, await form_for(draft, key, "1. Стороны видятся.", "ru"))
    with pytest.raises(errors.SavedAfter):
        await undo_change(draft, arranged.change)
    assert "видятся" in (await wording_of(draft, "ru")).body
    with pytest.raises(errors.NoSuchRevision):
        await undo_change(draft, "other")


async def test_an_earlier_text_is_brought_back_with_its_provisions(draft):
    before = await labels_by_key(draft, "en")
    await move_provision(draft, await key_of(draft, "3"), MoveForm(way="up"))
    with pytest.raises(ChangedMeanwhile):
        await return_revision(draft, "en", 1, ReturnForm(version=1))
    await return_revision(draft, "en", 1, ReturnForm(version=2))
    wording = await wording_of(draft)
    assert (wording.body, wording.version, await labels_by_key(draft, "en")) == (ENGLISH, 3, before)
    assert {provision.key for provision in await edition_queries.provisions(wording.edition)} == set(before)
