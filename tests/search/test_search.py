"""Whoever looks for a name finds it in any script, by any part of a word; nobody finds what they may not know of, nor what was erased."""

from __future__ import annotations

import asyncio
import random
import re
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg  # type: ignore[import-untyped]  # it carries no type marker
import pytest

from coalition import database, migrating
from coalition.database import counting_queries, execute, is_postgres, transaction
from coalition.migrating import MigrationFailed
from coalition.organisations import registering, writing_names
from coalition.organisations.forms import OrganisationChange, OrganisationForm
from coalition.organisations.queries import EVERY, listed_or
from coalition.organisations.rebuilding import rebuild_search
from coalition.organisations.registering import amend
from coalition.organisations.sort_key_queries import in_name_order
from coalition.organisations.tables import Organisation
from coalition.people.searched_accounts import rebuild_account_search
from coalition.search import indexing, queries
from coalition.search.folding import folded
from coalition.search.indexing import index
from coalition.search.queries import first_matches, search
from coalition.search.tables import Kind, SearchText
from coalition.search_keys import plain_key, search_key
from tests import factories
from tests.engines import drop_database, postgres_url
from tests.mutants import mutated

pytestmark = pytest.mark.anyio

NAMES = {
    "memorial": ("ru", "«Мемориал» – правозащитный центр"),
    "yolka": ("ru", "Ёлка и Йод"),
    "insaf": ("ar", "مُنَظَّمَةُ الإنصاف"),
    "amal": ("ar", "جمعية الأمـــل"),
    "apen": ("nb", "Åpne øyne – ærlig støtte"),
    "adilet": ("kk", "Әділет қоры"),
    "helsinki": ("en", "Anti-Torture Helsinki Group_2"),
    "hidden": ("ru", "Тайная правозащитная группа"),
}
FINDS = {
    "мемориал": {"memorial"},
    "«мемориал»": {"memorial"},
    "центр мемориал": {"memorial"},  # in any order
    "memorial tsentr": {"memorial"},  # in Latin letters
    "защитн": {"memorial", "hidden"},  # inside a word
    "пр": {"memorial", "hidden"},  # two letters: where a word begins
    "т": {"hidden", "memorial", "helsinki"},  # one letter: in Latin letters too
    "елка": {"yolka"},
    "иод": {"yolka"},
    "انصاف": {"insaf"},
    "منظمة": {"insaf"},
    "\u2067الأمل\u2069": {"amal"},
    "apne oyne": {"apen"},
    "stotte": {"apen"},
    "әділет": {"adilet"},
    "adilet": {"adilet"},
    "кор": {"adilet"},
    "anti-torture": {"helsinki"},
    "torture anti": {"helsinki"},
    "group_2": {"helsinki"},
    "groupx2": set(),
    "he": {"helsinki"},
    "ki": set(),
    "%": set(),
    "_": set(),
    '"': set(),
    "* OR NEAR(": set(),
    "helsinki AND torture": set(),
    "\x00": set(),
    "x" * 301: set(),
    "helsinki " * 40: set(),
}


def form(slug: str, language: str, name: str, *, listed: bool = True) -> OrganisationForm:
    names = [{"language": language, "name": name, "primary": True}]
    reason = {"listed": True, "listing_reason": "It wishes so."} if listed else {}
    return OrganisationForm.parse({"slug": slug, "country": "KZ", "names": names, "contacts": [], **reason})


@pytest.fixture
async def register(store: str) -> dict[int, str]:
    """The slugs of the organisations by id; one is not listed."""
    rows = [
        await registering.register(form(slug, language, name, listed=slug != "hidden"), names_were_shown=True)
        for slug, (language, name) in NAMES.items()
    ]
    return {row.id: row.slug for row in rows}


async def found(register: dict[int, str], query: str, visible=EVERY, language: str = "ru") -> set[str]:
    slugs, after = [], ""
    while True:
        page = await search(in_name_order(language), query, visible, after=after, limit=2)
        slugs += [register[number] for number in page.ids]
        after = page.after
        if not after:
            assert len(slugs) == len(set(slugs))
            return set(slugs)


