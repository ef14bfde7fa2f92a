"""A reviser reads a second time what a translator wrote; a change afterwards asks for it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coalition.drafting.agreement import state_of
from coalition.drafting.agreement_queries import draft_texts
from coalition.drafting.comparing import confirm_provision
from coalition.drafting.errors import NotOnIt
from coalition.drafting.forms import ProvisionForm
from coalition.drafting.language_people import LanguagePeopleForm, choose_people
from coalition.drafting.language_queries import people_of
from coalition.drafting.translated_provisions import save_translated
from coalition.memoranda.membership import add_member, remove_member
from coalition.trail import Actor, ActorKind, acting
from tests import factories

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def memorandum(ada_account: Coordinator, dilnoza_account: Coordinator) -> Memorandum:
    row = await factories.draft(ada_account)
    await add_member(row, dilnoza_account.email)
    return row


async def confirm_as(person: Coordinator, memorandum: Memorandum, key: str) -> None:
    draft = await draft_texts(memorandum)
    with acting(Actor(ActorKind.DESK, person.id)):
        await confirm_provision(memorandum, "ru", key, {code: draft.digest(code, key) for code in ("en", "ru")})


async def is_revised(memorandum: Memorandum, key: str) -> bool:
    state = state_of(await draft_texts(memorandum), "ru")
    return next(provision.is_revised for provision in state.provisions if provision.key == key)


async def test_the_reviser_is_a_second_step_and_a_change_asks_for_it_again(
    memorandum: Memorandum, ada_account: Coordinator, dilnoza_account: Coordinator
) -> None:
    await choose_people(memorandum, "ru", LanguagePeopleForm(translator=dilnoza_account.email, reviser=ada_account.email))
    await confirm_as(dilnoza_account, memorandum, "p1")
    assert not await is_revised(memorandum, "p1")
    await confirm_as(ada_account, memorandum, "p1")
    assert await is_revised(memorandum, "p1")

    draft = await draft_texts(memorandum)
    words = ProvisionForm(text="1. Стороны работают.", base=draft.digest("ru", "p1"))
    with acting(Actor(ActorKind.DESK, dilnoza_account.id)):
        await save_translated(memorandum, "ru", "p1", words, {"en": draft.digest("en", "p1")})
    assert not await is_revised(memorandum, "p1")


async def test_whoever_does_both_reads_twice(memorandum: Memorandum, dilnoza_account: Coordinator) -> None:
    await choose_people(memorandum, "ru", LanguagePeopleForm(translator=dilnoza_account.email, reviser=dilnoza_account.email))
    await confirm_as(dilnoza_account, memorandum, "p1")
    assert not await is_revised(memorandum, "p1")
    await confirm_as(dilnoza_account, memorandum, "p1")
    assert await is_revised(memorandum, "p1")


async def test_what_is_revised_stays_so_when_the_whole_is_confirmed(memorandum: Memorandum, ada_account: Coordinator) -> None:
    await choose_people(memorandum, "ru", LanguagePeopleForm(reviser=ada_account.email))
    for provision in state_of(await draft_texts(memorandum), "ru").stale:
        await confirm_as(ada_account, memorandum, provision.key)
    state = state_of(await draft_texts(memorandum), "ru")
    assert (state.stale, state.unrevised) == ([], [])


async def test_only_those_who_work_on_it_are_chosen_and_whoever_leaves_it_translates_no_more(
    memorandum: Memorandum, dilnoza_account: Coordinator
) -> None:
    with pytest.raises(NotOnIt):
        await choose_people(memorandum, "ru", LanguagePeopleForm(translator="cleo@example.org"))
    await choose_people(memorandum, "ru", LanguagePeopleForm(translator=dilnoza_account.email))
    assert [person["name"] for person in (await people_of(memorandum.id))["ru"].values()] == ["Dilnoza"]
    await choose_people(memorandum, "ru", LanguagePeopleForm(translator=dilnoza_account.email, reviser=dilnoza_account.email))
    await remove_member(memorandum, dilnoza_account.id)
    assert await people_of(memorandum.id) == {}
