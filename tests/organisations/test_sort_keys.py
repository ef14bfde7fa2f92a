"""Lists of organisations are in the order that readers of each language expect, page by page, however many organisations there are."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime

import icu  # type: ignore[import-untyped]
import pytest

from coalition import migrating
from coalition.collation import collation_key, icu_version
from coalition.database import Unavailable, counting_queries
from coalition.desk.organisations import organisations as desk_list
from coalition.organisations import after_changes, rebuilding, registering, writing_names
from coalition.organisations.event_forms import EventForm
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.rebuilding import rebuild_sort_keys
from coalition.organisations.recording_events import record_event
from coalition.organisations.registering import amend
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.tables import Organisation, SortKey
from coalition.public.organisations import organisations as public_list
from coalition.search import queries as search_queries
from coalition.search.queries import search
from coalition.settings import SUPPORTED_LANGUAGES
from tests.mutants import mutated
from tests.upgrades import insert, last_before

pytestmark = pytest.mark.anyio
BEFORE = last_before("2026-11-28T18:20:00:000000")
NEXT = re.compile(r'rel="next" href="([^"]+)"')
NAMES = {
    "ru": ["Ёлка", "Мемориал", "«Мемориал»", "Щит", "Åse och Ёж", "Ель"],
    "ar": ["الأمل", "ابن رشد", "إنصاف", "«العدل»"],
    "nb": ["Aaron", "Åpenhet", "Øyer", "Ærlig", "Zoo", "Amnesti"],
    "kk": ["Қазақстан", "Әділет", "Кәсіп", "Іс", "Ұлт", "Үміт"],
}
SLUGS = {f"{language}-{number}": name for language, names in NAMES.items() for number, name in enumerate(names)}


def by_icu(language: str) -> list[str]:
    """Return the slugs in the order that ICU gives, without punctuation first."""
    plain = icu.Collator.createInstance(icu.Locale(language))
    shifted = icu.Collator.createInstance(icu.Locale(language))
    shifted.setAttribute(icu.UCollAttribute.ALTERNATE_HANDLING, icu.UCollAttributeValue.SHIFTED)
    return sorted(SLUGS, key=lambda slug: (shifted.getSortKey(SLUGS[slug]), plain.getSortKey(SLUGS[slug]), slug))


@pytest.fixture
async def register(store: str) -> list[Organisation]:
    """The organisations, entered in any order; all are listed but the last one."""
    slugs = [*SLUGS, "hidden"]
    random.Random(3).shuffle(slugs)
    return [await registering.register(form(slug), names_were_shown=True) for slug in slugs]


def form(slug: str) -> OrganisationForm:
    listed = {"listed": True, "listing_reason": "It wishes so."} if slug != "hidden" else {}
    names = [{"language": "ru", "name": SLUGS.get(slug, "Аист"), "primary": True}]
    return OrganisationForm.parse({"slug": slug, "country": "KZ", "names": names, "contacts": [], **listed})


async def pages_of(reader, path: str) -> list[list[str]]:
    """Return the slugs on each page of a list."""
    pages, following = [], path
    while following:
        answer = await reader.get(following)
        assert answer.status_code == 200
        pages.append(list(dict.fromkeys(re.findall(r'organisations/((?:ru|ar|nb|kk)-\d|hidden)["/]', answer.text))))
        found = NEXT.search(answer.text)
        following = found[1].replace("&amp;", "&") if found else ""
    return pages


def test_the_order_is_that_of_icu_in_each_language():
    languages = (*SUPPORTED_LANGUAGES, "kk", "ky", "tg", "uz", "fr")
    assert all(sorted(SLUGS, key=lambda slug: collation_key(SLUGS[slug], language, slug)) == by_icu(language) for language in languages)
    assert len({tuple(by_icu(language)) for language in languages}) >= 5


def test_the_longest_key_fits_an_index_page():
    key = collation_key("\ufdfa" * 300, "ar", "a" * 80)
    assert len(key) < 1100
    assert key != collation_key("\ufdfa" * 300, "ar", "b" * 80)


async def check_lists(cleo, ada) -> None:
    for language in SUPPORTED_LANGUAGES:
        listed = await pages_of(cleo, f"/{language}/organisations")
        assert [slug for page in listed for slug in page] == by_icu(language)
        assert {len(page) for page in listed[:-1]} == {4}
        every = [slug for page in await pages_of(ada, f"/{language}/desk/organisations") for slug in page]
        assert [slug for slug in every if slug != "hidden"] == by_icu(language)
        assert "hidden" in every


async def test_pages_are_in_the_readers_order_and_show_no_hidden_organisation(register, cleo, ada, monkeypatch):
    monkeypatch.setattr(public_list, "AT_ONCE", 4)
    monkeypatch.setattr(desk_list, "PAGE", 4)
    await check_lists(cleo, ada)
    monkeypatch.setattr(search_queries, "FEW", 2)
    await check_lists(cleo, ada)
    # whoever guesses the place of a hidden organisation learns nothing from it
    hidden = search_queries.place(collation_key("Аист", "ru", "hidden"))
    beside = search_queries.place(collation_key("Аист", "ru", "hiddem"))
    first, second = [re.sub(r"after=[^\"&]+", "", (await cleo.get(f"/ru/organisations?after={place}")).text) for place in (hidden, beside)]
    assert first == second
    assert await pages_of(cleo, "/ru/organisations?after=*nonsense*") == await pages_of(cleo, "/ru/organisations")


async def test_a_page_takes_the_same_statements_whatever_its_length(register):
    counts = []
    for limit in (1, 5, 30):
        with counting_queries() as count:
            await search(in_name_order("ru"), "а", Organisation.listed.eq(True), limit=limit)
        counts.append(count.count)
    assert len(set(counts)) == 1


async def renamed(organisation: Organisation) -> None:
    """Replace names and record another name: the keys that are stored are always those that a rebuild makes."""
    assert await rebuild_sort_keys() == 0
    await amend(organisation, OrganisationChange.parse({"names": [{"language": "ru", "name": "Юность"}]}))
    assert await rebuild_sort_keys() == 0
    event = {"kind": "renamed", "happened": "2025", "which": "new", "source": "Its letter.", "names": [{"language": "ru", "name": "Аврора"}]}
    await record_event(organisation, EventForm.parse(event))
    assert await rebuild_sort_keys() == 0
    stored = {row["language"]: bytes(row["key"]) for row in await SortKey.select().where(SortKey.organisation == organisation.id)}
    assert stored == {language: collation_key("Аврора", language, organisation.slug) for language in SUPPORTED_LANGUAGES}


async def test_another_name_gets_another_key(register):
    await renamed(register[0])


@pytest.mark.sqlite_only
async def test_a_build_that_keeps_the_old_key_is_caught(register, monkeypatch):
    monkeypatch.setattr(after_changes._steps, "steps", [*after_changes._steps.steps])  # the mutated module adds its own
    forgetful = mutated(writing_names, "    await write_sort_keys([view])\n", "")
    monkeypatch.setattr(registering, "write_names", forgetful["write_names"])
    with pytest.raises(AssertionError):
        await renamed(register[0])


async def test_keys_of_another_version_are_refused_and_an_interrupted_rebuild_goes_on(register, cleo, monkeypatch):
    order = await pages_of(cleo, "/ru/organisations")

    await SortKey.update({SortKey.icu_version: "72.1/1", SortKey.key: b"another"}, force=True)
    assert not await migrating.is_migrated()
    with pytest.raises(Unavailable):
        await amend(register[0], OrganisationChange.parse({"names": [{"language": "ru", "name": "Юность"}]}))
    monkeypatch.setattr(rebuilding, "ROWS", 5 * len(SUPPORTED_LANGUAGES))
    made = []

    async def fails_later(ids):
        made.append(len(ids))
        if len(made) == 3:
            raise ConnectionResetError
        return await rebuild(ids)

    rebuild = rebuilding._rebuild_sort_keys
    monkeypatch.setattr(rebuilding, "_rebuild_sort_keys", fails_later)
    with pytest.raises(ConnectionResetError):
        await rebuild_sort_keys()
    monkeypatch.setattr(rebuilding, "_rebuild_sort_keys", rebuild)
    assert not await migrating.is_migrated()
    assert await rebuild_sort_keys() == len(register) - 10
    assert await migrating.is_migrated()
    assert await pages_of(cleo, "/ru/organisations") == order
    assert {row["icu_version"] for row in await SortKey.select(SortKey.icu_version)} == {icu_version()}


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_organisations_on_record_get_their_keys(old_installation):
    now = datetime(2026, 11, 20, tzinfo=UTC)
    for number, name in enumerate(("Щит", "Ёлка", "Aaron")):
        columns = {"slug": f"o{number}", "kind": "ngo", "scope": "national", "created_at": now, "updated_at": now}
        organisation = await insert("organisation", **columns)
        await insert("organisation_name", organisation=organisation, language="ru", name=name, is_primary=True)
    await migrating.migrate()
    assert await migrating.is_migrated()
    places = await search(in_name_order("ru"), limit=2)
    rest = await search(in_name_order("ru"), after=places.after, limit=2)
    slugs = {row["id"]: row["slug"] for row in await Organisation.select(Organisation.id, Organisation.slug)}
    assert [slugs[number] for number in (*places.ids, *rest.ids)] == ["o1", "o0", "o2"]
    assert rest.after == ""
    assert {slugs[number] for number in (await search(in_name_order("ru"), "elka", limit=2)).ids} == {"o1"}