async def test_names_are_found_in_any_script_by_parts_of_words(register, monkeypatch):
    for few in (queries.FEW, 1, 0):  # read from the index of words, or from the list
        monkeypatch.setattr(queries, "FEW", few)
        for query, slugs in FINDS.items():
            assert await found(register, query) == slugs, (query, few)
            assert await found(register, query, listed_or()) == slugs - {"hidden"}, (query, few)
    assert await found(register, "  ") == set(NAMES)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("few", [1000, 0])
async def test_a_build_whose_search_forgets_who_may_know_is_caught(register, few, monkeypatch):
    wrong = mutated(queries, "_together(filters, _matches(listing, wanted))", "_together(_matches(listing, wanted))")
    monkeypatch.setitem(wrong, "FEW", few)
    page = await wrong["search"](in_name_order("ru"), "правозащитн", listed_or(), limit=9)
    assert {register[number] for number in page.ids} != {"memorial"}


async def test_public_pages_never_show_who_is_not_listed(register, cleo, ada):
    queries_of_hidden = ["Тайная правозащитная группа", "тайн", "tayn", "гр", "hidden", "т", "правозащитн"]
    for query in queries_of_hidden:
        answer = await cleo.get("/ru/organisations", params={"q": query})
        assert answer.status_code == 200
        assert "Тайная" not in answer.text.replace(f'value="{query}"', "")
        assert "Тайная правозащитная" in re.sub(r'value="[^"]*"', "", (await ada.get("/ru/desk/organisations", params={"q": query})).text)
    unknown, hidden = [(await cleo.get("/ru/organisations", params={"q": query})).text for query in ("taynaz", "taynay")]
    assert unknown.replace("taynaz", "taynay") == hidden


def old_rule(text: str, query: str) -> bool:
    """Whether the search before found a name: the whole query somewhere in a folded name."""
    return plain_key(query) in plain_key(text) or search_key(query) in search_key(text) or search_key(query) in plain_key(text)


async def test_a_part_of_a_word_finds_what_the_search_before_found(store):
    draw = random.Random(5)
    words = ["Право", "Щит", "Хельсинки", "حقوق", "العدل", "Åpen", "Rett", "Қор", "Human", "ممثل", "Союз"]
    names = [" ".join(draw.choices(words, k=draw.randint(1, 4))) for _ in range(60)]
    rows = [await registering.register(form(f"o-{at}", "ru", name), names_were_shown=True) for at, name in enumerate(names)]
    texts = {row.id: (row.slug, name) for row, name in zip(rows, names, strict=True)}
    for _ in range(150):
        name = draw.choice(names)
        start = draw.randrange(len(name))
        query = name[start : start + draw.randint(3, 9)].strip()
        before = {number for number, pair in texts.items() if any(old_rule(text, query) for text in pair)}
        now = set(await first_matches(Kind.ORGANISATION, query))
        parts = [key for part in query.split() for key in (plain_key(part), search_key(part)) if key]
        if all(len(part) >= 3 for part in parts):
            assert before <= now, query
            assert len(query.split()) > 1 or before == now, query
    assert await first_matches(Kind.ORGANISATION, "право", limit=3)


async def test_a_search_takes_the_same_statements_however_much_it_finds(register):
    counts = set()
    for query in ("т", "тайная", "группа защит"):
        with counting_queries() as count:
            await search(in_name_order("ru"), query, listed_or(), limit=5)
        counts.add(count.count)
    assert len(counts) == 1


async def change(organisation: Organisation, name: str) -> None:
    await amend(organisation, OrganisationChange.parse({"names": [{"language": "ru", "name": name}]}), names_were_shown=True)


async def check_replaced_names(register: dict[int, str]) -> None:
    """Replace names many times: what is found is what a rebuild would find, and no earlier name is."""
    draw, names = random.Random(9), {}
    rows = {row.id: row for row in await Organisation.objects()}
    for step in range(30):
        number = draw.choice(sorted(register))
        names[number] = f"Имя{step} слово"
        await change(rows[number], names[number])
        for other in range(step + 1):
            expected = {at for at, name in names.items() if name.startswith(f"Имя{other} ")}
            assert set(await first_matches(Kind.ORGANISATION, f"имя{other}")) >= expected
            assert f"имя{other}  " not in " ".join(row["text"] for row in await SearchText.select(SearchText.text)) or expected
    if not is_postgres():
        await execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    assert await rebuild_search() == 0
    assert await rebuild_account_search() == 0


