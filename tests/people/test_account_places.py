"""The list of people is read by stored places: in the order of each language, right after every change, and filled by an upgrade."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from piccolo.apps.migrations.commands.backwards import BackwardsMigrationManager

from coalition import migrating
from coalition.collation import icu_version, in_order
from coalition.database import Unavailable, execute
from coalition.people import account_places, queries, revoking, signing_in
from coalition.people.account_places import rebuild_account_places
from coalition.people.forms import AccountForm
from coalition.people.tables import AccountPlace, Coordinator
from coalition.settings import SUPPORTED_LANGUAGES
from tests import factories
from tests.mutants import mutated
from tests.upgrades import insert, last_before

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    import httpx

pytestmark = pytest.mark.anyio
ID = "2026-11-29T11:40:00:000000"
BEFORE = last_before(ID)
NAMES = ("Ёлка", "Жанна", "Ель", "Åse", "Zoe", "Aase", "أمل", "Ель")


@pytest.fixture
async def people(store: str) -> list[Coordinator]:
    """Colleagues with names of several alphabets, two of them with the same name."""
    assert store
    return [await factories.coordinator(f"p{number}@example.org", name) for number, name in enumerate(NAMES)]


async def listed(language: str, **more: Any) -> list[str]:
    """Return the names of every page of the list."""
    names: list[str] = []
    after = ""
    while True:
        page = await queries.by_name(language, **more, after=after, limit=3)
        by_id = await queries.names_of(page.ids)
        names += [by_id[number] for number in page.ids]
        if not (after := page.after):
            return names


def expected(names: Sequence[str], language: str) -> list[str]:
    return in_order(names, language, str)


async def check_after_changes(people: Sequence[Coordinator]) -> None:
    """The places are always those that a rebuild makes."""
    first, *_, last = people
    await signing_in.change_account(first, AccountForm(name="Aaron", language="ru"))
    await revoking.disable(last)
    assert await rebuild_account_places() == 0
    for language in SUPPORTED_LANGUAGES:
        active = expected(["Aaron", *NAMES[1:-1]], language)
        assert await listed(language) == [*active, NAMES[-1]]
        assert await listed(language, descending=True) == [NAMES[-1], *reversed(active)]
    await signing_in.change_account(last, AccountForm(name="Берик", language="ru"))
    assert (await listed("ru"))[-1] == "Берик"
    await revoking.enable(last)
    assert await rebuild_account_places() == 0
    assert await listed("ru") == expected(["Aaron", *NAMES[1:-1], "Берик"], "ru")


async def test_people_stand_in_the_order_of_the_language_after_every_change(people: list[Coordinator]) -> None:
    for language in SUPPORTED_LANGUAGES:
        assert await listed(language) == expected(NAMES, language)
    assert await listed("ru", text="ель") == ["Ёлка", "Ель", "Ель"]  # ё counts as е in a search
    await check_after_changes(people)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("module", "right", "name"),
    [
        (signing_in, "            await place_account(renamed)\n", "change_account"),
        (revoking, "        await move_account(account, disabled=True)\n", "disable"),
        (revoking, "        await move_account(account, disabled=False)\n", "enable"),
    ],
)
async def test_a_build_that_forgets_a_change_is_caught(
    people: list[Coordinator], monkeypatch: pytest.MonkeyPatch, module: Any, right: str, name: str
) -> None:
    wrong = f"{' ' * (len(right) - len(right.lstrip()))}pass\n"
    monkeypatch.setattr(module, name, mutated(module, right, wrong)[name])
    with pytest.raises(AssertionError):
        await check_after_changes(people)


async def test_an_account_is_disabled_also_during_an_upgrade(people: list[Coordinator]) -> None:
    await AccountPlace.update({AccountPlace.icu_version: "72.1/1"}, force=True)
    assert not await migrating.is_migrated()
    with pytest.raises(Unavailable):
        await signing_in.change_account(people[0], AccountForm(name="Aaron", language="ru"))
    with pytest.raises(Unavailable):
        await factories.coordinator("new@example.org", "New")
    await revoking.disable(people[1])
    assert await rebuild_account_places() == len(people)
    assert await migrating.is_migrated()
    assert (await listed("ru"))[-1] == NAMES[1]
    assert {row["icu_version"] for row in await AccountPlace.select(AccountPlace.icu_version)} == {icu_version()}


async def test_an_interrupted_rebuild_goes_on(people: list[Coordinator], monkeypatch: pytest.MonkeyPatch) -> None:
    await AccountPlace.update({AccountPlace.icu_version: "72.1/1"}, force=True)
    monkeypatch.setattr(account_places, "AT_ONCE", 3)
    write: Callable[[list[Coordinator]], Awaitable[int]] = account_places._write

    async def fails_later(accounts: list[Coordinator]) -> int:
        if accounts[0].id != people[0].id:
            raise ConnectionResetError
        return await write(accounts)

    monkeypatch.setattr(account_places, "_write", fails_later)
    with pytest.raises(ConnectionResetError):
        await rebuild_account_places()
    monkeypatch.setattr(account_places, "_write", write)
    assert await rebuild_account_places() == len(people) - 3


async def test_pages_by_age_are_continued(people: list[Coordinator]) -> None:
    ids = [person.id for person in people]
    first = await queries.by_age(limit=3, newest_first=False)
    second = await queries.by_age(after=int(first.after), limit=3, newest_first=False)
    assert [*first.ids, *second.ids] == ids[:6]
    newest = await queries.by_age("ель", queries.account_filters(role="coordinator", disabled="no"), limit=2, newest_first=True)
    following = await queries.by_age("ель", after=int(newest.after), limit=2, newest_first=True)
    assert [*newest.ids, *following.ids, following.after] == [ids[7], ids[2], ids[0], ""]


async def test_no_place_outlives_its_account(people: list[Coordinator]) -> None:
    await Coordinator.delete().where(Coordinator.id == people[0].id)
    assert not await AccountPlace.exists().where(AccountPlace.coordinator == people[0].id)


async def test_the_desk_shows_the_order_of_the_reader(ada: httpx.AsyncClient, people: list[Coordinator]) -> None:
    assert people
    for language in ("ru", "nb"):
        page = (await ada.get(f"/{language}/desk/people?q=example")).text
        shown = [name for name in re.findall(r'id="account-\d+"><bdi>([^<]+)</bdi>', page) if name in NAMES]
        assert shown == expected(NAMES, language)


@pytest.mark.parametrize("old_installation", ["sqlite", "postgres"], indirect=True)
async def test_accounts_on_record_get_their_places(old_installation: None) -> None:
    now = datetime(2026, 11, 20, tzinfo=UTC)
    for number, name in enumerate(("Щит", "Ёлка", "Aaron", "Азамат")):
        disabled = {"disabled_at": now} if name == "Азамат" else {}
        defaults = {"role": "coordinator", "language": "ru", "password_hash": "", "created_at": now}
        await insert("coordinator", email=f"p{number}@example.org", name=name, **defaults, **disabled)
    await migrating.migrate()
    assert await migrating.is_migrated()
    assert await listed("ru") == ["Ёлка", "Щит", "Aaron", "Азамат"]
    await BackwardsMigrationManager(app_name="coalition", migration_id=ID, auto_agree=True).run()
    with pytest.raises(Exception, match="account_place"):
        await execute("SELECT id FROM account_place")
    await migrating.migrate()
    assert await listed("ru") == ["Ёлка", "Щит", "Aaron", "Азамат"]
