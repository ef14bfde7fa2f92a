"""Writing an appeal: what is refused, what is stored, and that nobody else knows of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from coalition import clock
from coalition.appeals import forms, person_consents, queries
from coalition.appeals.errors import AppealSent
from coalition.appeals.forms import AppealForm, NetworksForm
from coalition.appeals.tables import NamedPerson
from coalition.appeals.writing_appeals import change_appeal, choose_networks
from coalition.database import execute
from coalition.deliveries.timelines import addressee_views
from coalition.fields import InvalidForm
from coalition.memoranda import edition_queries
from coalition.memoranda import queries as memoranda
from coalition.organisations.visible_queries import Viewer
from tests import factories
from tests.appeals.appealed import CONSENT, NAMES, OTHER_NAMES, appeal, given, person
from tests.mutants import mutated

if TYPE_CHECKING:
    from coalition.memoranda.tables import Memorandum
    from coalition.people.tables import Coordinator

pytestmark = pytest.mark.anyio


@pytest.fixture
async def ada(store: str) -> Coordinator:
    assert store
    return await factories.coordinator("ada@example.org", "Ada")


def refused(**more: Any) -> set[str]:
    with pytest.raises(InvalidForm) as refusal:
        AppealForm.parse(given(**more))
    return set(refusal.value.problems)


async def names(memorandum: Memorandum) -> list[dict[str, str]]:
    row = await queries.appeal_of(memorandum.id)
    return [dict(each) for each in (await queries.view_of(row)).people]


async def test_an_appeal_is_stored_with_all_that_it_says(ada: Coordinator) -> None:
    begun = clock.now()
    memorandum = await appeal(ada)
    row = await queries.appeal_of(memorandum.id)
    view = await queries.view_of(row)
    assert (memorandum.slug, view.sent_at, view.people) == ("release-the-defender-who-was-taken-yesterday", None, [])
    assert (view.said("ru").asked, view.said("nb").about) == ("Немедленно освободить её.", "A lawyer who defends tenants in a southern city.")
    assert begun.replace(second=0, microsecond=0) <= view.closes_at - timedelta(hours=48) <= clock.now()
    assert view.closes_at.second == 0
    named = await addressee_views(memorandum.id, Viewer.COORDINATOR)
    assert [each.named("ru").name for each in named] == ["Министр внутренних дел", "Генеральный прокурор"]
    assert await queries.public_appeals([memorandum.id]) == {}
    assert (await appeal(ada)).slug == "release-the-defender-who-was-taken-yesterday-2"


async def test_it_is_changed_as_a_whole_until_it_is_sent(ada: Coordinator) -> None:
    memorandum = await appeal(ada, named=1)
    await change_appeal(memorandum, AppealForm.parse(given(["en"])))
    edition = await edition_queries.edition_worked_on(memorandum.id)
    assert [wording.language for wording in await edition_queries.wordings(edition.id)] == ["en"]
    assert (await memoranda.by_id(memorandum.id)).authentic_languages == "en"
    assert await names(memorandum) == []
    await execute(f"UPDATE appeal SET sent_at = '{clock.now():%Y-%m-%d %H:%M:%S}+00:00'")
    with pytest.raises(AppealSent):
        await change_appeal(memorandum, AppealForm.parse(given()))
    await factories.network("net")
    with pytest.raises(AppealSent):
        await choose_networks(memorandum, NetworksForm(networks=["net"]))


async def test_only_networks_are_chosen(ada: Coordinator) -> None:
    memorandum = await appeal(ada)
    await factories.organisation("kibhr")
    with pytest.raises(InvalidForm):
        await choose_networks(memorandum, NetworksForm(networks=["kibhr"]))


def test_what_is_missing_or_wrong_is_named() -> None:
    assert refused(hours=-1) == {"closes_at"}
    assert refused(hours=24 * 91) == {"closes_on"}
    assert refused(zone="Mars/Olympus") == {"zone"}
    assert refused(texts=[]) == {"texts"}
    gaps = given()
    gaps["texts"][1] |= {"body": "Мы пишем о [кто это].", "to": "Министр"}
    with pytest.raises(InvalidForm) as refusal:
        AppealForm.parse(gaps)
    assert set(refusal.value.problems) == {"texts/1/body"}
    fewer = given()
    fewer["texts"][1]["to"] = "Министр"
    with pytest.raises(InvalidForm) as refusal:
        AppealForm.parse(fewer)
    assert set(refusal.value.problems) == {"texts/1/to"}


def test_nobody_is_named_without_consent() -> None:
    assert refused(people=[person(NAMES, {})]) == {"people/0/agreed", "people/0/means", "people/0/purpose"}
    assert refused(people=[person(NAMES, CONSENT), person(OTHER_NAMES, {"means": "by letter"})]) == {"people/1/agreed", "people/1/purpose"}
    for nameless in (CONSENT, CONSENT | {"names": []}):
        with pytest.raises(InvalidForm) as refusal:
            AppealForm.parse(given(people=[nameless]))
        assert refusal.value.problems == {"people/0/names": forms._NO_NAME}


def test_a_person_has_one_name_in_a_language_and_twenty_people_fit() -> None:
    twice = person(NAMES, CONSENT)
    twice["names"].append(twice["names"][0])
    assert refused(people=[twice]) == {"people/0/names/2/language"}
    assert refused(people=[person({"en": "x" * 301}, CONSENT)]) == {"people/0/names/0/name"}
    people = [person({"en": f"Someone Number{number}"}, CONSENT) for number in range(21)]
    assert refused(people=people) == {"people"}
    assert len(AppealForm.parse(given(people=people[1:])).names) == 20


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("title", "Release Zarina Quilova"),
        ("body", "QUILOVA was taken."),
        ("about", "A lawyer, Z. Quilova"),
        ("asked", "Освободить Квилову"),
        ("to", "The lawyer of Zarina"),
    ],
)
def test_a_name_does_not_stand_in_what_cannot_be_changed(field: str, words: str) -> None:
    values = given(["en"], named=1)
    values["texts"][0][field] = words
    with pytest.raises(InvalidForm) as refusal:
        AppealForm.parse(values | {"texts": [values["texts"][0], {**given(["ru"])["texts"][0], "to": values["texts"][0]["to"]}]})
    assert f"texts/0/{field}" in refusal.value.problems


async def test_a_name_is_stored_encrypted_and_erased_when_the_consent_is_taken_back(ada: Coordinator) -> None:
    memorandum = await appeal(ada, named=1)
    assert await names(memorandum) == [NAMES]
    [stored] = await NamedPerson.select(NamedPerson.names, NamedPerson.means, NamedPerson.purpose)
    assert not any(word in str(stored) for word in ("Quilova", "Квилова", "signed paper", "ministries"))
    assert await person_consents.take_consent_back(memorandum, 1)
    assert not await person_consents.take_consent_back(memorandum, 1)
    assert await names(memorandum) == []
    assert await NamedPerson.select(NamedPerson.names, NamedPerson.means, NamedPerson.purpose) == [{"names": "", "means": "", "purpose": ""}]


async def test_a_name_is_read_for_as_long_as_the_person_agreed_to(ada: Coordinator) -> None:
    memorandum = await appeal(ada, named=1, until=clock.today().isoformat())
    assert await names(memorandum) == [NAMES]
    with clock.shifted(timedelta(days=1)):
        assert await names(memorandum) == []
        await person_consents.erase_ended({})
    assert (await NamedPerson.select(NamedPerson.names)) == [{"names": ""}]


async def test_each_of_several_people_takes_their_own_consent_back(ada: Coordinator) -> None:
    memorandum = await appeal(ada, named=2, until=clock.today().isoformat())
    assert await names(memorandum) == [NAMES, OTHER_NAMES]
    assert not await person_consents.take_consent_back(memorandum, 3)
    assert await person_consents.take_consent_back(memorandum, 2)
    assert await names(memorandum) == [NAMES]
    assert [row["means"] == "" for row in await NamedPerson.select(NamedPerson.means).order_by(NamedPerson.number)] == [False, True]
    again = await appeal(ada, named=2, until=clock.today().isoformat())
    with clock.shifted(timedelta(days=1)):
        assert (await names(memorandum), await names(again)) == ([], [OTHER_NAMES])
        await person_consents.erase_ended({})
        assert await names(again) == [OTHER_NAMES]
    stored = await NamedPerson.select(NamedPerson.names).order_by(NamedPerson.appeal, NamedPerson.number)
    assert [bool(row["names"]) for row in stored] == [False, False, False, True]


async def test_a_build_that_takes_out_all_of_them_is_caught(ada: Coordinator) -> None:
    memorandum = await appeal(ada, named=2)
    its_row, all_rows = ".where(NamedPerson.id == person.id)", ".where(NamedPerson.appeal == person.appeal)"
    everybody = mutated(person_consents, f"clock.today()}}){its_row}", f"clock.today()}}){all_rows}")
    await everybody["take_consent_back"](memorandum, 1)
    assert await names(memorandum) != [OTHER_NAMES]
    again = await appeal(ada, named=2, until=clock.today().isoformat())
    too_many = mutated(person_consents, f"update(_ERASED){its_row}", f"update(_ERASED){all_rows}")
    with clock.shifted(timedelta(days=1)):
        await too_many["erase_ended"]({})
        assert await names(again) != [OTHER_NAMES]


async def test_builds_that_name_a_person_too_long_or_unasked_are_caught(ada: Coordinator) -> None:
    memorandum = await appeal(ada, named=1)
    still_there = mutated(person_consents, "{**_ERASED, NamedPerson.taken_back_on: clock.today()}", "{NamedPerson.until: None}")
    await still_there["take_consent_back"](memorandum, 1)
    assert await names(memorandum) == [NAMES]
    await person_consents.take_consent_back(memorandum, 1)
    unasked = mutated(forms, "in person.needed.items() if not value", "in person.needed.items() if value is field")
    values = given(people=[person(NAMES, {})])
    assert unasked["AppealForm"].parse(values).names == [NAMES]