async def test_no_earlier_name_is_found(register):
    await check_replaced_names(register)


@pytest.mark.sqlite_only
@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("            await _take_away(old.id, old.text)\n", ""),
        ("            await _update_text(text, old.id)\n", ""),
        ("            await _add(old.id, text)\n", ""),
    ],
)
async def test_a_build_whose_index_drifts_is_caught(register, monkeypatch, right, wrong):
    monkeypatch.setattr(writing_names, "index", mutated(indexing, right, wrong)["index"])
    with pytest.raises((AssertionError, database.Unavailable)):
        await check_replaced_names(register)


def bytes_on_disk(url: str) -> bytes:
    path = Path(url.removeprefix("sqlite:///"))
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


async def erase(store: str, forget) -> list[bool]:
    """Replace a name of rare letters; return whether they are on the disk, folded: before, after, and when the job has run.

    The shapes of a replaced name stay, so that nobody else takes it unseen; they are in capital letters.
    """
    row = await registering.register(form("rare", "ru", "ѪѬѮ"), names_were_shown=True)
    rare, on_disk = "ѭѯ".encode(), []
    on_disk.append(rare in bytes_on_disk(store))
    await change(row, "Простое имя")
    on_disk.append(rare in bytes_on_disk(store))
    await forget({})
    return [*on_disk, rare in bytes_on_disk(store)]


@pytest.mark.sqlite_only
async def test_a_replaced_name_is_erased_from_the_file_and_its_log(register, store):
    assert await erase(store, indexing.forget_names) == [True, True, False]
    jobs = await execute("SELECT run_at FROM job WHERE kind = 'forget_names'")
    assert len(jobs) == 1
    await execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")


@pytest.mark.sqlite_only
async def test_a_build_that_only_empties_the_log_is_caught(register, store):
    idle = mutated(indexing, "    while await _merge(pages):\n        pages = _PAGES\n", "")
    assert await erase(store, idle["forget_names"]) == [True, True, True]


async def test_colleagues_are_found_by_name_and_address(ada, store):
    await factories.coordinator("olga@pravo.example.org", "Ольга Щитова", role="editor")
    for query in ("щит", "shchit", "olga@pravo", "OLGA", "ol"):
        page = (await ada.get("/en/desk/people", params={"q": query})).text
        assert "Ольга Щитова" in page, query
    assert "Ольга Щитова" not in (await ada.get("/en/desk/people", params={"q": "nobody"})).text


def test_folded_texts_hold_no_quotation_mark():
    assert folded(['"a" b', "a|b", ""]) == "|  a  b  |"


@pytest.fixture
def plain_role(worker_id, monkeypatch):
    """The URL of a database for a role that may add tables to it, but no extension."""
    name = f"plain_{worker_id}"
    url = postgres_url(name)
    statements = (f"CREATE ROLE {name} LOGIN PASSWORD 'plain'", f"GRANT ALL ON SCHEMA public TO {name}")

    async def run(*statements: str) -> None:
        connection = await asyncpg.connect(url)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run(*statements))
    parts = urlsplit(url)
    yield urlunsplit(parts._replace(netloc=f"{name}:plain@{parts.netloc.rpartition('@')[2]}"))
    asyncio.run(run(f"DROP OWNED BY {name}"))
    drop_database(name)


async def test_a_role_without_rights_is_told_what_the_administrator_must_do(plain_role):
    database.bind(database.engine_from_url(plain_role))
    with pytest.raises(MigrationFailed, match="CREATE EXTENSION pg_trgm"):
        await migrating.migrate()
    await database.close_engine()


async def test_a_text_of_a_row_that_is_gone_is_taken_away_by_migrating(store):
    await factories.organisation("lamp", "Copper Lamp")
    for number, kind in enumerate(Kind, start=900):
        async with transaction():
            await index(kind, {number: ["Gone"]})
    assert not await migrating.is_migrated()
    await migrating.migrate()
    assert await migrating.is_migrated()
    assert await SearchText.count() == 1
